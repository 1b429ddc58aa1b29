import threading
from datetime import datetime
from typing import ClassVar

import pytest
import rules
from django.db import IntegrityError, connection, models
from django.test.utils import isolate_apps

from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted
from base.models import DomainEvent, StoredFile
from base.transitions import Transition, TransitionTable, apply_transition, available_transitions
from tests.base.conftest import NOW
from workforce.models import User


class PaperState(models.TextChoices):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


@rules.predicate  # type: ignore[untyped-decorator]
def is_uploader(user: User, paper: StoredFile) -> bool:
    return paper.uploaded_by_id == user.pk


def not_empty(paper: StoredFile, now: datetime) -> None:
    if paper.size == 0:
        raise InvalidInput("The paper is empty.", code="empty")


TABLE = TransitionTable(
    name="base.paper",
    states=PaperState,
    initial=PaperState.DRAFT,
    field="kind",
    moves=(
        Transition(source=("draft",), target="sent", who=is_uploader, guard=not_empty),
        Transition(source=("sent",), target="accepted", who=~is_uploader),
        Transition(source=("sent",), target="declined", who=~is_uploader, needs_reason=True),
        Transition(source=("draft", "sent"), target="expired", who=None),
    ),
)


with isolate_apps("base"):

    class Paper(StoredFile):
        """A kept file whose kind is taken for its state, to have a table with rows to move."""

        transitions: ClassVar[TransitionTable] = TABLE

        class Meta:
            proxy = True
            app_label = "base"


@pytest.fixture
def paper(alice: User) -> Paper:
    return Paper.objects.create(
        kind="draft", name="p", content_type="t", size=1, sha256="0" * 64, uploaded_by=alice, created_at=NOW
    )


def stored_state(paper: Paper) -> str:
    return StoredFile.objects.get(pk=paper.pk).kind


def test_a_permitted_move_is_stored(paper: Paper, alice: User) -> None:
    moved = apply_transition(paper, "sent", actor=alice, now=NOW)
    assert (moved.kind, paper.kind, stored_state(paper)) == ("sent", "sent", "sent")


def test_a_move_records_its_event(paper: Paper, alice: User, bob: User) -> None:
    apply_transition(paper, "sent", actor=alice, now=NOW)
    apply_transition(paper, "declined", actor=bob, reason="blurred", now=NOW)
    event = DomainEvent.objects.latest("id")
    assert (event.kind, event.subject_id, event.actor_id) == ("base.paper.declined", paper.pk, bob.pk)
    assert event.payload == {"from": "sent", "to": "declined", "reason": "blurred"}


def test_other_fields_change_with_the_state(paper: Paper, alice: User) -> None:
    apply_transition(paper, "sent", actor=alice, now=NOW, changes={"name": "q"})
    assert paper.name == "q"
    assert StoredFile.objects.get(pk=paper.pk).name == "q"


def test_a_move_nobody_declared_is_a_conflict(paper: Paper, alice: User) -> None:
    with pytest.raises(Conflict):
        apply_transition(paper, "accepted", actor=alice, now=NOW)
    assert stored_state(paper) == "draft"


def test_a_stranger_is_refused(paper: Paper, bob: User) -> None:
    with pytest.raises(NotPermitted):
        apply_transition(paper, "sent", actor=bob, now=NOW)
    assert stored_state(paper) == "draft"
    assert not DomainEvent.objects.exists()


def test_the_system_may_not_do_what_is_for_persons(paper: Paper) -> None:
    with pytest.raises(NotPermitted):
        apply_transition(paper, "sent", actor=None, now=NOW)


def test_a_person_may_not_do_what_is_for_the_system(paper: Paper, alice: User) -> None:
    with pytest.raises(NotPermitted):
        apply_transition(paper, "expired", actor=alice, now=NOW)
    assert apply_transition(paper, "expired", actor=None, now=NOW).kind == "expired"


def test_the_guard_stops_a_move(paper: Paper, alice: User) -> None:
    StoredFile.objects.filter(pk=paper.pk).update(size=0)
    with pytest.raises(InvalidInput, match="empty"):
        apply_transition(paper, "sent", actor=alice, now=NOW)
    assert stored_state(paper) == "draft"


def test_a_missing_reason_is_asked_for(paper: Paper, alice: User, bob: User) -> None:
    apply_transition(paper, "sent", actor=alice, now=NOW)
    with pytest.raises(InvalidInput) as refused:
        apply_transition(paper, "declined", actor=bob, reason="  ", now=NOW)
    assert refused.value.field == "reason"


def test_a_stale_instance_does_not_overwrite_a_later_state(paper: Paper, alice: User, bob: User) -> None:
    stale = Paper.objects.get(pk=paper.pk)
    apply_transition(paper, "sent", actor=alice, now=NOW)
    with pytest.raises(Conflict):
        apply_transition(stale, "sent", actor=alice, now=NOW)
    assert stored_state(paper) == "sent"


def test_a_vanished_row_is_missing(paper: Paper, alice: User) -> None:
    StoredFile.objects.filter(pk=paper.pk).delete()
    with pytest.raises(Missing):
        apply_transition(paper, "sent", actor=alice, now=NOW)


def test_the_buttons_are_what_one_may_do(paper: Paper, alice: User, bob: User) -> None:
    assert [move.target for move in available_transitions(paper, actor=alice)] == ["sent"]
    assert available_transitions(paper, actor=bob) == []


def test_a_table_with_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="no such state: gone"):
        TransitionTable(
            name="x",
            states=PaperState,
            initial="draft",
            moves=(Transition(source=("draft",), target="gone", who=None),),
        )


def test_the_diagram_shows_every_move() -> None:
    assert TABLE.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft --> sent",
        "    sent --> accepted",
        "    sent --> declined",
        "    draft --> expired",
        "    sent --> expired",
        "    accepted --> [*]",
        "    declined --> [*]",
        "    expired --> [*]",
    ]


@pytest.mark.django_db
def test_the_constraint_keeps_the_column_to_the_named_states() -> None:
    constraint = TABLE.check_constraint("paper_state_known")
    with connection.schema_editor() as editor:
        editor.add_constraint(Paper, constraint)
    with pytest.raises(IntegrityError, match="paper_state_known"):
        Paper.objects.create(kind="gone", name="p", content_type="t", size=1, sha256="0" * 64, created_at=NOW)


@pytest.fixture
def outcomes() -> list[str]:
    return []


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins_and_the_other_is_told(
    paper: Paper, alice: User, bob: User, outcomes: list[str]
) -> None:
    apply_transition(paper, "sent", actor=alice, now=NOW)
    together = threading.Barrier(2)

    def decide(to: str) -> None:
        own = Paper.objects.get(pk=paper.pk)
        together.wait()
        try:
            apply_transition(own, to, actor=bob, reason="because", now=NOW)
            outcomes.append(to)
        except DomainError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    deciders = [threading.Thread(target=decide, args=(to,)) for to in ("accepted", "declined")]
    for decider in deciders:
        decider.start()
    for decider in deciders:
        decider.join()
    winner = stored_state(paper)
    assert sorted(outcomes) == sorted([winner, "state_changed"])
    assert DomainEvent.objects.exclude(kind="base.paper.sent").count() == 1
