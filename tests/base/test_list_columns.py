"""Chosen columns and exact counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from base import pagination
from base.menu import registry
from tests.base.exports_data import RowsToExport, exporter
from tests.base.paged_rows import PagedRow, paged_tables
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")


@pytest.fixture(autouse=True)
def _rows_and_english(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"), paged_tables():
        yield


def ask(user: User, query: str, **headers: str) -> HttpResponseBase:
    request = RequestFactory().get(f"/rows/?{query}", headers=headers)
    request.user = user
    request._messages = []  # type: ignore[attr-defined]
    return RowsToExport.as_view()(request)


def page(user: User, query: str = "", **headers: str) -> str:
    return cast(HttpResponse, ask(user, query, **headers)).content.decode()


def headings_in(text: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)', text)


def test_columns_are_shown_in_the_order_of_the_address(alice: User) -> None:
    PagedRow.objects.create(name="a")
    assert headings_in(page(alice)) == ["Name", "Opens", "Wage", "Button"]
    assert headings_in(page(alice, "columns=wage,upper,name,wage")) == ["Wage", "Upper", "Name"]


def test_column_without_the_right_is_neither_offered_nor_honoured(alice: User, bob: User) -> None:
    PagedRow.objects.create(name="a")
    PagedRow.objects.create(name="b", owner="bob")
    text = page(alice, "columns=secret,name")
    assert headings_in(text) == ["Name"]
    assert 'value="secret"' not in text
    assert headings_in(page(alice, "columns=secret")) == ["Name", "Opens", "Wage", "Button"]
    assert headings_in(page(bob, "columns=secret,name")) == ["Secret", "Name"]


def test_cell_not_seen_of_a_row_is_empty(alice: User) -> None:
    PagedRow.objects.create(name="a", kind="plain", wage="4321.50")
    PagedRow.objects.create(name="b", kind="fine", wage="9876.50")
    text = page(alice)
    assert "4,321.50" in text
    assert "9,876.50" not in text


def test_picker_leads_to_an_address_that_can_be_kept(alice: User) -> None:
    query = "q=a&view=all&pick_columns=1&column=name&column=wage&column=upper&cursor=x"
    response = ask(alice, f"{query}&place_name=3&place_wage=&place_upper=1&place_opens_on=2")
    assert response.status_code == 302
    assert response.headers["Location"] == "/rows/?q=a&view=all&columns=upper%2Cwage%2Cname"
    query = "pick_columns=1&column=name&column=opens_on&column=wage&column=upper"
    moved = ask(alice, f"{query}&place_name=1&place_opens_on=2&place_wage=3&place_upper=2")
    assert moved.headers["Location"] == "/rows/?columns=name%2Cupper%2Copens_on%2Cwage"
    moved = ask(alice, f"{query}&place_name=3&place_opens_on=2&place_wage=3&place_upper=4")
    assert moved.headers["Location"] == "/rows/?columns=opens_on%2Cwage%2Cname%2Cupper"
    nothing = ask(alice, "q=a&columns=name&pick_columns=1")
    assert nothing.headers["Location"] == "/rows/?q=a"


def test_picker_keeps_filters_and_offers_each_column_with_its_place(alice: User) -> None:
    text = page(alice, "q=a&columns=wage,name")
    assert '<input type="hidden" name="q" value="a">' in text
    offered = re.findall(r'name="column" value="(\w+)"( checked)?', text)
    assert offered == [
        ("wage", " checked"),
        ("name", " checked"),
        ("opens_on", ""),
        ("upper", ""),
        ("button", ""),
    ]
    assert 'name="place_name" value="2"' in text


def test_count_is_exact_on_request_whole_and_in_part(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "EXACT_COUNT_LIMIT", 2)
    PagedRow.objects.bulk_create(PagedRow(name=f"{number}") for number in range(4))
    text = page(alice, "q=&view=all")
    assert "2+ rows" in text
    assert 'href="?q=&amp;view=all&amp;count=exact"' in text
    assert "4 rows" in page(alice, "q=&view=all&count=exact")
    with CaptureQueriesContext(connection) as captured:
        part = page(alice, "count=exact", hx_request="true", hx_target="list-count")
    assert part.startswith('<p class="list-count"')
    assert "4 rows" in part
    assert len(captured) == 1
    assert 'count=exact"' not in page(alice, "view=all&count=exact").split("list-count")[1]


def test_export_is_offered_to_those_who_may_and_only_where_there_are_rows(alice: User) -> None:
    PagedRow.objects.create(name="a")
    assert "make" not in page(alice)
    exporter(alice)
    text = page(alice, "sort=-name&columns=name,button")
    assert 'name="query" value="sort=-name&amp;columns=name%2Cbutton"' in text
    assert "1 rows, 1 columns" in text
    assert 'action="/exports/make/"' not in page(alice, "q=zzz")
