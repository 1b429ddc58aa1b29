"""A worker's branch and employment, kept by triggers whatever writes: services, old instances, SQL."""

from __future__ import annotations

from datetime import date

import pgtrigger
import pytest
from django.db import connection

from skills import invariants as skills_invariants
from skills.models import Standing
from tests.access import Cast
from tests.factories.workforce import UnitFactory, WorkerFactory
from workforce import invariants
from workforce.enums import UnitKind, WorkerStatus
from workforce.models import Unit, Worker
from workforce.services.placements import place_worker
from workforce.services.unit_changes import merge_unit, move_unit

TODAY = date(2026, 11, 21)
WHY = "集团〔2026〕8号"


def listed(worker: Worker) -> tuple[int, bool]:
    """Branch and employment of a worker, which the standing must repeat."""
    kept = Worker.objects.values_list("branch", "is_employed").get(pk=worker.pk)
    assert Standing.objects.values_list("branch", "is_employed").get(worker=worker) == kept
    return kept


def no_violations() -> bool:
    return invariants.worker_repeats_branch() == [] == skills_invariants.standing_repeats_branch()


def test_new_worker_is_listed_under_the_unit_below_the_top(cast: Cast) -> None:
    assert listed(WorkerFactory.create(unit=cast.team_a11)) == (cast.company_a.pk, True)
    assert listed(WorkerFactory.create(unit=cast.company_b)) == (cast.company_b.pk, True)
    assert listed(WorkerFactory.create(unit=cast.group, status=WorkerStatus.RETIRED)) == (
        cast.group.pk,
        False,
    )


def test_workers_created_at_once(cast: Cast) -> None:
    people = WorkerFactory.build_batch(3, unit=cast.workshop_b1)
    Worker.objects.bulk_create(people)
    assert {listed(worker) for worker in people} == {(cast.company_b.pk, True)}
    assert no_violations()


def test_worker_created_with_the_branch_of_another_unit(cast: Cast) -> None:
    stale = WorkerFactory.build(unit=cast.workshop_b1, branch=cast.company_a, is_employed=False)
    right = WorkerFactory.build(unit=cast.workshop_a1, branch=cast.company_a)
    gone = WorkerFactory.build(unit=cast.workshop_a1, branch=cast.company_a, status=WorkerStatus.LEFT)
    Worker.objects.bulk_create([stale, right, gone])
    assert listed(stale) == (cast.company_b.pk, True)
    assert listed(right) == (cast.company_a.pk, True)
    assert listed(gone) == (cast.company_a.pk, False)
    assert no_violations()


@pytest.mark.parametrize(
    ("status", "is_employed"), [("on_leave", True), ("left", False), ("retired", False), ("active", True)]
)
def test_transfer_and_status_are_followed(cast: Cast, status: str, is_employed: bool) -> None:
    worker = cast.worker("carol")
    place_worker(
        actor=None,
        worker=worker,
        since=TODAY,
        today=TODAY,
        unit=cast.workshop_b1,
        status=WorkerStatus(status),
    )
    assert listed(worker) == (cast.company_b.pk, is_employed)


def test_moved_unit_takes_its_people_along(cast: Cast) -> None:
    workers = [WorkerFactory.create(unit=unit) for unit in (cast.workshop_a1, cast.team_a11)]
    stays = WorkerFactory.create(unit=cast.workshop_a2)
    move_unit(
        actor=None,
        unit=cast.workshop_a1,
        parent=cast.company_b,
        effective_on=TODAY,
        today=TODAY,
        reason=WHY,
    )
    assert {listed(worker) for worker in workers} == {(cast.company_b.pk, True)}
    assert listed(stays) == (cast.company_a.pk, True)
    assert no_violations()


def test_unit_hung_right_below_the_top_is_a_branch(cast: Cast) -> None:
    worker = WorkerFactory.create(unit=cast.team_a11)
    move_unit(
        actor=None, unit=cast.workshop_a1, parent=cast.group, effective_on=TODAY, today=TODAY, reason=WHY
    )
    assert listed(worker) == (cast.workshop_a1.pk, True)


def test_company_put_below_another_is_no_branch_any_more(cast: Cast) -> None:
    worker = WorkerFactory.create(unit=cast.workshop_b1)
    move_unit(
        actor=None, unit=cast.company_b, parent=cast.company_a, effective_on=TODAY, today=TODAY, reason=WHY
    )
    assert listed(worker) == (cast.company_a.pk, True)
    assert no_violations()


def test_merged_unit_brings_people_and_units_below(cast: Cast) -> None:
    placed, below = (WorkerFactory.create(unit=unit) for unit in (cast.workshop_a1, cast.team_a11))
    merge_unit(
        actor=None,
        unit=cast.workshop_a1,
        target=cast.workshop_b1,
        effective_on=TODAY,
        today=TODAY,
        reason=WHY,
    )
    assert listed(placed) == listed(below) == (cast.company_b.pk, True)
    assert no_violations()


def test_stale_instance_does_not_write_its_branch(cast: Cast) -> None:
    worker = cast.worker("carol")
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=cast.company_b)
    worker.phone = "13811112222"
    worker.save()
    assert listed(worker) == (cast.company_b.pk, True)


def test_plain_sql_cannot_list_somebody_elsewhere(cast: Cast) -> None:
    worker = cast.worker("carol")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workforce_worker SET branch_id = %s, is_employed = false WHERE id = %s",
            [cast.company_b.pk, worker.pk],
        )
    assert listed(worker) == (cast.company_a.pk, True)


def test_branch_is_not_history(cast: Cast) -> None:
    worker = cast.worker("carol")
    before = worker.history.count()  # type: ignore[attr-defined]
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=cast.company_b)
    assert listed(worker) == (cast.company_b.pk, True)
    assert worker.history.count() == before  # type: ignore[attr-defined]


def test_invariants_find_what_is_wrong(cast: Cast) -> None:
    carol, frank = cast.worker("carol"), cast.worker("frank")
    with pgtrigger.ignore("workforce.Worker:branch_of_worker"):
        Worker.objects.filter(pk=carol.pk).update(branch=cast.company_b)
    Standing.objects.filter(worker=frank).delete()
    assert len(invariants.worker_repeats_branch()) == 1
    assert skills_invariants.standing_repeats_branch() == [
        f"worker {frank.employee_no} has no standing, or one listed elsewhere"
    ]
    assert "C-carol" in invariants.worker_repeats_branch()[0]


def test_standing_written_anew_repeats_the_worker(cast: Cast) -> None:
    worker = WorkerFactory.create(unit=cast.workshop_b1, status=WorkerStatus.LEFT)
    Standing.objects.filter(worker=worker).delete()
    Standing.objects.create(worker=worker)
    assert listed(worker) == (cast.company_b.pk, False)


def test_worker_of_a_new_top_unit(cast: Cast) -> None:
    other = UnitFactory.create(code="Z", name="另一集团", kind=UnitKind.GROUP, parent=None)
    assert listed(WorkerFactory.create(unit=other)) == (other.pk, True)
