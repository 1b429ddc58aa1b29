"""Two people at once: both facts are kept and the dates right; of two decisions one wins."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from base.errors import DomainError
from skills.enums import CorrectionState, FactKind, Level
from skills.models import CorrectionRequest, EmploymentSpell, GradeRecord, Standing
from skills.services.corrections import accept_correction, decline_correction, request_correction
from skills.services.fact_values import SpellValues
from skills.services.facts import correct_fact, record_fact
from skills.services.grades import GradeValues, record_grade
from tests.access import Cast, build_cast
from tests.factories.skills import OccupationFactory, SpellFactory, occupation_with_rules

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast, committed, so that several connections see it."""
    return build_cast()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own that begin together; what each came to, a code or "done"."""
    barrier = Barrier(len(acts))
    outcomes = ["not run"] * len(acts)

    def run(position: int) -> None:
        try:
            barrier.wait(timeout=10)
            acts[position]()
            outcomes[position] = "done"
        except DomainError as refusal:
            outcomes[position] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(position,)) for position in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_two_facts_at_once_are_both_kept_and_counted(committed_cast: Cast) -> None:
    cast = committed_cast
    carol, alice, ruth = cast.worker("carol"), cast.user("alice"), cast.user("ruth")
    occupation = occupation_with_rules()
    # five years of work together: neither spell alone opens level 3
    first = SpellValues(occupation=occupation, since=date(2010, 1, 1), until=date(2013, 1, 1))
    second = SpellValues(occupation=occupation, since=date(2014, 1, 1))
    for _attempt in range(3):
        outcomes = at_once(
            lambda: record_fact(first, actor=alice, worker_id=carol.pk, now=NOW),
            lambda: record_fact(second, actor=ruth, worker_id=carol.pk, now=NOW),
        )
        assert outcomes == ["done", "done"]
        assert EmploymentSpell.objects.current().filter(worker=carol).count() == 2
        opens = carol.eligibility.get(target=Level.INTERMEDIATE).opens_on
        assert opens == date(2016, 1, 1)
        EmploymentSpell.objects.all().delete()


def test_spell_and_grade_at_once_leave_no_stale_standing(committed_cast: Cast) -> None:
    cast = committed_cast
    carol, alice, ruth = cast.worker("carol"), cast.user("alice"), cast.user("ruth")
    occupation = occupation_with_rules()
    spell = SpellValues(occupation=occupation, since=date(2010, 1, 1))
    grade = GradeValues(
        occupation=occupation, level=Level.INTERMEDIATE, issued_on=date(2016, 1, 1), basis="assessment"
    )
    outcomes = at_once(
        lambda: record_fact(spell, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_grade(grade, actor=ruth, worker_id=carol.pk, now=NOW),
    )
    assert outcomes == ["done", "done"]
    standing = Standing.objects.get(worker=carol)
    assert (standing.held_level, standing.next_level) == (Level.INTERMEDIATE, Level.SENIOR)
    assert standing.next_on == date(2020, 1, 1)


def test_same_fact_corrected_by_two_at_once_has_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    spell = SpellFactory.create(worker=cast.worker("carol"))
    alice, ruth = cast.user("alice"), cast.user("ruth")

    def correct(user: object, since: date) -> object:
        values = SpellValues(occupation=spell.occupation, since=since)
        seen = EmploymentSpell.objects.get(pk=spell.pk)
        return correct_fact(seen, values, actor=user, reason="合同", now=NOW)  # type: ignore[arg-type]

    outcomes = at_once(lambda: correct(alice, date(2011, 1, 1)), lambda: correct(ruth, date(2012, 1, 1)))
    assert sorted(outcomes) == ["changed_meanwhile", "done"]
    assert EmploymentSpell.objects.current().count() == 1
    assert EmploymentSpell.objects.count() == 2


def test_one_certificate_number_for_two_workers_at_once_has_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    occupation = OccupationFactory.create()
    values = GradeValues(
        occupation=occupation,
        level=Level.SENIOR,
        issued_on=date(2019, 6, 1),
        basis="assessment",
        certificate_no="Y000123000001193000001",
    )
    carol, frank = cast.worker("carol"), cast.worker("frank")
    alice, ruth = cast.user("alice"), cast.user("ruth")
    outcomes = at_once(
        lambda: record_grade(values, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_grade(values, actor=ruth, worker_id=frank.pk, now=NOW),
    )
    assert sorted(outcomes) == ["certificate_no_taken", "done"]
    assert GradeRecord.objects.count() == 1


def test_two_clerks_deciding_at_once_have_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    alice, ruth, carol = cast.user("alice"), cast.user("ruth"), cast.user("carol")
    request = request_correction(
        cast.worker("carol"),
        actor=carol,
        fact_kind=FactKind.PERSONAL,
        text="电话已换",
        proposed={"phone": "13811112222"},
        now=NOW,
    )

    def fresh() -> CorrectionRequest:
        return CorrectionRequest.objects.get(pk=request.pk)

    outcomes = at_once(
        lambda: accept_correction(fresh(), actor=alice, now=NOW),
        lambda: decline_correction(fresh(), actor=ruth, reason="请附证明", now=NOW),
    )
    assert sorted(outcomes) == ["done", "state_changed"]
    decided = fresh()
    accepted = decided.state == CorrectionState.ACCEPTED
    assert decided.decided_by == (alice if accepted else ruth)
    assert cast.worker("carol").phone == ("13811112222" if accepted else "13900000000")
