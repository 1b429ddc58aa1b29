"""The invariants say when something is wrong; the database is brought into each wrong state by SQL."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.access import Cast
from workforce import invariants
from workforce.models import Placement, Unit, User, Worker

CHECKS = [
    invariants.worker_repeats_placement,
    invariants.placements_leave_no_gap,
    invariants.departed_cannot_sign_in,
    invariants.workers_have_accounts,
    invariants.closed_units_are_empty,
    invariants.unit_paths_follow_parents,
    invariants.merged_records_hold_nothing_current,
]


@pytest.mark.parametrize("check", CHECKS)
def test_cast_is_sound(cast: Cast, check: Callable[[], list[str]]) -> None:
    assert check() == []


def test_worker_that_differs_from_the_placement_is_found(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(post="别的")
    assert len(invariants.worker_repeats_placement()) == 1
    assert "C-carol" in invariants.worker_repeats_placement()[0]


def test_worker_without_placement_is_found(cast: Cast) -> None:
    Placement.objects.filter(worker__employee_no="C-carol").delete()
    assert "C-carol" in invariants.worker_repeats_placement()[0]


def test_gap_between_placements_is_found(cast: Cast) -> None:
    Placement.objects.filter(worker__employee_no="C-carol").update(until=date(2020, 1, 1))
    assert "C-carol" in invariants.placements_leave_no_gap()[0]


def test_open_account_of_departed_worker_is_found(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(status="left")
    assert "C-carol" in invariants.departed_cannot_sign_in()[0]


def test_worker_without_account_is_found(cast: Cast) -> None:
    User.objects.filter(login="C-carol").delete()
    assert "C-carol" in invariants.workers_have_accounts()[0]


def test_people_in_closed_unit_are_found(cast: Cast) -> None:
    Unit.objects.filter(code="A1").update(closed_on=date(2026, 1, 1))
    assert invariants.closed_units_are_empty() == ["unit A1 is closed and has 2 people, 1 open units below"]


def test_merged_record_that_still_works_is_found(cast: Cast) -> None:
    assert invariants.merged_records_hold_nothing_current() == []
    Worker.objects.filter(employee_no="C-carol").update(merged_into=cast.worker("alice"))
    assert "C-carol" in invariants.merged_records_hold_nothing_current()[0]
