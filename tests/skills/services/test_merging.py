"""A duplicate merged into the record that is kept: what goes over, what is refused, what must hold after."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignObjectRel
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.edit_marks import ChangedMeanwhile
from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted
from base.invariants import all_invariants
from base.models import DomainEvent
from skills.enums import CorrectionState, FactKind, Level
from skills.models import (
    CorrectionRequest,
    Diploma,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Standing,
    Title,
    TitleMatch,
)
from skills.queries.history import HistoryKind, history_page
from skills.queries.records import worker_record
from skills.services.fact_values import WageValues
from skills.services.facts import record_fact
from skills.services.judgements import judge_title
from skills.services.merging import merge_workers
from tests.access import Cast
from tests.factories.skills import (
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
    occupation_with_rules,
)
from tests.factories.workforce import RoleGrantFactory, UnitHeadFactory, WorkerFactory, account_of
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import RelationKind, Role
from workforce.models import (
    ApiToken,
    Delegation,
    IdNumberReading,
    Placement,
    Relation,
    RoleGrant,
    UnitHead,
    Worker,
)
from workforce.services.id_numbers import parse_id_number
from workforce.services.relations import end_relation, state_relation
from workforce.services.relative_declarations import accept_declaration, declare_relative
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.services.worker_marks import mark_of
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
CERTIFICATE = "S000044000002212345678"


@pytest.fixture
def twin(cast: Cast) -> Worker:
    """Carol once more, under another number in the other workshop."""
    worker = WorkerFactory.create(
        employee_no="C-carol2", name="高兰", unit=cast.workshop_a2, phone="13800138000", remark="借调"
    )
    account_of(worker)
    return worker


def merge(cast: Cast, twin: Worker, **said: Any) -> Worker:
    """Alice merges the twin into carol."""
    values: dict[str, Any] = {"actor": cast.user("alice"), "reason": "同一人重复建档", "now": NOW, **said}
    return merge_workers(kept=cast.worker("carol"), duplicate=twin, **values)


def test_facts_go_over_and_equal_ones_stand_once(cast: Cast, twin: Worker) -> None:
    carol, occupation = cast.worker("carol"), occupation_with_rules()
    mine = SpellFactory.create(worker=carol, occupation=occupation)
    same = SpellFactory.create(worker=twin, occupation=occupation)
    other = SpellFactory.create(worker=twin, since=date(2011, 7, 1), until=date(2015, 7, 1))
    diploma = DiplomaFactory.create(worker=twin)
    merge(cast, twin)
    spells = EmploymentSpell.objects.current().filter(worker=carol)
    assert set(spells) == {mine, other}
    same.refresh_from_db()
    assert (same.worker, same.void_reason, same.voided_by) == (carol, "同一人重复建档", cast.users["alice"])
    assert Diploma.objects.get(worker=carol) == diploma
    assert not EmploymentSpell.objects.filter(worker=twin).exists()


def test_moved_fact_keeps_its_history_with_the_reason(cast: Cast, twin: Worker) -> None:
    diploma = DiplomaFactory.create(worker=twin)
    merge(cast, twin)
    event = diploma.history.get()  # type: ignore[attr-defined]
    assert (event.worker_id, event.pgh_context.metadata["reason"]) == (twin.pk, "同一人重复建档")


def test_a_month_has_one_wage_and_the_kept_record_says_which(cast: Cast, twin: Worker) -> None:
    carol = cast.worker("carol")
    WageFactory.create(worker=carol, amount="5000.00")
    WageFactory.create(worker=twin, amount="4000.00")
    WageFactory.create(worker=twin, month=date(2026, 2, 1))
    merge(cast, twin)
    wages = MonthlyWage.objects.current().filter(worker=carol).order_by("month")
    assert [str(wage.amount) for wage in wages] == ["5000.00", "6543.21"]


def test_judgement_of_an_equal_title_is_kept(cast: Cast, twin: Worker) -> None:
    carol, occupation = cast.worker("carol"), occupation_with_rules()
    mine = TitleFactory.create(worker=carol)
    judge_title(
        TitleFactory.create(worker=twin), occupation, actor=None, matches=True, reason="相关", now=NOW
    )
    merge(cast, twin)
    assert TitleMatch.objects.get(title=mine).reason == "相关"
    assert Title.objects.current().filter(worker=carol).count() == 1


def test_grades_are_annulled_and_granted_again_with_their_certificate(cast: Cast, twin: Worker) -> None:
    carol = cast.worker("carol")
    old = GradeFactory.create(worker=twin, certificate_no=CERTIFICATE, level=Level.SENIOR)
    merge(cast, twin)
    new = GradeRecord.objects.current().get(worker=carol)
    assert (new.certificate_no, new.level, new.issued_on) == (CERTIFICATE, old.level, old.issued_on)
    assert (new.reason, new.recorded_by) == ("同一人重复建档", cast.users["alice"])
    assert not GradeRecord.objects.current().filter(worker=twin).exists()
    assert Standing.objects.get(worker=carol).held_level == Level.SENIOR
    assert Standing.objects.get(worker=twin).held_level == Level.APPRENTICE


def test_level_on_both_records_stands_once_with_the_certificate_there_is(cast: Cast, twin: Worker) -> None:
    carol, occupation = cast.worker("carol"), occupation_with_rules()
    GradeFactory.create(worker=carol, occupation=occupation, level=Level.SENIOR)
    GradeFactory.create(worker=twin, occupation=occupation, level=Level.SENIOR, certificate_no=CERTIFICATE)
    merge(cast, twin)
    assert GradeRecord.objects.current().get(worker=carol).certificate_no == CERTIFICATE


def test_waiting_request_speaks_of_the_grade_granted_again(cast: Cast, twin: Worker) -> None:
    grade = GradeFactory.create(worker=twin)
    request = CorrectionRequestFactory.create(
        worker=twin, requested_by=twin.account, fact_kind=FactKind.GRADE, fact_id=grade.pk
    )
    merge(cast, twin)
    request.refresh_from_db()
    assert request.worker == cast.worker("carol")
    assert request.fact_id == GradeRecord.objects.current().get(worker=cast.worker("carol")).pk


def test_details_are_kept_as_chosen(cast: Cast, twin: Worker) -> None:
    number = "11010519850601002X"
    while True:
        try:
            parse_id_number(number)
            break
        except InvalidInput:
            number = number[:-1] + "0123456789X"["0123456789X".index(number[-1]) - 1]
    update_worker_details(actor=None, worker=twin, changes={"id_number": number, "sex": "F"})
    update_worker_details(actor=None, worker=cast.worker("carol"), changes={"sex": "F"})
    carol = merge(cast, twin, choices={"phone": "duplicate", "remark": "kept"})
    assert (carol.phone, carol.remark, carol.id_number) == ("13800138000", "", number)
    twin.refresh_from_db()
    assert (twin.id_number, twin.id_number_index, twin.id_number_mask) == (None, None, "")


def test_ties_go_over_and_stand_once(cast: Cast, twin: Worker) -> None:
    carol, frank = cast.worker("carol"), cast.worker("frank")
    for worker, since in ((carol, date(2024, 1, 1)), (twin, date(2020, 1, 1))):
        Relation.objects.create(kind=RelationKind.MENTOR, from_worker=frank, to_worker=worker, since=since)
    Relation.objects.create(
        kind=RelationKind.SAME_TEAM, from_worker=carol, to_worker=twin, since=date(2024, 1, 1)
    )
    UnitHeadFactory.create(unit=cast.workshop_a2, worker=twin)
    merge(cast, twin)
    assert list(Relation.objects.values_list("from_worker", "to_worker", "since", "until")) == [
        (frank.pk, carol.pk, date(2020, 1, 1), None)
    ]
    assert UnitHead.objects.get(unit=cast.workshop_a2).worker == carol


def test_duplicate_leaves_and_its_account_is_closed(cast: Cast, twin: Worker) -> None:
    user = twin.account
    ApiToken.objects.create(user, label="脚本")
    RoleGrantFactory.create(user=user, role=Role.AUDITOR, unit=cast.workshop_a2)
    Placement.objects.filter(worker=twin).update(until=date(2027, 1, 1))
    Placement.objects.create(worker=twin, unit=cast.workshop_a1, status="active", since=date(2027, 1, 1))
    merge(cast, twin)
    twin.refresh_from_db()
    user.refresh_from_db()
    assert (twin.merged_into, twin.status, user.is_active) == (cast.worker("carol"), "left", False)
    assert not ApiToken.objects.filter(user=user).exists()
    assert not RoleGrant.objects.in_force_on(TODAY).filter(user=user).exists()
    assert [row.status for row in Placement.objects.filter(worker=twin).order_by("since")] == [
        "active",
        "left",
    ]


def test_merged_record_vanishes_and_the_event_lists_what_moved(cast: Cast, twin: Worker) -> None:
    SpellFactory.create(worker=twin)
    merge(cast, twin)
    assert not Worker.objects.visible_to(cast.user("ruth")).filter(pk=twin.pk).exists()
    event = DomainEvent.objects.get(kind="skills.workers_merged")
    assert event.subject_id == cast.worker("carol").pk
    assert event.payload["duplicate_no"] == "C-carol2"
    assert event.payload["moved"]["spell"] == 1
    assert event.payload["details"] == ["remark"]


def test_record_merged_before_goes_along(cast: Cast, twin: Worker) -> None:
    third = WorkerFactory.create(unit=cast.workshop_a2)
    account_of(third)
    merge_workers(actor=cast.user("alice"), kept=twin, duplicate=third, reason="试", now=NOW)
    merge(cast, twin)
    third.refresh_from_db()
    assert third.merged_into == cast.worker("carol")


def test_invariants_hold_after_a_merge(cast: Cast, twin: Worker) -> None:
    occupation = occupation_with_rules()
    SpellFactory.create(worker=twin, occupation=occupation)
    GradeFactory.create(worker=twin, occupation=occupation)
    merge(cast, twin)
    broken = {name: lines for name, check in all_invariants().items() if (lines := check())}
    others = {worker.employee_no for worker in Worker.objects.exclude(employee_no__startswith="C-carol")}
    about_others = {
        name: [line for line in lines if not any(number in line for number in others)]
        for name, lines in broken.items()
    }
    assert {name: lines for name, lines in about_others.items() if lines} == {}


REFUSED = [
    ("carol", "carol", "alice", "same_record"),
    ("alice", "twin", "alice", "own_record"),
    ("carol", "twin", "bob", "not_the_keeper"),
    ("carol", "ivan", "alice", "not_the_keeper"),
    ("carol", "twin", "erin", "not_the_keeper"),
    ("carol", "twin", "heidi", "not_the_keeper"),
]


@pytest.mark.parametrize(("kept", "duplicate", "actor", "code"), REFUSED)
def test_merge_is_refused(cast: Cast, twin: Worker, kept: str, duplicate: str, actor: str, code: str) -> None:
    found = {name: twin if name == "twin" else cast.worker(name) for name in (kept, duplicate)}
    with pytest.raises(DomainError) as refusal:
        merge_workers(
            actor=cast.user(actor), kept=found[kept], duplicate=found[duplicate], reason="试", now=NOW
        )
    assert refusal.value.code == code
    assert not Worker.objects.filter(merged_into__isnull=False).exists()


def test_merged_record_is_not_merged_again_nor_written_to(cast: Cast, twin: Worker) -> None:
    merge(cast, twin)
    twin.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        merge(cast, twin)
    assert (refusal.value.code, "C-carol" in str(refusal.value)) == ("merged", True)
    values = WageValues(month=date(2026, 3, 1), amount=Decimal(1))
    with pytest.raises(Conflict):
        record_fact(values, actor=cast.user("alice"), worker_id=twin.pk, now=NOW)
    with pytest.raises(Conflict):
        update_worker_details(actor=None, worker=twin, changes={"phone": "1"})


def test_role_beyond_reach_is_not_ended_by_a_merge(cast: Cast, twin: Worker) -> None:
    RoleGrantFactory.create(user=twin.account, role=Role.AUDITOR, unit=cast.company_b)
    with pytest.raises(NotPermitted) as refusal:
        merge(cast, twin)
    assert refusal.value.code == "role_beyond_reach"


def test_record_changed_since_it_was_compared_is_shown(cast: Cast, twin: Worker) -> None:
    shown = mark_of(Worker.objects.select_related("unit").get(pk=twin.pk))
    update_worker_details(actor=cast.user("ruth"), worker=twin, changes={"phone": "13811112222"})
    with pytest.raises(ChangedMeanwhile) as refusal:
        merge(cast, twin, shown_duplicate=shown)
    assert "13811112222" in str(refusal.value)


def test_database_refuses_chains_and_oneself(cast: Cast, twin: Worker) -> None:
    merge(cast, twin)
    for pk, into in ((twin.pk, twin.pk), (cast.worker("carol").pk, cast.worker("alice").pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Worker.objects.filter(pk=pk).update(merged_into=into)
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.filter(pk=cast.worker("alice").pk).update(merged_into=twin.pk)


@pytest.mark.parametrize("number", [1, 20])
def test_statements_do_not_grow_with_the_career(cast: Cast, twin: Worker, number: int) -> None:
    for index in range(number):
        SpellFactory.create(worker=twin, since=date(2012, 1, index + 1))
        GradeFactory.create(worker=twin)
        WageFactory.create(worker=twin, month=date(2001 + index, 1, 1))
    with CaptureQueriesContext(connection) as statements:
        merge(cast, twin)
    assert len(statements) == 75, "\n".join(one["sql"][:160] for one in statements)


#: What becomes of every table that names a worker. A new one is to be decided here, and in the merge.
DECIDED = {
    "workforce.Worker.merged_into": "follows the kept record",
    "workforce.Placement.worker": "stays: where the duplicate was placed",
    "workforce.User.worker": "stays: the account is closed",
    "workforce.Relation.from_worker": "moves",
    "workforce.Relation.to_worker": "moves",
    "workforce.RelativeDeclaration.worker": "moves",
    "workforce.UnitHead.worker": "moves",
    "workforce.Delegation.deputy": "moves",
    "workforce.IdNumberReading.worker": "stays: append-only, the duplicate's number was read",
    "skills.EmploymentSpell.worker": "moves",
    "skills.Title.worker": "moves",
    "skills.Diploma.worker": "moves",
    "skills.ApprenticeshipCompletion.worker": "moves",
    "skills.MonthlyWage.worker": "moves",
    "skills.Document.worker": "moves",
    "skills.GradeRecord.worker": "annulled and granted again",
    "skills.CorrectionRequest.worker": "moves",
    "skills.Eligibility.worker": "reckoned anew",
    "skills.Standing.worker": "reckoned anew",
    "skills.MatchToJudge.worker": "a view",
    "skills.LikelyDuplicate.worker": "compared anew by the event of the merge",
    "notices.Reminder.worker": "stays: what people were told of the duplicate; ends with its cause",
    "workforce.PersonalExport.worker": "stays: what was exported then",
    "workforce.Erasure.worker": "stays: what was erased then",
    "skills.PolicyImpact.worker": "stays: what a draft was found to change on the day it was asked",
}


def test_every_tie_to_a_worker_is_decided() -> None:
    ties = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Worker._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and not relation.related_model.__name__.endswith("Event")
    }
    assert ties - set(DECIDED) == set()


def test_request_states_are_untouched(cast: Cast, twin: Worker) -> None:
    CorrectionRequestFactory.create(worker=twin, requested_by=twin.account)
    merge(cast, twin)
    assert CorrectionRequest.objects.get(worker=cast.worker("carol")).state == CorrectionState.WAITING


def test_a_headship_beyond_the_actors_units_is_not_handed_on(cast: Cast, twin: Worker) -> None:
    head = UnitHeadFactory.create(unit=cast.company_b, worker=twin, since=date(2020, 1, 1))
    with pytest.raises(NotPermitted) as refused:
        merge(cast, twin)
    assert refused.value.code == "headship_beyond_reach"
    merge(cast, twin, actor=cast.user("ruth"))
    head.refresh_from_db()
    assert head.worker == cast.worker("carol")


def test_a_deputy_beyond_the_actors_units_is_not_handed_on(cast: Cast, twin: Worker) -> None:
    head = UnitHeadFactory.create(unit=cast.company_b, worker=cast.worker("ivan"), since=date(2020, 1, 1))
    Delegation.objects.create(
        headship=head, deputy=twin, since=TODAY, until=date(2026, 12, 1), reason="出差", granted_by=None
    )
    with pytest.raises(NotPermitted):
        merge(cast, twin)
    assert Delegation.objects.get().deputy == twin


def test_no_relation_is_stated_with_a_merged_record(cast: Cast, twin: Worker) -> None:
    merge(cast, twin)
    with pytest.raises(Conflict):
        state_relation(
            actor=cast.user("alice"),
            kind=RelationKind.MENTOR,
            from_worker=cast.worker("frank"),
            to_worker=twin,
            since=TODAY,
            today=TODAY,
        )


def test_a_relative_declared_by_a_merged_number_is_the_kept_record(cast: Cast, twin: Worker) -> None:
    declaration = declare_relative(
        actor=cast.user("frank"), employee_no="C-carol2", name="高兰", since=TODAY, note="", today=TODAY
    )
    merge(cast, twin)
    accepted = accept_declaration(
        actor=cast.user("alice"), declaration=declaration, today=TODAY, now=NOW
    ).relation
    assert accepted is not None
    assert {accepted.from_worker, accepted.to_worker} == {cast.worker("frank"), cast.worker("carol")}


def test_a_relation_gone_into_another_is_not_ended(cast: Cast, twin: Worker) -> None:
    mentor = {"kind": RelationKind.MENTOR, "from_worker": cast.worker("frank")}
    first = Relation.objects.create(**mentor, to_worker=cast.worker("carol"), since=date(2026, 1, 1))
    Relation.objects.create(**mentor, to_worker=twin, since=date(2026, 2, 1))
    merge(cast, twin)
    assert not Relation.objects.filter(pk=first.pk).exists()
    with pytest.raises(Missing):
        end_relation(actor=cast.user("alice"), relation=first, last_day=TODAY, today=TODAY)


def test_readings_and_placements_of_the_merged_record_stand_on_the_kept_one(cast: Cast, twin: Worker) -> None:
    IdNumberReading.objects.create(worker=twin, reader=cast.users["alice"], reason="办社保", read_at=NOW)
    with pghistory.context(user=cast.users["alice"].pk, reason="调班"):
        act_on_worker(
            actor=cast.user("alice"),
            worker=twin,
            order=ActOrder(
                act=WorkerAct.TRANSFER, since=date(2026, 11, 2), unit=cast.team_a11, reason="调班"
            ),
            today=NOW.date(),
        )
    twin.refresh_from_db()
    merge(cast, twin)
    carol = cast.worker("carol")
    for name in ("alice", "carol", "erin"):
        seen = IdNumberReading.objects.visible_to(cast.user(name)).about(carol)
        assert [reading.reason for reading in seen] == ["办社保"]
    assert not IdNumberReading.objects.visible_to(cast.user("bob")).exists()
    record = worker_record(carol, cast.user("alice"), today=NOW.date())
    assert [reading.reason for reading in record.readings or ()] == ["办社保"]
    shown = history_page(carol, viewer=cast.user("alice"), kinds={HistoryKind.PLACEMENT, HistoryKind.READING})
    assert {entry.reason for entry in shown.entries} == {"调班", "办社保"}  # and not that the duplicate left
    office = browser_of(cast.users["alice"])
    assert "办社保" in text_of(office.get(reverse("workforce:id_readings"), {"worker": "C-carol"}))
