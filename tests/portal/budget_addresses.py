"""Every address that is read: of pages and of the API, with the ids of rows that exist.

Nothing here is picked by hand: pages come from the address tables, routes of the API from the router. A list
is a `ListPage` or any page not named in `NO_LISTS`, and of the API whatever answers with a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.urls import URLPattern, reverse

from base.dates import today
from base.lists import ListPage
from skills.models import RuleSet
from tests.access import Cast
from tests.factories.skills import OccupationFactory
from tests.portal.rows_of_company_a import PARAMETERS, Parameters
from tests.portal.test_every_page import ENTRANCES, PATTERNS, address_of, name_of, parameters_of
from tests.skills.api.routes import ApiRoute, api_routes
from tests.skills.api.test_every_route import CLOSED, DRAFTS, OPEN, ids_of_carol, ids_of_the_group
from tests.skills.api.test_every_route import address as route_address

#: Pages that list nothing, with what they are; each may cost what a page about a worker may.
NO_LISTS: Mapping[str, str] = {
    "base:file": "one file, given out by the rules of what it proves",
    "notices:channel": "one channel with what it told last",
    "notices:message": "one message with its attempts and what it told",
    "notices:told_one": "one reminder with its messages and attempts",
    "notices:rule": "one rule with what it told last and its history",
    "portal:desk": "cards of all apps side by side",
    "skills:worker": "everything of one worker",
    "skills:worker_ladder": "one worker's rules, clause by clause",
    "skills:worker_matches": "one worker's titles and diplomas against the table of majors",
    "skills:facts": "every kind of fact of one worker",
    "skills:my_growth": "everything of the reader's own record",
    "skills:roster_export": "a workbook that is written, not a page",
    "skills:policy_version": "one version of rules: its routes, clauses and what went before",
    "skills:policy_occupation": "one occupation with standards, names, majors and kin",
    "skills:policy_change": "one draft with all it would change",
    "skills:figures_years": "charts of three subjects over the years",
    "skills:target": "one target with its course and history",
    "workforce:calendar": "twelve months of one year",
    "workforce:calendar_year": "twelve months of one year",
    "workforce:unit": "one unit with its heads, changes and units below",
    "workforce:worker_placements": "one worker's placements",
    "workforce:worker_relations": "one worker's relations",
}
#: Pages and routes that ask about a right over one unit. Who holds too many units to have them named by id
#: asks for that unit's path: one statement more.
ASK_FOR_A_UNIT = frozenset(
    {
        *("skills:correction", "skills:fact_correct", "skills:fact_record", "skills:fact_scans"),
        *("skills:fact_take_back", "skills:facts", "skills:personal_data", "skills:personal_data_progress"),
        *("skills:scan_take_back", "skills:worker_matches"),
        *("workforce:declaration_accept", "workforce:declaration_decline", "workforce:delegation_end"),
        *("workforce:plan_cancel", "workforce:unit_delegate", "workforce:unit_head"),
        *("workforce:unit_head_end", "workforce:worker_placements", "workforce:worker_relation_end"),
        *("workforce:worker_relation_new", "workforce:worker_relations", "workforce:worker_reset"),
        *("skills-corrections-detail", "skills-corrections-list", "skills-ladder"),
        *("skills-people-history", "skills-people-timeline"),
    }
)
#: The past of many people is counted at night: until then these say that it is being counted.
COUNTED_AT_NIGHT = frozenset({"skills-figures-years", "skills:figures_years"})
#: Makes rows, and gives the addresses about them by name.
Addresses = Callable[[Cast], dict[str, str]]
#: Addresses that leave the session or lead away from it.
_LEAVING = frozenset({"workforce:language"})


def is_list_page(item: tuple[str, URLPattern]) -> bool:
    """Whether the page is one of the standard lists."""
    return issubclass(getattr(item[1].callback, "view_class", object), ListPage)


def address_groups() -> list[Addresses]:
    """What makes the rows some addresses need and says these by name; each to be undone before the next one,
    for the rows of some would be in the way of others'.
    """
    pages: dict[Parameters, list[tuple[str, URLPattern]]] = {}
    for item in PATTERNS:
        # that somebody says what an address is about is the matter of `test_every_page`
        parameters = PARAMETERS.get(name_of(item)) if parameters_of(item) else _nothing
        if parameters is not None and name_of(item) not in ENTRANCES | _LEAVING:
            pages.setdefault(parameters, []).append(item)
    of_pages = [partial(_page_addresses, parameters, items) for parameters, items in pages.items()]
    routes = [route for route in api_routes() if route.method == "get"]
    of_group = [route for route in routes if route.parameters and route.name in DRAFTS | CLOSED | OPEN]
    of_carol = [route for route in routes if route.parameters and route not in of_group]
    plain = [route for route in routes if not route.parameters]
    return [
        *of_pages,
        partial(_api_addresses, _ids_of_policy, of_group),
        partial(_api_addresses, ids_of_carol, of_carol + plain),
    ]


def _ids_of_policy(cast: Cast) -> dict[str, dict[str, Any]]:
    ids = ids_of_the_group(cast)
    occupation, rules = OccupationFactory.create(), RuleSet.objects.first()
    assert rules is not None
    return {
        **ids,
        "skills-occupations": {"pk": occupation.pk},
        "skills-rule-sets": {"pk": rules.pk},
        "working-calendar": {"year": today().year},
    }


def _nothing(cast: Cast) -> dict[str, Any]:
    return {}


def _page_addresses(
    parameters: Parameters, items: list[tuple[str, URLPattern]], cast: Cast
) -> dict[str, str]:
    ids = parameters(cast)
    return {name_of(item): address_of(item, ids) for item in items}


def _api_addresses(
    parameters: Callable[[Cast], Mapping[str, Mapping[str, Any]]], routes: list[ApiRoute], cast: Cast
) -> dict[str, str]:
    ids = parameters(cast)
    return {route.name: _api_address(route, ids) for route in routes}


def _api_address(route: ApiRoute, ids: Mapping[str, Mapping[str, Any]]) -> str:
    return route_address(route, ids) if route.parameters else reverse(route.name)
