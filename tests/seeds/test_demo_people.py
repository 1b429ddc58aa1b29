"""The made-up people: always the same for a day, never real, never stale."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from stdnum.cn import ric

from seeds.catalogue_files import read_catalogue
from seeds.demo.accounts import DEMO_ACCOUNTS
from seeds.demo.careers import opening_window
from seeds.demo.organisation import demo_units
from seeds.demo.people import DemoPerson, Population
from skills.enums import Level
from workforce.enums import Role, Sex, WorkerStatus

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def people() -> list[DemoPerson]:
    """The usual two thousand."""
    return make(TODAY)


def make(today: date, workers: int = 2000) -> list[DemoPerson]:
    return Population(read_catalogue(), today=today, workers=workers).make()


def test_same_day_makes_the_same_people() -> None:
    assert make(TODAY, 120) == make(TODAY, 120)


def test_employee_numbers_are_the_demos_own(people: list[DemoPerson]) -> None:
    assert [person.employee_no for person in people] == [f"BY{100001 + place}" for place in range(2000)]


def test_id_numbers_are_valid_unique_and_agree_with_the_person(people: list[DemoPerson]) -> None:
    numbers = [person.id_number for person in people]

    assert [number for number in numbers if not ric.is_valid(number)] == []
    assert len(set(numbers)) == len(numbers)
    assert {number[:6] for number in numbers} == {"622100", "620302"}
    assert [ric.get_birth_date(person.id_number) for person in people] == [
        person.career.born for person in people
    ]
    assert [int(person.id_number[16]) % 2 == 1 for person in people] == [
        person.sex == Sex.MALE for person in people
    ]


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 12, 31)])
def test_careers_are_possible(today: date) -> None:
    people = make(today, 600)

    for person in people:
        career = person.career
        assert career.born < career.hired_on < today
        assert (career.hired_on - career.born).days > 18 * 365
        for _trade, since, until in career.spells:
            assert career.hired_on <= since < today
            assert until is None or since < until <= today
        issued = [grade.issued_on for grade in career.grades]
        assert issued == sorted(set(issued))
        assert all(career.hired_on <= day <= today for day in issued)
        assert all(career.born < schooling.graduated_on for schooling in career.schooling)
        assert all(career.born < title.awarded_on <= today for title in career.titles)
        assert person.status_since is None or career.hired_on < person.status_since <= today
        assert person.moved is None or career.hired_on < person.moved[1] <= today


def test_departed_people_work_no_more(people: list[DemoPerson]) -> None:
    departed = [person for person in people if person.status in (WorkerStatus.LEFT, WorkerStatus.RETIRED)]

    assert len(departed) >= 40
    assert [person for person in departed if person.career.spells[-1][2] != person.status_since] == []


def test_pyramid_is_broad_below_and_narrow_above(people: list[DemoPerson]) -> None:
    levels = Counter(person.career.level for person in people)

    assert all(levels[Level(step)] >= 1 for step in range(1, 8))
    assert levels[Level.SENIOR] > levels[Level.TECHNICIAN] > levels[Level.SENIOR_TECHNICIAN]
    assert levels[Level.SENIOR_TECHNICIAN] > levels[Level.MASTER_TECHNICIAN]


@pytest.mark.parametrize(
    ("today", "window"),
    [
        (TODAY, (date(2026, 11, 1), date(2027, 2, 28))),
        (date(2026, 8, 31), (date(2026, 8, 1), date(2026, 11, 30))),
        (date(2026, 9, 1), (date(2026, 9, 1), date(2026, 12, 31))),
    ],
)
def test_opening_window_is_this_month_and_the_next_three(today: date, window: tuple[date, date]) -> None:
    assert opening_window(today) == window


def test_a_tenth_of_the_people_open_soon(people: list[DemoPerson]) -> None:
    years = {Level.JUNIOR: 3, Level.INTERMEDIATE: 4, Level.SENIOR: 5, Level.TECHNICIAN: 5}
    first, last = opening_window(TODAY)

    opening = [
        person
        for person in people[:200]
        if person.career.level in years
        and first
        <= person.career.grades[-1].issued_on + timedelta(days=365.25 * years[person.career.level])
        <= last + timedelta(days=1)
    ]

    assert len(opening) >= 185


def test_units_bear_the_names_of_the_sample_roster() -> None:
    units = {unit.code: unit for unit in demo_units()}
    workshops = {
        (units[unit.parent].name, unit.name) for unit in units.values() if unit.parent and len(unit.code) == 6
    }

    assert {
        ("第一冶炼厂", "熔炼车间"),
        ("第一冶炼厂", "电解车间"),
        ("第一冶炼厂", "动力车间"),
        ("矿山工程公司", "采掘一队"),
        ("矿山工程公司", "采掘二队"),
        ("矿山工程公司", "选矿车间"),
        ("铜加工分公司", "轧制车间"),
        ("铜加工分公司", "挤压车间"),
        ("铜加工分公司", "机修车间"),
        ("建材装备公司", "装配车间"),
        ("建材装备公司", "铆焊车间"),
    } <= workshops


def test_every_role_has_an_account() -> None:
    assert {account.role for account in DEMO_ACCOUNTS if account.role} == set(Role)
    assert [account.login for account in DEMO_ACCOUNTS if account.administrator] == ["by-admin"]
