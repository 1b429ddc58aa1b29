"""Different acts that meet over the same people and units, each in a connection of its own: one of them is
refused in words or both are done, none breaks, and all that is kept still agrees.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from base.errors import DomainError
from base.invariants import all_invariants
from base.jobs import run_job
from base.models.workbook import ImportState, WorkbookImport
from skills.models import MonthlyWage
from skills.services.fact_values import WageValues
from skills.services.facts import record_fact
from skills.services.merging import merge_workers
from skills.wages.columns import COLUMNS
from skills.wages.imports import confirm_wages, stage_wages
from tests.access import Cast, build_cast
from tests.base.workbooks.books import workbook
from tests.factories.workforce import WorkerFactory, account_of
from tests.workforce.races import run_at_once
from workforce.enums import EMPLOYED
from workforce.models import Placement, Unit, UnitHead, Worker
from workforce.services.delegations import delegate
from workforce.services.unit_changes import close_unit, merge_unit
from workforce.services.unit_heads import set_head
from workforce.services.worker_acts import ActOrder, act_on_worker, act_on_workers
from workforce.worker_acts import WorkerAct

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
WHY = "集团〔2026〕8号"


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, committed, with carol on record twice."""
    cast = build_cast()
    account_of(WorkerFactory.create(employee_no="C-carol2", name="高兰", unit=cast.workshop_a2))
    return cast


def twin() -> Worker:
    return Worker.objects.get(employee_no="C-carol2")


def meet(acts: Sequence[Callable[[], object]]) -> list[bool]:
    """Which of the acts were done; the others were refused in words. Every invariant holds after them."""
    answers = run_at_once(acts)
    broken = [one for one in answers if isinstance(one, BaseException) and not isinstance(one, DomainError)]
    assert broken == []
    placements = ("workforce.", "skills.merged")
    assert [
        fault for name, check in all_invariants().items() if name.startswith(placements) for fault in check()
    ] == []
    return [not isinstance(one, BaseException) for one in answers]


@pytest.mark.parametrize("act", [WorkerAct.TRANSFER, WorkerAct.LEAVE, WorkerAct.GO_ON_LEAVE])
def test_act_and_merge_of_one_worker(crowd: Cast, act: WorkerAct) -> None:
    unit = crowd.team_a11 if act is WorkerAct.TRANSFER else None
    order = ActOrder(act=act, since=TODAY, unit=unit, reason=WHY)
    done = meet(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin(), reason=WHY, now=NOW
            ),
            lambda: act_on_worker(actor=None, worker=twin(), order=order, today=TODAY),
        ]
    )
    assert done[0]
    assert twin().status not in EMPLOYED


def test_bulk_transfer_and_closing_of_the_unit(crowd: Cast) -> None:
    empty = Unit.objects.create(code="A9", name="新车间", kind="workshop", parent=crowd.company_a)
    ids = [crowd.worker(name).pk for name in ("carol", "grace", "heidi")]
    order = ActOrder(act=WorkerAct.TRANSFER, since=TODAY, unit=empty)
    done = meet(
        [
            lambda: act_on_workers(actor=None, worker_ids=ids, order=order, today=TODAY),
            lambda: close_unit(actor=None, unit=empty, last_day=date(2026, 11, 20), today=TODAY, reason=WHY),
        ]
    )
    assert sorted(done) == [False, True]
    assert Placement.objects.filter(unit=empty).exists() is done[0]


def test_bulk_transfer_out_and_merger_of_the_unit(crowd: Cast) -> None:
    ids = [crowd.worker(name).pk for name in ("carol", "frank")]
    order = ActOrder(act=WorkerAct.TRANSFER, since=TODAY, unit=crowd.company_b)
    meet(
        [
            lambda: act_on_workers(actor=None, worker_ids=ids, order=order, today=TODAY),
            lambda: merge_unit(
                actor=None,
                unit=crowd.workshop_a1,
                target=crowd.workshop_a2,
                effective_on=TODAY,
                today=TODAY,
                reason=WHY,
            ),
        ]
    )
    assert len(set(Worker.objects.filter(pk__in=ids).values_list("unit", flat=True))) == 1


