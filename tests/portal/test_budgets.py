"""What a page may cost, in statements and bytes: the same at a hundred people as at a hundred thousand."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from base.lists import ListPage
from tests.access import Cast
from tests.portal.enterprise_rows import people
from tests.portal.test_every_page import PATTERNS, address_of, ids_of_company_a
from tests.skills.api.routes import api_routes
from tests.skills.pages.clients import browser_of

#: SQL statements of a list page and of a page about one worker; bytes of a list page.
LIST_STATEMENTS, WORKER_STATEMENTS, LIST_BYTES = 8, 20, 100_000
FEW, MANY = 100, 100_000
#: Pages about one worker.
OF_WORKER = (
    *("skills:worker", "skills:worker_ladder", "skills:facts", "skills:worker_matches"),
    *("workforce:worker_placements", "workforce:worker_relations"),
)
OF_ONESELF = ("skills:my_growth",)
#: What people look at besides the plain list.
FILTERED = ("sort=-name", "status=", "q=张", "unit={unit}&occupation={occupation}", "level_min=3")
CORRECTIONS_API = "/api/v1/skills/correction-requests"
_LISTS = [item for item in PATTERNS if issubclass(getattr(item[1].callback, "view_class", object), ListPage)]


class Cost(NamedTuple):
    """What one request cost."""

    statements: int
    size: int


def cost_of(client: Client, address: str) -> Cost | None:
    """Ask, and count; None for a list that is not this person's."""
    if client.get(address).status_code in (403, 404):  # asked twice: the first time fills caches
        return None
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address)
    assert response.status_code == 200, address
    return Cost(len(statements), len(response.content))


def list_addresses(cast: Cast) -> list[str]:
    """Every list page company A's HR opens, the people list in several ways, and every list of the API."""
    from skills.models import Standing  # a row the enterprise made: its occupation

    people_list = reverse("skills:people")
    occupation = Standing.objects.values_list("occupation", flat=True).first()
    asked = [one.format(unit=cast.company_a.pk, occupation=occupation) for one in FILTERED]
    pages = [address_of(item, ids_of_company_a(cast, item)) for item in _LISTS]
    lists = [route for route in api_routes() if route.method == "get" and route.name.endswith("-list")]
    return [
        *pages,
        *(f"{people_list}?{query}" for query in asked),
        *(reverse(route.name) for route in lists if not route.parameters),
    ]


@pytest.fixture
def seen(cast: Cast, settings: Settings) -> dict[str, Client]:
    """Browsers of the group's and of company A's HR, who must have a second factor and have one."""
    settings.MFA_REQUIRED = True
    for name in ("ruth", "alice"):
        Authenticator.objects.create(user=cast.users[name], type=Authenticator.Type.TOTP, data={})
    return {name: browser_of(cast.users[name]) for name in ("ruth", "alice", "carol")}


def measured(seen: dict[str, Client], addresses: list[tuple[str, str]]) -> dict[tuple[str, str], Cost]:
    """The cost of every address for who asks."""
    costs = {(name, address): cost_of(seen[name], address) for name, address in addresses}
    return {key: cost for key, cost in costs.items() if cost is not None}


def test_pages_keep_their_budgets_and_cost_the_same_at_any_size(cast: Cast, seen: dict[str, Client]) -> None:
    people(cast, FEW)
    lists = [("alice", address) for address in list_addresses(cast)]
    lists += [("ruth", address) for _name, address in lists if reverse("skills:people") in address]
    carol = {"employee_no": "C-carol"}
    workers = [("alice", reverse(name, kwargs=carol)) for name in OF_WORKER]
    workers += [("carol", reverse(name)) for name in OF_ONESELF]
    few = measured(seen, lists + workers)
    people(cast, MANY)
    many = measured(seen, lists + workers)
    assert len(few) > len(lists + workers) * 3 // 4
    assert {key: cost.statements for key, cost in few.items() if cost.statements > _most(key, lists)} == {}
    grown = {key: (few[key].statements, cost.statements) for key, cost in many.items()}
    # whoever holds more units than are named by id asks once for all of them, where a page asks about a right
    asks_once = {key for key in workers if key[0] == "alice"} | {("alice", CORRECTIONS_API)}
    differ = {key: few_many for key, few_many in grown.items() if few_many[0] != few_many[1]}
    assert {key: numbers for key, numbers in differ.items() if key not in asks_once} == {}
    assert {key: numbers for key, numbers in differ.items() if numbers[1] != numbers[0] + 1} == {}
    pages = [key for key in many if key in lists and "/api/" not in key[1]]
    assert {key: many[key].size for key in pages if many[key].size > LIST_BYTES} == {}


def _most(key: tuple[str, str], lists: list[tuple[str, str]]) -> int:
    return LIST_STATEMENTS if key in lists else WORKER_STATEMENTS
