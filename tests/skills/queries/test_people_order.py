"""The people list beside a plain reference: every viewer, order and filter, all pages in both directions."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from base.pagination import LAST_PAGE, Order, choose_order, count_exactly, count_up_to_limit, read_page
from skills.filters import PeopleFilter
from skills.models import Occupation
from skills.queries.people import PEOPLE_SORT_KEYS, people
from tests.access import Cast
from tests.factories.skills import OccupationFactory, StandingFactory
from tests.factories.workforce import RoleGrantFactory, WorkerFactory
from workforce.enums import EMPLOYED, Role, WorkerStatus
from workforce.models import Unit, User, Worker

SIZE = 23
FIRST = date(2015, 1, 1)
STATUSES = list(WorkerStatus)
Keep = Callable[[Worker], bool]


def _values(worker: Worker) -> dict[str, Any]:
    return {
        "number": worker.employee_no,
        "name": worker.name_pinyin,
        "level": worker.standing.held_level,
        "since": worker.standing.held_since,
        "opens": worker.standing.next_on,
        "hired": worker.hire_date,
    }


def _level(worker: Worker) -> int:
    return worker.standing.held_level if worker.standing.occupation_id else 0


FILTERS: dict[str, Keep] = {
    "": lambda worker: worker.status in EMPLOYED,
    "status=": lambda worker: True,
    "status=departed": lambda worker: worker.status not in EMPLOYED,
    "status=active&level_min=3": lambda worker: worker.status == "active" and _level(worker) >= 3,
    "status=retired": lambda worker: worker.status == "retired",
    "level_min=3": lambda worker: worker.status in EMPLOYED and _level(worker) >= 3,
    "status=&level_max=2": lambda worker: 1 <= _level(worker) <= 2,
    "level_min=8": lambda worker: worker.status in EMPLOYED and _level(worker) >= 8,
    "q=ab": lambda worker: worker.status in EMPLOYED and "ab" in worker.name_pinyin,
    "q=明": lambda worker: worker.status in EMPLOYED and "明" in worker.name,
    "q=12&status=": lambda worker: "12" in worker.employee_no,
    "q=zzz": lambda worker: False,
}
SORTS = [f"{sign}{key.name}" for key in PEOPLE_SORT_KEYS for sign in ("", "-")]
SOME_SORTS = ["number", "-since"]
IN_EVERY_ORDER = ("", "status=")
SCOPES: dict[str, Callable[[Cast], set[int]]] = {
    "ruth": lambda cast: set(Unit.objects.values_list("pk", flat=True)),
    "alice": lambda cast: {
        unit.pk for unit in (cast.company_a, cast.workshop_a1, cast.team_a11, cast.workshop_a2)
    },
    "frank": lambda cast: {cast.workshop_a1.pk, cast.team_a11.pk},
    # HR of another company than the own: one's own record is seen, too
    "carol": lambda cast: {cast.company_b.pk, cast.workshop_b1.pk},
    # one whole company and one workshop of another
    "bob": lambda cast: {cast.company_b.pk, cast.workshop_b1.pk, cast.workshop_a1.pk, cast.team_a11.pk},
}


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    """The cast among 150 people with values that repeat and lack."""
    chance = random.Random(42)
    welder = OccupationFactory.create()
    units = [cast.group, cast.company_a, cast.workshop_a1, cast.team_a11, cast.workshop_a2, cast.workshop_b1]
    for number in range(150):
        _person(chance, number, chance.choice(units), welder)
    RoleGrantFactory.create(user=cast.users["carol"], role=Role.HR_OFFICER, unit=cast.company_b)
    RoleGrantFactory.create(user=cast.users["bob"], role=Role.HR_OFFICER, unit=cast.workshop_a1)
    return cast


def _person(chance: random.Random, number: int, unit: Unit, welder: Occupation) -> None:
    def day() -> date | None:
        return chance.choice([None, *(FIRST + timedelta(days=90 * step) for step in range(12))])

    worker = WorkerFactory.create(
        employee_no=f"N{number:04}",
        name=chance.choice(["王明", "李小明", "张伟"]),
        name_pinyin=chance.choice(["abba", "cab", "zhou"]),
        name_initials="q",
        hire_date=day(),
        birth_date=None,
        unit=unit,
        status=chance.choice(STATUSES),
    )
    if chance.random() < 0.9:
        StandingFactory.create(
            worker=worker,
            occupation=chance.choice([None, welder]),
            held_level=chance.randint(1, 8),
            held_since=day(),
            next_on=day(),
        )


def reference(cast: Cast, viewer: str, keep: Keep, order: Order) -> list[str]:
    """The numbers in order: empty values last in both directions, equal ones by id."""
    units, own = SCOPES[viewer](cast), cast.users[viewer].worker_id
    rows = [
        worker
        for worker in Worker.objects.select_related("standing")
        if (worker.unit_id in units or worker.pk == own) and keep(worker)
    ]
    valued = [(_values(worker)[order.key.name], worker.pk, worker.employee_no) for worker in rows]
    filled = sorted((row for row in valued if row[0] is not None), reverse=order.descending)
    empty = sorted(
        (row for row in valued if row[0] is None), key=lambda row: row[1], reverse=order.descending
    )
    return [row[2] for row in (*filled, *empty)]


def listed(user: User, address: str) -> Any:
    request = RequestFactory().get(f"/?{address}")
    request.user = user
    filters = PeopleFilter(QueryDict(address), queryset=people(user), request=request)
    assert filters.is_valid(), filters.errors
    return filters.qs


@pytest.mark.parametrize("viewer", SCOPES)
def test_every_list_is_the_plain_one_page_after_page(crowd: Cast, viewer: str) -> None:
    user = crowd.user(viewer)
    for address, keep in FILTERS.items():
        rows = listed(user, address)
        for sort in SORTS if address in IN_EVERY_ORDER else SOME_SORTS:
            order = choose_order(PEOPLE_SORT_KEYS, sort)
            expected = reference(crowd, viewer, keep, order)
            assert pages(rows, order, "") == expected, (address, sort)
            assert pages(rows, order, LAST_PAGE) == expected, (address, sort, "backward")
            assert count_up_to_limit(rows).number == len(expected), (address, sort)
        assert count_exactly(rows).number == len(expected), address


def pages(rows: Any, order: Order, cursor: str) -> list[str]:
    """All numbers, read from the first page on or from the last one back."""
    backward = cursor == LAST_PAGE
    found: list[list[str]] = []
    while True:
        page = read_page(rows, order, cursor=cursor, size=SIZE)
        found.append([worker.employee_no for worker in page.rows])
        following = page.previous if backward else page.next
        if following is None:
            break
        cursor = following
    ordered = reversed(found) if backward else found
    numbers = [number for numbers in ordered for number in numbers]
    # the way back ends on a whole first page, which may repeat rows of the second
    return list(dict.fromkeys(numbers)) if backward else numbers