def test_merge_of_workers_and_of_their_units(crowd: Cast) -> None:
    meet(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin(), reason=WHY, now=NOW
            ),
            lambda: merge_unit(
                actor=None,
                unit=crowd.workshop_a2,
                target=crowd.workshop_a1,
                effective_on=TODAY,
                today=TODAY,
                reason=WHY,
            ),
        ]
    )
    assert not Placement.objects.filter(unit=crowd.workshop_a2, status__in=EMPLOYED, until=None).exists()


def test_delegation_and_change_of_the_head_on_its_first_day(crowd: Cast) -> None:
    UnitHead.objects.filter(unit=crowd.workshop_a1).update(since=TODAY)
    head = UnitHead.objects.get(unit=crowd.workshop_a1)
    done = meet(
        [
            lambda: delegate(
                actor=None,
                headship=head,
                deputy=crowd.worker("carol"),
                since=TODAY,
                last_day=TODAY,
                reason="出差",
                today=TODAY,
            ),
            lambda: set_head(
                actor=None,
                unit=crowd.workshop_a1,
                worker=crowd.worker("grace"),
                since=TODAY,
                today=TODAY,
            ),
        ]
    )
    assert done[1]


def test_head_set_while_the_record_is_merged(crowd: Cast) -> None:
    meet(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin(), reason=WHY, now=NOW
            ),
            lambda: set_head(actor=None, unit=crowd.workshop_a2, worker=twin(), since=TODAY, today=TODAY),
        ]
    )
    assert not UnitHead.objects.filter(worker=twin()).exists()


def _checked(cast: Cast) -> WorkbookImport:
    labels = [column.label for column in COLUMNS[1:]]
    book = io.BytesIO(workbook(labels, ("C-carol2", "高兰", "2026-10", 6000)))
    batch = stage_wages(file=book, name="工资.xlsx", actor=cast.user("alice"), now=NOW)
    assert batch.job is not None
    run_job(batch.job.pk)
    return batch


def test_wages_confirmed_twice_are_written_once(crowd: Cast) -> None:
    batch = _checked(crowd)
    done = meet([lambda: confirm_wages(batch.pk, actor=crowd.user("alice"), now=NOW)] * 2)
    assert sorted(done) == [False, True]
    job = WorkbookImport.objects.get(pk=batch.pk).job
    assert job is not None
    run_at_once([lambda: run_job(job.pk)] * 2)
    assert MonthlyWage.objects.count() == 1


def test_wages_written_while_the_record_is_merged(crowd: Cast) -> None:
    batch = confirm_wages(_checked(crowd).pk, actor=crowd.user("alice"), now=NOW)
    job = batch.job
    assert job is not None
    done = meet(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin(), reason=WHY, now=NOW
            ),
            lambda: run_job(job.pk),
        ]
    )
    assert done[0]
    written = WorkbookImport.objects.get(pk=batch.pk).state == ImportState.COMMITTED
    assert [wage.worker for wage in MonthlyWage.objects.all()] == [crowd.worker("carol")] * written


def test_fact_of_the_kept_record_and_merge(crowd: Cast) -> None:
    values = WageValues(month=date(2026, 3, 1), amount=Decimal(100))
    record_fact(values, actor=None, worker_id=twin().pk, now=NOW)
    meet(
        [
            lambda: merge_workers(
                actor=None, kept=crowd.worker("carol"), duplicate=twin(), reason=WHY, now=NOW
            ),
            lambda: record_fact(values, actor=None, worker_id=crowd.worker("carol").pk, now=NOW),
        ]
    )
    assert MonthlyWage.objects.current().filter(worker=crowd.worker("carol")).count() == 1
