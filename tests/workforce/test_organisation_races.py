"""Two people change the organisation at the same moment, each in a connection of their own."""

from datetime import date

import pytest

from base.errors import Conflict
from tests.access import Cast, build_cast
from tests.workforce.races import run_at_once
from workforce.enums import Role, UnitChangeState
from workforce.invariants import worker_repeats_branch
from workforce.models import Delegation, Placement, RoleGrant, Unit, UnitChange, UnitHead
from workforce.services.delegations import delegate
from workforce.services.placements import place_worker
from workforce.services.roles import grant_role
from workforce.services.unit_changes import (
    apply_due_unit_changes,
    merge_unit,
    move_unit,
    rename_unit,
)

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
NEXT_YEAR = date(2027, 1, 1)
WHY = "集团〔2026〕8号"


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, committed."""
    return build_cast()


def test_two_mergers_into_each_other(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda unit=unit, target=target: merge_unit(  # type: ignore[misc]
                actor=None, unit=unit, target=target, effective_on=TODAY, today=TODAY, reason=WHY
            )
            for unit, target in (
                (crowd.workshop_a1, crowd.workshop_a2),
                (crowd.workshop_a2, crowd.workshop_a1),
            )
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "UnitChange"]
    closed = Unit.objects.get(closed_on=TODAY)
    assert not Placement.objects.filter(unit=closed, until=None).exists()


def test_merger_while_somebody_is_placed_in(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda: merge_unit(
                actor=None,
                unit=crowd.workshop_a1,
                target=crowd.workshop_a2,
                effective_on=TODAY,
                today=TODAY,
                reason=WHY,
            ),
            lambda: place_worker(
                actor=None, worker=crowd.worker("grace"), since=TODAY, today=TODAY, unit=crowd.workshop_a1
            ),
        ]
    )
    unexpected = [a for a in answers if isinstance(a, BaseException) and not isinstance(a, Conflict)]
    assert not unexpected
    a1 = Unit.objects.get(pk=crowd.workshop_a1.pk)
    left_behind = Placement.objects.filter(unit=a1, until=None).exists()
    assert (a1.closed_on is None) is left_behind


def test_two_nights_apply_a_plan_once(crowd: Cast) -> None:
    move_unit(
        actor=None,
        unit=crowd.workshop_a1,
        parent=crowd.company_b,
        effective_on=NEXT_YEAR,
        today=TODAY,
        reason=WHY,
    )
    answers = run_at_once([lambda: apply_due_unit_changes(today=NEXT_YEAR)] * 2)
    assert sorted(answers) == [0, 1]  # type: ignore[type-var]
    assert UnitChange.objects.get().state == UnitChangeState.APPLIED


def test_two_plans_of_one_kind(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda name=name: rename_unit(  # type: ignore[misc]
                actor=None,
                unit=crowd.workshop_a1,
                name=name,
                effective_on=NEXT_YEAR,
                today=TODAY,
                reason=WHY,
            )
            for name in ("甲", "乙")
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "UnitChange"]


def test_two_deputies_of_one_head(crowd: Cast) -> None:
    head = UnitHead.objects.get(unit=crowd.workshop_a1)
    answers = run_at_once(
        [
            lambda name=name: delegate(  # type: ignore[misc]
                actor=crowd.user("alice"),
                headship=head,
                deputy=crowd.worker(name),
                since=TODAY,
                last_day=TODAY,
                reason="出差",
                today=TODAY,
            )
            for name in ("carol", "grace")
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Delegation"]
    assert Delegation.objects.count() == 1


def test_overlapping_roles_granted_at_once(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda since=since: grant_role(  # type: ignore[misc]
                actor=crowd.user("ruth"),
                user=crowd.user("carol"),
                role=Role.AUDITOR,
                unit=crowd.company_a,
                since=since,
                last_day=NEXT_YEAR,
                today=TODAY,
                reason=WHY,
            )
            for since in (TODAY, date(2026, 12, 1))
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "RoleGrant"]
    assert RoleGrant.objects.filter(user=crowd.users["carol"]).count() == 1


def test_transfer_into_a_unit_that_moves_to_another_branch(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda: move_unit(
                actor=None,
                unit=crowd.workshop_a1,
                parent=crowd.company_b,
                effective_on=TODAY,
                today=TODAY,
                reason=WHY,
            ),
            lambda: place_worker(
                actor=None, worker=crowd.worker("ruth"), since=TODAY, today=TODAY, unit=crowd.team_a11
            ),
            lambda: place_worker(
                actor=None, worker=crowd.worker("carol"), since=TODAY, today=TODAY, unit=crowd.workshop_a2
            ),
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    assert crowd.worker("ruth").branch_id == crowd.company_b.pk
    assert crowd.worker("carol").branch_id == crowd.company_a.pk
    assert worker_repeats_branch() == []


def test_two_units_moved_to_other_branches_at_once(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda unit=unit, parent=parent: move_unit(  # type: ignore[misc]
                actor=None, unit=unit, parent=parent, effective_on=TODAY, today=TODAY, reason=WHY
            )
            for unit, parent in (
                (crowd.workshop_a1, crowd.workshop_b1),
                (crowd.workshop_b1, crowd.group),
            )
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    assert crowd.worker("carol").branch_id == crowd.workshop_b1.pk
    assert worker_repeats_branch() == []
