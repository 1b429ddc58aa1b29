"""The pyramid: counts and shares of the units reached, each with everything below it."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.errors import Missing
from skills.enums import Level
from skills.queries.figures import LevelFigures, level_pyramid
from tests.access import Cast
from tests.factories.skills import StandingFactory
from tests.factories.workforce import WorkerFactory
from workforce.enums import WorkerStatus
from workforce.models import Unit


def stand(unit: Unit, level: Level, number: int = 1, status: WorkerStatus = WorkerStatus.ACTIVE) -> None:
    for worker in WorkerFactory.create_batch(number, unit=unit, status=status):
        StandingFactory.create(worker=worker, held_level=level)


def test_unit_counts_everything_below_it(cast: Cast) -> None:
    stand(cast.team_a11, Level.SENIOR, 2)
    stand(cast.workshop_a1, Level.JUNIOR)
    stand(cast.workshop_a2, Level.CHIEF_TECHNICIAN)
    pyramid = level_pyramid(cast.user("dave"))
    rows = {row.unit.name: (row.depth, row.figures.counts) for row in pyramid.units}
    assert rows == {
        "甲公司": (0, (0, 1, 0, 2, 0, 0, 0, 1)),
        "一车间": (1, (0, 1, 0, 2, 0, 0, 0, 0)),
        "甲班": (2, (0, 0, 0, 2, 0, 0, 0, 0)),
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
        ("ruth", {"集团", "甲公司", "一车间", "甲班", "二车间", "乙公司", "乙一车间"}),
        ("erin", {"甲公司", "一车间", "甲班", "二车间"}),
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


def test_pyramid_costs_two_statements_beside_the_reach(cast: Cast) -> None:
    user = cast.user("ruth")
    level_pyramid(user)
    with CaptureQueriesContext(connection) as statements:
        level_pyramid(user)
    assert len(statements) == 2
