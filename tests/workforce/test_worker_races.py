"""Two clerks with one worker at the same moment, each in a connection of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from base.errors import Conflict, DomainError
from base.models import DomainEvent
from skills.services.fact_values import WageValues
from skills.services.facts import record_fact
from skills.services.merging import merge_workers
from tests.access import Cast, build_cast
from tests.factories.workforce import WorkerFactory, account_of
from tests.workforce.races import run_at_once
from workforce import invariants
from workforce.models import Placement, Worker
from workforce.services.worker_acts import ActOrder, act_on_worker, act_on_workers
from workforce.services.worker_marks import mark_of
from workforce.services.workers import update_worker_details
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, committed."""
    return build_cast()


def kinds(answers: list[object | BaseException]) -> list[str]:
    """What became of the acts."""
    return sorted(
        "refused"
        if isinstance(answer, DomainError)
        else "broken"
        if isinstance(answer, BaseException)
        else "done"
        for answer in answers
    )


def test_retiring_and_leaving_at_once_is_done_once(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda act=act: act_on_worker(  # type: ignore[misc]
                actor=None,
                worker=crowd.worker("carol"),
                order=ActOrder(act=act, since=TODAY, reason="试"),
                today=TODAY,
            )
            for act in (WorkerAct.RETIRE, WorkerAct.LEAVE)
        ]
    )
    assert kinds(answers) == ["done", "refused"]
    assert Placement.objects.filter(worker=crowd.worker("carol")).count() == 2


def test_two_clerks_edit_one_record_and_one_is_shown_the_other(crowd: Cast) -> None:
    shown = mark_of(Worker.objects.select_related("unit").get(employee_no="C-carol"))
    answers = run_at_once(
        [
            lambda phone=phone: update_worker_details(  # type: ignore[misc]
                actor=None, worker=crowd.worker("carol"), changes={"phone": phone}, shown=shown
            )
            for phone in ("13800000001", "13800000002")
        ]
    )
    assert kinds(answers) == ["done", "refused"]


def test_two_bulk_acts_over_the_same_people_do_not_deadlock(crowd: Cast) -> None:
    workers = [WorkerFactory.create(unit=crowd.workshop_a1) for _index in range(10)]
    for worker in workers:
        account_of(worker)
    ids = [worker.pk for worker in workers]
    answers = run_at_once(
        [
            lambda chosen=chosen, unit=unit: act_on_workers(  # type: ignore[misc]
                actor=None,
                worker_ids=chosen,
                order=ActOrder(act=WorkerAct.TRANSFER, since=TODAY, unit=unit),
                today=TODAY,
            )
            for chosen, unit in ((ids, crowd.workshop_a2), (ids[::-1], crowd.team_a11))
        ]
    )
    assert kinds(answers) == ["done", "done"]
    assert len(set(Worker.objects.filter(pk__in=ids).values_list("unit", flat=True))) == 1
    assert invariants.placements_leave_no_gap() == []


def test_merges_of_two_records_into_each_other_leave_one_done(crowd: Cast) -> None:
    twin = WorkerFactory.create(employee_no="C-carol2", unit=crowd.workshop_a1)
    account_of(twin)
    carol = crowd.worker("carol")
    answers = run_at_once(
        [
            lambda kept=kept, duplicate=duplicate: merge_workers(  # type: ignore[misc]
                actor=None, kept=kept, duplicate=duplicate, reason="试", now=NOW
            )
            for kept, duplicate in ((carol, twin), (twin, carol))
        ]
    )
    assert kinds(answers) == ["done", "refused"]
    assert [type(answer) for answer in answers if isinstance(answer, DomainError)] == [Conflict]
    assert Worker.objects.filter(merged_into__isnull=False).count() == 1
    assert DomainEvent.objects.filter(kind="skills.workers_merged").count() == 1


def test_fact_recorded_while_its_record_is_merged_is_moved_or_refused(crowd: Cast) -> None:
    twin = WorkerFactory.create(employee_no="C-carol2", unit=crowd.workshop_a1)
    account_of(twin)
    values = WageValues(month=date(2026, 3, 1), amount=Decimal(100))
    answers = run_at_once(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin, reason="试", now=NOW
            ),
            lambda: record_fact(values, actor=None, worker_id=twin.pk, now=NOW),
        ]
    )
    assert "broken" not in kinds(answers)
    assert not twin.monthlywages.exists()
