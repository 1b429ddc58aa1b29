"""What high-skilled people earn above the others, and what is not told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from skills.enums import Level
from skills.models import Occupation
from skills.queries.wage_figures import WageGroup, wage_gap
from tests.access import Cast
from tests.factories.skills import GradeFactory, OccupationFactory, StandingFactory, WageFactory
from tests.factories.workforce import RoleGrantFactory, UserFactory, WorkerFactory
from workforce.enums import Role
from workforce.models import Unit


@pytest.fixture
def welder(db: None) -> Occupation:
    return OccupationFactory.create(name="焊工")


def paid(unit: Unit, welder: Occupation, number: int, amount: str, level: Level | None = None) -> None:
    """So many people of a unit paid an amount in March 2025, holding a level since 2020."""
    for worker in WorkerFactory.create_batch(number, unit=unit):
        StandingFactory.create(worker=worker, occupation=welder)
        WageFactory.create(worker=worker, month=date(2025, 3, 1), amount=Decimal(amount))
        if level:
            GradeFactory.create(worker=worker, occupation=welder, level=level, issued_on=date(2020, 1, 1))


def test_gap_is_the_one_mean_over_the_other(cast: Cast, welder: Occupation) -> None:
    """001-23: high-skilled people earn at least 35 per cent above the others."""
    paid(cast.workshop_a1, welder, 5, "8100.00", Level.SENIOR)
    paid(cast.workshop_a1, welder, 6, "6000.00", Level.INTERMEDIATE)
    (year,) = wage_gap(cast.user("dave"), years=[2025])
    assert year.high == WageGroup(5, Decimal("8100.00"))
    assert year.others == WageGroup(6, Decimal("6000.00"))
    assert year.gap == Fraction(35, 100)


def test_group_of_four_is_hidden_and_with_it_the_gap(cast: Cast, welder: Occupation) -> None:
    paid(cast.workshop_a1, welder, 4, "8100.00", Level.SENIOR)
    paid(cast.workshop_a1, welder, 6, "6000.00")
    (year,) = wage_gap(cast.user("alice"), years=[2025])
    assert year.high.is_hidden
    assert (year.high.people, year.high.mean, year.gap) == (None, None, None)
    assert year.others.people == 6


def test_group_that_would_tell_a_small_one_beside_it_is_hidden(cast: Cast, welder: Occupation) -> None:
    """Eight in the company less six in the workshop leave two whose mean could be reckoned."""
    paid(cast.workshop_a1, welder, 6, "6000.00")
    paid(cast.workshop_a2, welder, 2, "9000.00")
    user = cast.user("dave")
    (company,) = wage_gap(user, years=[2025], unit_id=cast.company_a.pk)
    (workshop,) = wage_gap(user, years=[2025], unit_id=cast.workshop_a1.pk)
    assert company.others.people == 8
    assert workshop.others.is_hidden


def test_rest_beside_two_large_units_cannot_be_reckoned(cast: Cast, welder: Occupation) -> None:
    """Fifteen in the company, six in one workshop, seven in the other: two work in the company itself."""
    paid(cast.workshop_a1, welder, 6, "6000.00")
    paid(cast.workshop_a2, welder, 7, "7000.00")
    paid(cast.company_a, welder, 2, "19000.00")
    user = cast.user("dave")
    shown = {
        unit: wage_gap(user, years=[2025], unit_id=unit.pk)[0].others
        for unit in (cast.company_a, cast.workshop_a1, cast.workshop_a2)
    }
    assert shown[cast.company_a].people == 15
    assert shown[cast.workshop_a2] == WageGroup(7, Decimal("7000.00"))
    assert shown[cast.workshop_a1].is_hidden


def test_units_below_one_that_is_kept_back_tell_nothing_of_it(cast: Cast, welder: Occupation) -> None:
    """The team is all there is of its workshop, so it is hidden with it."""
    paid(cast.team_a11, welder, 6, "6000.00")
    paid(cast.workshop_a2, welder, 2, "9000.00")
    (team,) = wage_gap(cast.user("dave"), years=[2025], unit_id=cast.team_a11.pk)
    assert team.others.is_hidden


def test_unit_beside_another_root_of_ones_reach_is_kept_back(cast: Cast, welder: Occupation) -> None:
    """Who sees two units and no unit above them sees their sum."""
    user = UserFactory.create()
    for unit in (cast.workshop_a1, cast.workshop_b1):
        RoleGrantFactory.create(user=user, role=Role.AUDITOR, unit=unit)
    paid(cast.workshop_a1, welder, 6, "6000.00")
    paid(cast.workshop_b1, welder, 3, "9000.00")
    (everything,) = wage_gap(user, years=[2025])
    (workshop,) = wage_gap(user, years=[2025], unit_id=cast.workshop_a1.pk)
    assert everything.others == WageGroup(9, Decimal("7000.00"))
    assert workshop.others.is_hidden


def test_level_is_that_of_the_year(cast: Cast, welder: Occupation) -> None:
    for worker in WorkerFactory.create_batch(5, unit=cast.workshop_a1):
        StandingFactory.create(worker=worker, occupation=welder, held_level=Level.SENIOR)
        GradeFactory.create(
            worker=worker, occupation=welder, level=Level.SENIOR, issued_on=date(2025, 12, 31)
        )
        WageFactory.create(worker=worker, month=date(2024, 12, 1))
        WageFactory.create(worker=worker, month=date(2025, 12, 1))
    before, after = wage_gap(cast.user("alice"), years=[2024, 2025])
    assert (before.high.people, before.others.people) == (0, 5)
    assert (after.high.people, after.others.people) == (5, 0)


def test_everybody_weighs_the_same_however_many_months(cast: Cast, welder: Occupation) -> None:
    paid(cast.workshop_a1, welder, 4, "6000.00")
    worker = WorkerFactory.create(unit=cast.workshop_a1)
    StandingFactory.create(worker=worker, occupation=welder)
    for month in range(1, 13):
        WageFactory.create(worker=worker, month=date(2025, month, 1), amount=Decimal("11000.00"))
    (year,) = wage_gap(cast.user("alice"), years=[2025])
    assert year.others == WageGroup(5, Decimal("7000.00"))


def test_voided_wages_and_other_companies_do_not_count(cast: Cast, welder: Occupation) -> None:
    paid(cast.workshop_b1, welder, 5, "9000.00")
    (year,) = wage_gap(cast.user("alice"), years=[2025])
    assert (year.others.people, year.others.is_hidden) == (0, False)
