"""The pyramid: counts and shares of the units reached, each with everything below it."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.errors import Missing
from skills.enums import Level
from skills.models import Standing
from skills.queries.figures import UNITS_SHOWN, LevelFigures, level_pyramid
from tests.access import Cast
from tests.factories.skills import StandingFactory
from tests.factories.workforce import RoleGrantFactory, UnitFactory, UserFactory, WorkerFactory
from workforce.enums import Role, WorkerStatus
from workforce.models import Unit, Worker
from workforce.services.unit_totals import fold_totals


def stand(unit: Unit, level: Level, number: int = 1, status: WorkerStatus = WorkerStatus.ACTIVE) -> None:
    for worker in WorkerFactory.create_batch(number, unit=unit, status=status):
        StandingFactory.create(worker=worker, held_level=level)


def test_unit_counts_everything_below_it_and_shows_one_level(cast: Cast) -> None:
    stand(cast.team_a11, Level.SENIOR, 2)
    stand(cast.workshop_a1, Level.JUNIOR)
    stand(cast.workshop_a2, Level.CHIEF_TECHNICIAN)
    pyramid = level_pyramid(cast.user("dave"))
    rows = {row.unit.name: (row.depth, row.figures.counts) for row in pyramid.units}
    assert rows == {
        "甲公司": (0, (0, 1, 0, 2, 0, 0, 0, 1)),
        "一车间": (1, (0, 1, 0, 2, 0, 0, 0, 0)),
        "二车间": (1, (0, 0, 0, 0, 0, 0, 0, 1)),
    }
    assert pyramid.total.counts == (0, 1, 0, 2, 0, 0, 0, 1)
    assert pyramid.total.without_occupation == 6


def test_shares_are_of_employed_and_of_skilled() -> None:
    figures = LevelFigures((6, 1, 1, 1, 0, 0, 0, 1))
    assert (figures.employed, figures.skilled, figures.high_skilled) == (10, 4, 2)
    assert (figures.skilled_share, figures.high_skilled_share) == (Fraction(4, 10), Fraction(1, 2))
    assert LevelFigures((1,) * 8, without_occupation=2).employed == 10
    nobody = LevelFigures((0,) * 8)
    assert (nobody.skilled_share, nobody.high_skilled_share) == (None, None)


def test_people_who_left_are_not_counted(cast: Cast) -> None:
    stand(cast.workshop_b1, Level.SENIOR, status=WorkerStatus.RETIRED)
    stand(cast.workshop_b1, Level.SENIOR, status=WorkerStatus.ON_LEAVE)
    assert level_pyramid(cast.user("bob")).total.counts == (0, 0, 0, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("ruth", {"集团", "甲公司", "乙公司"}),
        ("erin", {"甲公司", "一车间", "二车间"}),
        ("frank", set()),
        ("heidi", set()),
        ("carol", set()),
        ("admin", set()),
    ],
)
def test_only_units_reached_by_hr_union_or_audit_are_counted(cast: Cast, name: str, units: set[str]) -> None:
    assert {row.unit.name for row in level_pyramid(cast.user(name)).units} == units


def test_unit_not_reached_is_missing(cast: Cast) -> None:
    with pytest.raises(Missing):
        level_pyramid(cast.user("dave"), unit_id=cast.company_b.pk)


def test_pyramid_costs_three_statements_beside_the_reach(cast: Cast) -> None:
    user = cast.user("ruth")
    level_pyramid(user)
    with CaptureQueriesContext(connection) as statements:
        level_pyramid(user)
    assert len(statements) == 3
    with CaptureQueriesContext(connection) as statements:
        level_pyramid(user, unit_id=cast.company_a.pk)
    assert len(statements) == 3


def test_units_below_are_shown_in_parts(cast: Cast) -> None:
    for number in range(UNITS_SHOWN + 1):
        UnitFactory.create(parent=cast.company_b, code=f"Z{number:03}")
    first = level_pyramid(cast.user("bob"))
    assert (len(first.units), first.next_code) == (1 + UNITS_SHOWN, f"Z{UNITS_SHOWN - 2:03}")
    second = level_pyramid(cast.user("bob"), after=first.next_code or "")
    codes = [row.unit.code for row in [*first.units, *second.units[1:]]]
    assert codes == [
        cast.company_b.code,
        cast.workshop_b1.code,
        *(f"Z{n:03}" for n in range(UNITS_SHOWN + 1)),
    ]
    assert second.next_code is None


def test_several_topmost_units_are_shown_beside_each_other(cast: Cast) -> None:
    """A unit below another one of the reach is counted with it, not twice."""
    user = UserFactory.create()
    for unit in (cast.workshop_a1, cast.workshop_b1, cast.team_a11):
        RoleGrantFactory.create(user=user, role=Role.AUDITOR, unit=unit)
    stand(cast.team_a11, Level.SENIOR)
    stand(cast.workshop_b1, Level.SENIOR)
    pyramid = level_pyramid(user)
    assert [(row.unit.name, row.depth) for row in pyramid.units] == [("一车间", 0), ("乙一车间", 0)]
    assert pyramid.total.counts == (0, 0, 0, 2, 0, 0, 0, 0)


@pytest.mark.parametrize("name", ["ruth", "alice", "dave", "erin", "bob"])
def test_kept_figures_are_the_counted_ones(cast: Cast, name: str) -> None:
    """For every role, before and after folding, whatever happened to the people."""
    for place, unit in enumerate((cast.group, cast.company_a, cast.team_a11, cast.workshop_b1)):
        stand(unit, Level(place + 1), 2)
        stand(unit, Level.SENIOR, status=WorkerStatus.LEFT)
    Worker.objects.filter(unit=cast.team_a11).update(unit=cast.workshop_a2)
    Standing.objects.filter(worker__unit=cast.workshop_b1).update(occupation=None)
    for _folded in range(2):
        for row in level_pyramid(cast.user(name)).units:
            assert row.figures == counted(row.unit)
        fold_totals()


def counted(unit: Unit) -> LevelFigures:
    """The figures counted from the people, as the totals are not."""
    people = Worker.objects.employed().filter(unit__in=Unit.objects.below([unit.pk]))
    held = [worker.standing for worker in people.filter(standing__occupation__isnull=False)]
    counts = tuple(sum(standing.held_level == level for standing in held) for level in Level)
    return LevelFigures(counts, people.count() - len(held))
