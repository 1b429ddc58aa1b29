"""What a page may cost, in statements and bytes: the same at a hundred people as at a hundred thousand."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from base.dates import today
from skills.models import Standing
from tests.access import Cast
from tests.portal.budget_addresses import (
    ASK_FOR_A_UNIT,
    COUNTED_AT_NIGHT,
    NO_LISTS,
    address_groups,
    is_list_page,
)
from tests.portal.enterprise_rows import people
from tests.portal.test_every_page import PATTERNS, name_of
from tests.skills.api.routes import api_routes
from tests.skills.pages.clients import browser_of

#: SQL statements of a list page and of a page about one worker; bytes of a list page.
LIST_STATEMENTS, WORKER_STATEMENTS, LIST_BYTES = 8, 20, 100_000
FEW, MANY = 100, 100_000
#: Who is asked for a page, until one of them is let in.
READERS = ("alice", "ruth", "carol", "frank")
#: What people look at besides the plain list, on the page and by the API; {past} is a day a year ago.
FILTERED = (
    *("sort=-name", "sort=opens", "cursor=last", "status=", "level_min=3", "unit={unit}"),
    *("q=张", "q=zhang1", "q=zh", "q=N100-1", "unit={unit}&occupation={occupation}"),
    *("q=zhang", "q=zhang1&unit={unit}&level_min=3"),
    *("as_of={past}", "as_of={past}&sort=-name", "as_of={past}&q=zhang1", "as_of={past}&level_min=3"),
)
PEOPLE = frozenset({"skills:people", "skills-people-list"})
#: Parts of a page shown when asked for.
TABS = {"skills:worker": "tab=history"}
API = "/api/"


class Cost(NamedTuple):
    """What one request cost, and whether it answered a list."""

    statements: int
    size: int
    is_list: bool
    is_of_api: bool


@pytest.fixture
def seen(cast: Cast, settings: Settings) -> dict[str, Client]:
    """Browsers of people of whom those who must have a second factor have one."""
    settings.MFA_REQUIRED = True
    for name in ("ruth", "alice", "frank"):
        Authenticator.objects.create(user=cast.users[name], type=Authenticator.Type.TOTP, data={})
    return {name: browser_of(cast.users[name]) for name in READERS}


def with_filters(cast: Cast, addresses: dict[str, str]) -> dict[str, str]:
    """The people list in many ways, the history tab, and everything else as it is."""
    occupation = Standing.objects.values_list("occupation", flat=True).first()
    past = today().replace(day=1, year=today().year - 1)
    ways = [one.format(unit=cast.company_a.code, occupation=occupation, past=past) for one in FILTERED]
    more = {f"{name}?{way}": f"{addresses[name]}?{way}" for name in PEOPLE & addresses.keys() for way in ways}
    tabs = {f"{name}?{tab}": f"{addresses[name]}?{tab}" for name, tab in TABS.items() if name in addresses}
    return {**addresses, **more, **tabs}


def measured(cast: Cast, seen: dict[str, Client], readers: dict[str, str]) -> dict[str, Cost]:
    """By name, what each page and route costs whoever of `readers` reads it.

    Those not known yet become known: of each page who is let in first. Pages nobody reads, which are only
    sent to, are left out.
    """
    costs: dict[str, Cost] = {}
    is_first = not readers
    for make in address_groups():
        with transaction.atomic():
            for name, address in with_filters(cast, make(cast)).items():
                if is_first:  # asked twice: the first time fills caches
                    readers[name] = first_let_in(seen, address)
                if readers[name]:
                    costs[name] = cost_of(seen[readers[name]], name, address)
            transaction.set_rollback(True)
    return costs


def first_let_in(seen: dict[str, Client], address: str) -> str:
    """The first of the readers who is shown the page; empty for none."""
    return next((who for who in READERS if seen[who].get(address).status_code == 200), "")


def cost_of(client: Client, name: str, address: str) -> Cost:
    """Ask, and count."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200 or (name in COUNTED_AT_NIGHT and response.status_code == 409), name
    return Cost(
        len(statements), len(content), is_list(name, address, response, content), address.startswith(API)
    )


def is_list(name: str, address: str, response: HttpResponseBase, content: bytes) -> bool:
    """Of the API whatever answers with a list; of pages all but those named with what they are."""
    if not address.startswith(API):
        return name.partition("?")[0] not in NO_LISTS
    if not response.headers["Content-Type"].startswith("application/json"):
        return False
    answer = json.loads(content)
    return isinstance(answer, list) or isinstance(answer.get("results"), list)


def test_pages_keep_their_budgets_and_cost_the_same_at_any_size(cast: Cast, seen: dict[str, Client]) -> None:
    readers: dict[str, str] = {}
    people(cast, FEW)
    few = measured(cast, seen, readers)
    people(cast, MANY)
    many = measured(cast, seen, readers)
    for costs in (few, many):
        assert {name: cost.statements for name, cost in costs.items() if cost.statements > _most(cost)} == {}
    grown = {name: cost.statements - few[name].statements for name, cost in many.items()}
    assert {name for name, more in grown.items() if more > 0} == ASK_FOR_A_UNIT
    assert {name: more for name, more in grown.items() if more > 1} == {}
    assert {name for name, more in grown.items() if more < 0} == COUNTED_AT_NIGHT
    pages = {name: cost for name, cost in many.items() if cost.is_list and not cost.is_of_api}
    assert {name: cost.size for name, cost in pages.items() if cost.size > LIST_BYTES} == {}
    assert _lists() - {name for name, cost in few.items() if cost.is_list} == set()


def _most(cost: Cost) -> int:
    return LIST_STATEMENTS if cost.is_list else WORKER_STATEMENTS


def _lists() -> set[str]:
    """Lists that must have been read: else nothing is known of their cost."""
    pages = {name_of(item) for item in PATTERNS if is_list_page(item)}
    routes = {route.name for route in api_routes() if route.method == "get" and route.name.endswith("-list")}
    return pages | routes


def test_what_is_called_no_list_exists_and_is_none() -> None:
    """A name left after its page is gone would let the next of that name through."""
    pages = {name_of(item): item for item in PATTERNS}
    assert NO_LISTS.keys() <= pages.keys()
    assert [name for name in NO_LISTS if is_list_page(pages[name])] == []
