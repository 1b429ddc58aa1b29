"""Whatever stands in an address, no page answers with a server error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import Cast
from tests.factories.skills import (
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    SpellFactory,
    StandingFactory,
    TitleFactory,
    WageFactory,
)
from tests.skills.pages.clients import browser_of

#: Asked by tests/api, which generates requests from the API's own document.
API = "api/v1/"
#: As they stand in an address: NUL, half a character and no UTF-8, too long, beyond bigint, digits that are
#: none to the database, the first and the last day there is.
NASTY = (
    "%00",
    "%ED%A0%80%FF" + "x" * 400,
    "9" * 20,
    "%EF%BC%92%EF%BC%90%EF%BC%92%C2%B2",
    "0001-01-01",
    "9999-12-31",
)
#: What pages read beside the filters of their lists.
PARAMETERS = (
    *("sort", "cursor", "columns", "view", "count", "chosen", "pick_columns", "column", "place_name"),
    *("as_of", "unit", "base", "occupation", "kind", "what", "id", "tab", "after", "first", "last", "wages"),
    *("next", "row", "matching", "list", "q", "closed", "mine", "p", "o", "e", "all"),
)
BAD_NUMBERS = (str(2**63 - 1), "9" * 30)
NO_FILE = "00000000-0000-0000-0000-000000000000"
BAD_TEXTS = ("%00", "x" * 300)


def pages(patterns: list[Any] | None = None, above: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page with its whole route."""
    for item in get_resolver().url_patterns if patterns is None else patterns:
        route = above + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from pages(item.url_patterns, route)
        elif not route.startswith(API):
            yield route, item


PAGES = list(pages())


#: A part of a route that stands for something: ``<int:pk>``, or ``(?P<app_label>…)``.
PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<named>\w+)>[^)]*\)")


def parts_of(route: str) -> dict[str, str]:
    """The names of a route's parts with their kinds."""
    return {part["name"] or part["named"]: part["kind"] or "" for part in PART.finditer(route)}


def address_of(route: str, values: dict[str, str]) -> str:
    """The route with its parts filled in."""
    filled = PART.sub(lambda part: values[part["name"] or part["named"]], route)
    return "/" + filled.replace("^", "").replace("$", "")


def values_of(route: str, page: URLPattern) -> dict[str, str]:
    """Parts that lead to something, where there is anything of the kind."""
    model = getattr(getattr(page.callback, "view_class", None), "model", None)
    row = model._default_manager.order_by("pk").first() if model is not None else None
    known = {"employee_no": "C-carol", "kind": "grade", "act": "confirm", "answer": "accept"}
    number = str(row.pk) if row is not None else "1"
    return {
        name: known.get(name, NO_FILE if kind == "uuid" else number) for name, kind in parts_of(route).items()
    }


def parameters_of(page: URLPattern) -> list[str]:
    """The names a page may read: those of every page, its list's filters and the ends of their ranges."""
    filters = getattr(getattr(page.callback, "view_class", None), "filterset_class", None)
    names = list(PARAMETERS)
    for name, part in (filters.base_filters if filters else {}).items():
        names += [name, *(f"{name}_{end}" for end in getattr(part.field.widget, "suffixes", ()))]
    return names


def addresses(route: str, page: URLPattern) -> Iterator[str]:
    """The page asked with each nasty value in all its parameters at once, then with bad parts of the path."""
    values = values_of(route, page)
    for nasty in NASTY:
        query = "&".join(f"{name}={nasty}" for name in parameters_of(page))
        yield f"{address_of(route, values)}?{query}"
    for name, kind in parts_of(route).items():
        for bad in BAD_NUMBERS if kind == "int" else BAD_TEXTS:
            yield address_of(route, {**values, name: bad})


@pytest.fixture
def records(cast: Cast) -> Cast:
    """The cast, and a row of every kind of fact about carol."""
    carol = cast.worker("carol")
    occupation = SpellFactory.create(worker=carol).occupation
    StandingFactory.create(worker=carol, occupation=occupation)
    for factory in (DiplomaFactory, GradeFactory, TitleFactory, WageFactory):
        factory.create(worker=carol)
    CorrectionRequestFactory.create(worker=carol, requested_by=cast.users["carol"])
    return cast


def status_of(client: Client, address: str) -> int:
    """The answer's status; nothing it did stays."""
    with transaction.atomic():
        status = client.get(address).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize(("name", "part"), [("ruth", 1), ("dave", 7), ("carol", 7), ("admin", 7), ("", 7)])
@pytest.mark.django_db
def test_no_address_brings_a_server_error(records: Cast, name: str, part: int) -> None:
    """HR of the group asks every address; union, worker, administrator and nobody every seventh, in turn."""
    client = browser_of(records.users[name]) if name else Client()
    client.raise_request_exception = False
    asked = [address for route, page in PAGES for address in addresses(route, page)]
    faults = [address for address in asked[len(name) % part :: part] if status_of(client, address) >= 500]
    assert len(asked) > len(PAGES) * len(NASTY)
    assert faults == []


@pytest.mark.django_db
def test_administrator_has_no_way_from_any_row_of_any_table(cast: Cast) -> None:
    """Django's own way broke where a content type stands for a view of history that has no table."""
    kind = ContentType.objects.get_for_model(apps.get_model("pghistory", "Events"))
    assert browser_of(cast.users["admin"]).get(f"/system/r/{kind.pk}/1/").status_code == 404
