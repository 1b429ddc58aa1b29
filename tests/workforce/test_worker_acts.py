"""The named acts with a worker: what each writes, when it fits, and when it is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from base.errors import Conflict, DomainError, InvalidInput, NotPermitted, RowsRefused
from base.models import DomainEvent
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, UnitFactory, WorkerFactory, account_of
from workforce import invariants
from workforce.enums import Role, WorkerStatus
from workforce.models import ApiToken, Placement, RoleGrant, Unit, Worker
from workforce.services.placement_corrections import cancel_planned, correct_placement_date
from workforce.services.placements import apply_due_placements
from workforce.services.worker_acts import ActOrder, act_on_worker, act_on_workers
from workforce.services.worker_marks import mark_of
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
LATER = date(2027, 3, 1)


def act(cast: Cast, what: WorkerAct, **order: object) -> Worker:
    """Alice does it with carol."""
    values: dict[str, object] = {"since": TODAY, "reason": "试", **order}
    return act_on_worker(
        actor=cast.user("alice"),
        worker=cast.worker("carol"),
        order=ActOrder(act=what, **values),  # type: ignore[arg-type]
        today=TODAY,
    )


def line_of(worker: Worker) -> list[tuple[str, str, str, str, str]]:
    """The placements as they stand, in few words."""
    rows = Placement.objects.filter(worker=worker).select_related("unit").order_by("since")
    return [
        (str(row.since), "" if row.until is None else str(row.until), row.unit.code, row.post, row.status)
        for row in rows
    ]


def test_transfer_changes_unit_and_post_from_the_day(cast: Cast) -> None:
    carol = act(cast, WorkerAct.TRANSFER, unit=cast.workshop_a2, post="焊工")
    assert (carol.unit, carol.post, carol.status) == (cast.workshop_a2, "焊工", "active")
    assert line_of(carol) == [
        ("2010-01-01", "2026-11-21", "A1", "操作工", "active"),
        ("2026-11-21", "", "A2", "焊工", "active"),
    ]
    event = DomainEvent.objects.get(kind="workforce.workers_transferred")
    assert event.payload["worker_ids"] == [carol.pk]
    assert event.payload["reason"] == "试"


def test_transfer_back_on_the_same_day_leaves_no_trace_in_the_line(cast: Cast) -> None:
    act(cast, WorkerAct.TRANSFER, unit=cast.workshop_a2)
    carol = act(cast, WorkerAct.TRANSFER, unit=cast.workshop_a1)
    assert line_of(carol) == [("2010-01-01", "", "A1", "操作工", "active")]


def test_transfer_ahead_is_planned_until_its_day(cast: Cast) -> None:
    carol = act(cast, WorkerAct.TRANSFER, since=LATER, unit=cast.workshop_a2)
    assert carol.unit == cast.workshop_a1
    apply_due_placements(today=LATER)
    assert cast.worker("carol").unit == cast.workshop_a2


def test_leave_of_absence_before_a_planned_transfer_is_carried_into_it(cast: Cast) -> None:
    act(cast, WorkerAct.TRANSFER, since=LATER, unit=cast.workshop_a2)
    carol = act(cast, WorkerAct.GO_ON_LEAVE)
    assert line_of(carol)[1:] == [
        ("2026-11-21", "2027-03-01", "A1", "操作工", "on_leave"),
        ("2027-03-01", "", "A2", "操作工", "on_leave"),
    ]


def test_transfer_entered_late_reaches_to_the_change_that_followed(cast: Cast) -> None:
    act(cast, WorkerAct.GO_ON_LEAVE, since=date(2022, 5, 1))
    act(cast, WorkerAct.TRANSFER, since=date(2026, 1, 1), unit=cast.team_a11)
    carol = act(cast, WorkerAct.TRANSFER, since=date(2020, 1, 1), unit=cast.workshop_a2)
    assert [row[2:] for row in line_of(carol)] == [
        ("A1", "操作工", "active"),
        ("A2", "操作工", "active"),
        ("A2", "操作工", "on_leave"),
        ("A11", "操作工", "on_leave"),
    ]


def test_leaving_ends_sessions_tokens_and_roles(cast: Cast) -> None:
    user = cast.users["carol"]
    ApiToken.objects.create(user, label="脚本")
    RoleGrantFactory.create(user=user, role=Role.AUDITOR, unit=cast.workshop_a1)
    epoch = cast.user("carol").session_epoch
    carol = act(cast, WorkerAct.LEAVE)
    assert carol.status == WorkerStatus.LEFT
    assert not cast.user("carol").is_active
    assert cast.user("carol").session_epoch == epoch + 1
    assert not ApiToken.objects.filter(user=user).exists()
    assert not RoleGrant.objects.in_force_on(TODAY).filter(user=user).exists()


def test_planned_retirement_keeps_access_until_its_day(cast: Cast) -> None:
    act(cast, WorkerAct.RETIRE, since=LATER)
    assert cast.user("carol").is_active
    apply_due_placements(today=LATER)
    assert cast.worker("carol").status == WorkerStatus.RETIRED
    assert not cast.user("carol").is_active


def test_rehiring_keeps_record_and_number(cast: Cast) -> None:
    before = cast.worker("carol").pk
    act(cast, WorkerAct.LEAVE, since=date(2026, 1, 1))
    carol = act(cast, WorkerAct.REHIRE, unit=cast.workshop_a2, post="钳工")
    assert (carol.pk, carol.employee_no) == (before, "C-carol")
    assert (carol.unit, carol.post, carol.status) == (cast.workshop_a2, "钳工", "active")
    assert cast.user("carol").is_active


#: (status to bring carol to, what then does not fit)
MISFITS = [
    (WorkerAct.GO_ON_LEAVE, WorkerAct.GO_ON_LEAVE),
    (WorkerAct.GO_ON_LEAVE, WorkerAct.REHIRE),
    (WorkerAct.LEAVE, WorkerAct.TRANSFER),
    (WorkerAct.LEAVE, WorkerAct.GO_ON_LEAVE),
    (WorkerAct.LEAVE, WorkerAct.RETURN),
    (WorkerAct.LEAVE, WorkerAct.RETIRE),
    (WorkerAct.RETIRE, WorkerAct.LEAVE),
    (None, WorkerAct.RETURN),
    (None, WorkerAct.REHIRE),
]


@pytest.mark.parametrize(("first", "second"), MISFITS)
def test_act_that_does_not_fit_the_status_is_refused(
    cast: Cast, first: WorkerAct | None, second: WorkerAct
) -> None:
    if first is not None:
        act(cast, first, since=date(2026, 1, 1))
    before = line_of(cast.worker("carol"))
    place = {"unit": cast.workshop_a2} if second in (WorkerAct.TRANSFER, WorkerAct.REHIRE) else {}
    with pytest.raises(Conflict) as refusal:
        act(cast, second, **place)
    assert refusal.value.code == "act_does_not_fit"
    assert line_of(cast.worker("carol")) == before


def refusal_of(cast: Cast, what: WorkerAct, **order: object) -> str:
    """The code of the refusal; nothing was written."""
    before = line_of(cast.worker("carol"))
    with pytest.raises(DomainError) as refusal:
        act(cast, what, **order)
    assert line_of(cast.worker("carol")) == before
    return refusal.value.code


def test_days_that_cannot_be(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(hire_date=date(2012, 7, 1))
    assert refusal_of(cast, WorkerAct.RETIRE, since=date(2012, 7, 1)) == "date_before_hire"
    assert refusal_of(cast, WorkerAct.LEAVE, since=date(2011, 1, 1)) == "date_before_hire"
    assert refusal_of(cast, WorkerAct.GO_ON_LEAVE, since=date(1980, 1, 1)) == "date_before_birth"
    assert refusal_of(cast, WorkerAct.GO_ON_LEAVE, since=date(2206, 1, 1)) == "absurd_year"
    Worker.objects.filter(employee_no="C-carol").update(hire_date=None)
    assert refusal_of(cast, WorkerAct.GO_ON_LEAVE, since=date(2009, 1, 1)) == "before_first_day"
    assert refusal_of(cast, WorkerAct.RETIRE, since=date(2010, 1, 1)) == "before_first_day"


def test_unit_that_is_closed_or_not_yet_open_is_refused(cast: Cast) -> None:
    closed = UnitFactory.create(parent=cast.company_a, closed_on=date(2026, 1, 1))
    coming = UnitFactory.create(parent=cast.company_a, opened_on=LATER)
    assert refusal_of(cast, WorkerAct.TRANSFER, unit=closed) == "unit_closed"
    assert refusal_of(cast, WorkerAct.TRANSFER, unit=coming) == "unit_closed"
    assert act(cast, WorkerAct.TRANSFER, unit=coming, since=LATER).unit == cast.workshop_a1


def test_return_into_a_unit_closed_meanwhile_is_refused(cast: Cast) -> None:
    act(cast, WorkerAct.LEAVE, since=date(2026, 1, 1))
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(closed_on=date(2026, 6, 1))
    assert refusal_of(cast, WorkerAct.REHIRE) == "unit_closed"


def test_departure_before_a_later_change_is_refused(cast: Cast) -> None:
    act(cast, WorkerAct.RETIRE, since=LATER)
    assert refusal_of(cast, WorkerAct.LEAVE) == "later_change"
    assert refusal_of(cast, WorkerAct.RETIRE) == "later_change"


def test_transfer_to_where_one_is_changes_nothing(cast: Cast) -> None:
    assert refusal_of(cast, WorkerAct.TRANSFER, unit=cast.workshop_a1) == "nothing_changes"


def test_reason_is_needed_where_it_matters(cast: Cast) -> None:
    assert refusal_of(cast, WorkerAct.LEAVE, reason=" ") == "reason_missing"
    assert refusal_of(cast, WorkerAct.GO_ON_LEAVE, reason="") == "reason_missing"


def test_unit_of_another_company_is_not_the_actors_to_fill(cast: Cast) -> None:
    assert refusal_of(cast, WorkerAct.TRANSFER, unit=cast.workshop_b1) == "not_permitted"


def test_role_beyond_reach_keeps_its_holder(cast: Cast) -> None:
    RoleGrantFactory.create(user=cast.users["carol"], role=Role.AUDITOR, unit=cast.company_b)
    assert refusal_of(cast, WorkerAct.LEAVE) == "role_beyond_reach"


def test_history_keeps_who_and_why(cast: Cast) -> None:
    carol = act(cast, WorkerAct.RETIRE, reason="到龄退休")
    event = carol.history.get()  # type: ignore[attr-defined]
    assert event.status == "active"
    assert event.pgh_context.metadata["user"] == cast.users["alice"].pk
    assert event.pgh_context.metadata["reason"] == "到龄退休"


def test_planned_change_is_cancelled(cast: Cast) -> None:
    act(cast, WorkerAct.RETIRE, since=LATER)
    planned = Placement.objects.get(worker=cast.worker("carol"), since=LATER)
    cancel_planned(actor=cast.user("alice"), placement=planned, reason="继续工作", today=TODAY)
    assert line_of(cast.worker("carol")) == [("2010-01-01", "", "A1", "操作工", "active")]


def test_change_whose_day_came_is_not_cancelled(cast: Cast) -> None:
    act(cast, WorkerAct.GO_ON_LEAVE)
    begun = Placement.objects.get(worker=cast.worker("carol"), since=TODAY)
    with pytest.raises(Conflict) as refusal:
        cancel_planned(actor=cast.user("alice"), placement=begun, reason="试", today=TODAY)
    assert refusal.value.code == "not_planned"


def test_planned_leave_under_a_planned_return_is_not_cancelled_alone(cast: Cast) -> None:
    act(cast, WorkerAct.LEAVE, since=LATER)
    act(cast, WorkerAct.REHIRE, since=date(2027, 9, 1), unit=cast.workshop_a2)
    planned = Placement.objects.get(worker=cast.worker("carol"), since=LATER)
    cancel_planned(actor=cast.user("alice"), placement=planned, reason="试", today=TODAY)
    # left out, the rehiring into another unit reads as a transfer
    assert [row[2:] for row in line_of(cast.worker("carol"))] == [
        ("A1", "操作工", "active"),
        ("A2", "操作工", "active"),
    ]


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 12, 1)])
def test_wrong_day_is_corrected_both_ways(cast: Cast, day: date) -> None:
    act(cast, WorkerAct.RETIRE)
    wrong = Placement.objects.get(worker=cast.worker("carol"), since=TODAY)
    worker = correct_placement_date(
        actor=cast.user("alice"), placement=wrong, since=day, reason="日期录错", today=TODAY
    )
    assert [row[:2] for row in line_of(worker)] == [("2010-01-01", str(day)), (str(day), "")]
    assert worker.status == ("retired" if day < TODAY else "active")
    assert cast.user("carol").is_active is (day > TODAY)
    assert invariants.placements_leave_no_gap() == []
    assert invariants.departed_cannot_sign_in() == []


def test_corrected_day_stays_between_its_neighbours(cast: Cast) -> None:
    act(cast, WorkerAct.GO_ON_LEAVE, since=date(2020, 1, 1))
    act(cast, WorkerAct.RETURN, since=date(2021, 1, 1))
    leave = Placement.objects.get(worker=cast.worker("carol"), since=date(2020, 1, 1))
    for day, code in ((date(2010, 1, 1), "before_its_neighbour"), (date(2021, 1, 1), "after_its_neighbour")):
        with pytest.raises(InvalidInput) as refusal:
            correct_placement_date(
                actor=cast.user("alice"), placement=leave, since=day, reason="试", today=TODAY
            )
        assert refusal.value.code == code


def test_own_record_is_refused(cast: Cast) -> None:
    order = ActOrder(act=WorkerAct.TRANSFER, since=TODAY, unit=cast.workshop_a2)
    with pytest.raises(NotPermitted):
        act_on_worker(actor=cast.user("alice"), worker=cast.worker("alice"), order=order, today=TODAY)


def crew(cast: Cast, number: int) -> list[Worker]:
    workers = [WorkerFactory.create(unit=cast.workshop_a1) for _index in range(number)]
    for worker in workers:
        account_of(worker)
    return workers


def of(workers: list[Worker]) -> QuerySet[Worker]:
    return Worker.objects.select_related("unit").filter(pk__in=[worker.pk for worker in workers])


@pytest.mark.parametrize("number", [1, 40])
def test_bulk_transfer_costs_the_same_for_one_and_forty(cast: Cast, number: int) -> None:
    workers = crew(cast, number)
    alice = cast.user("alice")
    alice.has_perm("workforce.keep_worker")  # the reach is worked out once a request
    marks = {w.pk: mark_of(w) for w in of(workers)}
    order = ActOrder(act=WorkerAct.TRANSFER, since=TODAY, unit=cast.workshop_a2, reason="车间调整")
    with CaptureQueriesContext(connection) as statements:
        done = act_on_workers(
            actor=alice, worker_ids=[worker.pk for worker in workers], order=order, today=TODAY, shown=marks
        )
    assert done == number
    assert Worker.objects.filter(unit=cast.workshop_a2).count() == number
    assert len(statements) == 16, "\n".join(one["sql"][:200] for one in statements)


@pytest.mark.parametrize("number", [1, 40])
def test_bulk_leaving_costs_the_same_for_one_and_forty(cast: Cast, number: int) -> None:
    workers = crew(cast, number)
    alice = cast.user("alice")
    alice.has_perm("workforce.keep_worker")
    order = ActOrder(act=WorkerAct.LEAVE, since=TODAY, reason="合同到期")
    with CaptureQueriesContext(connection) as statements:
        act_on_workers(actor=alice, worker_ids=[worker.pk for worker in workers], order=order, today=TODAY)
    assert Worker.objects.filter(status="left").count() == number
    assert len(statements) == 25, "\n".join(one["sql"][:200] for one in statements)


def test_bulk_act_names_who_refuses_and_writes_nothing(cast: Cast) -> None:
    fit, stale, away = crew(cast, 3)
    marks = {w.pk: mark_of(w) for w in of([fit, stale, away])}
    update_worker_details(actor=cast.user("alice"), worker=stale, changes={"phone": "13800001111"})
    elsewhere = cast.worker("ivan")
    order = ActOrder(act=WorkerAct.RETIRE, since=TODAY)
    act_on_worker(
        actor=cast.user("alice"),
        worker=away,
        order=ActOrder(act=WorkerAct.LEAVE, since=date(2026, 1, 1), reason="试"),
        today=TODAY,
    )
    with pytest.raises(RowsRefused) as refusal:
        act_on_workers(
            actor=cast.user("alice"),
            worker_ids=[fit.pk, stale.pk, away.pk, elsewhere.pk, cast.worker("alice").pk],
            order=order,
            today=TODAY,
            shown={fit.pk: marks[fit.pk], stale.pk: marks[stale.pk]},
        )
    assert {row.name: row.code for row in refusal.value.rows} == {
        stale.employee_no: "changed_meanwhile",
        away.employee_no: "act_does_not_fit",
        "C-ivan": "not_permitted",
        "C-alice": "not_permitted",
    }
    assert not Worker.objects.filter(status="retired").exists()


def test_bulk_act_has_a_limit(cast: Cast) -> None:
    order = ActOrder(act=WorkerAct.RETIRE, since=TODAY)
    with pytest.raises(InvalidInput) as refusal:
        act_on_workers(actor=None, worker_ids=range(1, 2_002), order=order, today=TODAY)
    assert refusal.value.code == "too_many"
