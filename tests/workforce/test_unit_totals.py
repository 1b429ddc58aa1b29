"""The kept totals of units: exact at every moment, whoever changes what beside whom."""

from tests.access import Cast
from tests.factories.workforce import UnitFactory, WorkerFactory
from workforce.enums import WorkerStatus
from workforce.invariants import unit_totals_are_counted
from workforce.models import Unit, UnitTotal, UnitTotalChange, Worker
from workforce.queries.unit_totals import totals_of
from workforce.services.unit_totals import fold_totals, rebuild_totals
from workforce.totals import EMPLOYED_PEOPLE


def employed(*units: Unit) -> list[int]:
    totals = totals_of([unit.pk for unit in units], [EMPLOYED_PEOPLE])
    return [totals[unit.pk].get(EMPLOYED_PEOPLE, 0) for unit in units]


def test_unit_counts_what_is_below_it_before_and_after_folding(cast: Cast) -> None:
    before = employed(cast.company_a, cast.workshop_a1, cast.team_a11)
    WorkerFactory.create_batch(3, unit=cast.team_a11)
    WorkerFactory.create(unit=cast.team_a11, status=WorkerStatus.RETIRED)
    expected = [number + 3 for number in before]
    assert employed(cast.company_a, cast.workshop_a1, cast.team_a11) == expected
    assert fold_totals() > 0
    assert not UnitTotalChange.objects.exists()
    assert employed(cast.company_a, cast.workshop_a1, cast.team_a11) == expected
    assert unit_totals_are_counted() == []


def test_what_changes_nothing_adds_no_row(cast: Cast) -> None:
    fold_totals()
    Worker.objects.update(phone="13812345678")
    Worker.objects.filter(unit=cast.workshop_a1).update(status=WorkerStatus.ON_LEAVE)
    assert not UnitTotalChange.objects.exists()


def test_units_that_move_take_their_totals_with_them(cast: Cast) -> None:
    """Also several at once, one of them out of another, folded before or not."""
    WorkerFactory.create_batch(2, unit=cast.team_a11)
    fold_totals()
    WorkerFactory.create(unit=cast.team_a11)
    Unit.objects.filter(pk=cast.workshop_a1.pk).update(parent=cast.company_b)
    assert unit_totals_are_counted() == []
    for unit, parent in ((cast.workshop_a1, cast.workshop_a2), (cast.team_a11, cast.company_b)):
        unit.parent = parent
    Unit.objects.bulk_update([cast.workshop_a1, cast.team_a11], ["parent"])
    assert unit_totals_are_counted() == []
    fold_totals()
    Unit.objects.filter(pk=cast.team_a11.pk).update(parent=None)
    assert unit_totals_are_counted() == []
    assert employed(cast.team_a11) == [3]


def test_rebuilding_mends_what_was_written_past_the_triggers(cast: Cast) -> None:
    fold_totals()
    UnitTotal.objects.filter(unit=cast.company_a).update(number=77)
    UnitTotal.objects.create(unit=UnitFactory.create(), measure=EMPLOYED_PEOPLE, number=4)
    UnitTotalChange.objects.create(unit=cast.company_b, measure="level.3", number=-1)
    (first, *others) = unit_totals_are_counted()
    assert len(others) == 3
    assert first.startswith(f"unit {cast.company_a.code} keeps “employed” as 77, the facts give ")
    assert rebuild_totals() == 2
    assert unit_totals_are_counted() == []
    assert rebuild_totals() == 0
