"""Levels on past days, and promotions by year."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.errors import Missing
from skills.enums import GradeKind, Level
from skills.models import GradeRecord, Occupation
from skills.queries.figures import LevelFigures, level_pyramid, levels_over_years
from skills.queries.promotions import promotions, promotions_by_year
from skills.services.refresh_eligibility import refresh_eligibility
from skills.templatetags.figures import multiple, percent
from tests.access import Cast
from tests.factories.skills import GradeFactory, OccupationFactory, SpellFactory
from workforce.enums import WorkerStatus
from workforce.models import Placement, Unit, Worker

TODAY = date(2026, 11, 21)


@pytest.fixture
def welder(db: None) -> Occupation:
    return OccupationFactory.create(name="焊工")


def placed(worker: Worker, *parts: tuple[str, Unit, WorkerStatus]) -> Worker:
    """Give a worker placements from the days on, and the present of the last."""
    Placement.objects.filter(worker=worker).delete()
    days = [date.fromisoformat(day) for day, _unit, _status in parts]
    for (_day, unit, status), since, until in zip(parts, days, [*days[1:], None], strict=True):
        Placement.objects.create(worker=worker, unit=unit, status=status, since=since, until=until)
    worker.unit, worker.status = parts[-1][1], parts[-1][2]
    worker.save()
    return worker


def graded(worker: Worker, occupation: Occupation, *grades: tuple[str, Level]) -> list[GradeRecord]:
    return [
        GradeFactory.create(
            worker=worker, occupation=occupation, level=level, issued_on=date.fromisoformat(day)
        )
        for day, level in grades
    ]


def counts_on(cast: Cast, viewer: str, day: str) -> dict[str, tuple[int, ...]]:
    pyramid = level_pyramid(cast.user(viewer), day=date.fromisoformat(day))
    return {row.unit.name: row.figures.counts for row in pyramid.units if sum(row.figures.counts)}


def test_past_pyramid_knows_the_level_and_unit_of_the_day(cast: Cast, welder: Occupation) -> None:
    carol = placed(
        cast.worker("carol"),
        ("2015-01-01", cast.workshop_a2, WorkerStatus.ACTIVE),
        ("2021-01-01", cast.workshop_a1, WorkerStatus.ACTIVE),
    )
    SpellFactory.create(worker=carol, occupation=welder, since=date(2015, 1, 1))
    graded(carol, welder, ("2018-06-01", Level.INTERMEDIATE), ("2022-06-01", Level.SENIOR))
    assert counts_on(cast, "alice", "2017-12-31")["二车间"] == (1, 0, 0, 0, 0, 0, 0, 0)
    assert counts_on(cast, "alice", "2018-06-01")["二车间"] == (0, 0, 1, 0, 0, 0, 0, 0)
    assert counts_on(cast, "alice", "2021-01-01")["一车间"] == (0, 0, 1, 0, 0, 0, 0, 0)
    assert counts_on(cast, "alice", "2022-06-01")["一车间"] == (0, 0, 0, 1, 0, 0, 0, 0)
    assert counts_on(cast, "alice", "2014-12-31") == {}


def test_past_pyramid_counts_those_who_left_since_and_not_those_who_came_later(
    cast: Cast, welder: Occupation
) -> None:
    gone = placed(
        cast.worker("carol"),
        ("2015-01-01", cast.workshop_a1, WorkerStatus.ACTIVE),
        ("2024-01-01", cast.workshop_a1, WorkerStatus.RETIRED),
    )
    SpellFactory.create(worker=gone, occupation=welder, since=date(2015, 1, 1), until=date(2024, 1, 1))
    graded(gone, welder, ("2016-01-01", Level.JUNIOR))
    assert counts_on(cast, "alice", "2023-12-31")["一车间"] == (0, 1, 0, 0, 0, 0, 0, 0)
    assert counts_on(cast, "alice", "2024-01-01") == {}


def test_past_pyramid_shows_nobody_the_viewer_does_not_see_today(cast: Cast, welder: Occupation) -> None:
    moved = placed(
        cast.worker("ivan"),
        ("2015-01-01", cast.workshop_a1, WorkerStatus.ACTIVE),
        ("2020-01-01", cast.workshop_b1, WorkerStatus.ACTIVE),
    )
    SpellFactory.create(worker=moved, occupation=welder, since=date(2015, 1, 1))
    assert counts_on(cast, "alice", "2018-01-01") == {}
    assert counts_on(cast, "ruth", "2018-01-01")["甲公司"] == (1, 0, 0, 0, 0, 0, 0, 0)


def test_past_years_are_counted_in_one_statement_each(cast: Cast, welder: Occupation) -> None:
    carol = placed(cast.worker("carol"), ("2015-01-01", cast.workshop_a1, WorkerStatus.ACTIVE))
    SpellFactory.create(worker=carol, occupation=welder, since=date(2015, 1, 1))
    graded(carol, welder, ("2023-06-01", Level.JUNIOR), ("2025-06-01", Level.SENIOR))
    refresh_eligibility([carol.pk], today=TODAY)
    user = cast.user("alice")
    level_pyramid(user)
    with CaptureQueriesContext(connection) as statements:
        years = levels_over_years(user, today=TODAY, years=4)
    # the unit, how many are reached and who, a day each, and the totals of today
    assert len(statements) == 3 + 4 + 1
    assert [row.day.isoformat() for row in years] == [
        "2022-12-31",
        "2023-12-31",
        "2024-12-31",
        "2025-12-31",
        "2026-11-21",
    ]
    held = [[place + 1 for place, count in enumerate(row.figures.counts) if count] for row in years]
    assert held == [[1], [2], [2], [4], [4]]


def test_promotion_is_a_grade_above_all_held_before(cast: Cast, welder: Occupation) -> None:
    carol, frank = cast.worker("carol"), cast.worker("frank")
    graded(carol, welder, ("2020-03-01", Level.JUNIOR), ("2020-09-01", Level.INTERMEDIATE))
    graded(carol, welder, ("2021-01-01", Level.JUNIOR))  # a lower one, issued later
    graded(carol, OccupationFactory.create(name="电工"), ("2021-02-01", Level.JUNIOR))
    (wrong,) = graded(frank, welder, ("2021-03-01", Level.SENIOR))
    GradeFactory.create(
        worker=frank,
        kind=GradeKind.ANNULMENT,
        voids=wrong,
        reason="录错",
        occupation=None,
        level=None,
        issued_on=None,
        basis="",
    )
    counted = promotions_by_year(cast.user("alice"), years=[2020, 2021], base_year=2020)
    assert [(row.year, row.people, row.promotions) for row in counted] == [(2020, 1, 2), (2021, 1, 1)]


def test_promotions_are_multiples_of_the_base_year(cast: Cast, welder: Occupation) -> None:
    """000-16: the number promoted in a year as a multiple of a base year's."""
    for name, day in (("carol", "2022-05-01"), ("frank", "2022-05-02"), ("dave", "2024-05-01")):
        graded(cast.worker(name), welder, (day, Level.JUNIOR))
    graded(cast.worker("grace"), welder, ("2024-05-01", Level.SENIOR))
    graded(cast.worker("heidi"), welder, ("2024-06-01", Level.SENIOR))
    rows = promotions_by_year(cast.user("alice"), years=[2022, 2023, 2024], base_year=2022)
    assert [row.multiple for row in rows] == [Fraction(1), Fraction(0), Fraction(3, 2)]
    assert multiple(rows[2].multiple) == "1.50 ×"
    without_base = promotions_by_year(cast.user("alice"), years=[2024], base_year=2019)
    assert [row.multiple for row in without_base] == [None]


def test_promotions_are_those_of_the_units_reached(cast: Cast, welder: Occupation) -> None:
    graded(cast.worker("carol"), welder, ("2022-05-01", Level.JUNIOR))
    graded(cast.worker("ivan"), welder, ("2022-05-01", Level.JUNIOR))
    assert {row.worker.name for row in promotions(cast.user("bob"))} == {"易凡"}
    assert {row.worker.name for row in promotions(cast.user("ruth"))} == {"易凡", "高兰"}
    assert not promotions(cast.user("frank")).exists()
    with pytest.raises(Missing):
        promotions(cast.user("bob"), unit_id=cast.company_a.pk)


def test_share_of_high_skilled_as_loudi_published_it() -> None:
    """002-3: 340,000 skilled, 43,000 of them senior workers and above: 12.6 %."""
    published = LevelFigures((0, 200_000, 97_000, 30_000, 9_000, 3_000, 700, 300))
    assert (published.skilled, published.high_skilled) == (340_000, 43_000)
    assert percent(published.high_skilled_share) == "12.6 %"
