"""List pages: what is shown, in which order, with how many queries, whole and in part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from base.cells import CellKind, format_cell
from base.lists import Column, ListPage
from base.menu import registry
from base.pagination import SortKey
from tests.base.paged_rows import PagedDetail, PagedRow, paged_tables
from workforce.models import User

pytestmark = pytest.mark.urls("tests.base.page_urls")

KINDS = [("plain", "Plain"), ("fine", "Fine")]


class RowFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", field_name="name", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label="Kind", choices=KINDS)
    opens = django_filters.DateFromToRangeFilter(label="Opens", field_name="opens_on")
    opens_early = django_filters.BooleanFilter(label="Early", field_name="opens_on", lookup_expr="isnull")

    class Meta:
        model = PagedRow
        fields: list[str] = []


class PlainByDefault(RowFilter):
    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        data = data.copy()
        data.setdefault("kind", "plain")
        super().__init__(data, *args, **kwargs)


class Rows(ListPage):
    title = "Rows"
    filterset_class: type[RowFilter] = RowFilter
    sort_keys = (SortKey("name", "Name", ("name",)), SortKey("opens", "Opens", ("opens_on",)))
    columns = (
        Column("name", "Name", sort="name", link=lambda row: f"/rows/{row.pk}"),
        Column("opens_on", "Opens", kind=CellKind.DATE, sort="opens"),
        Column("wage", "Wage", kind=CellKind.MONEY, who=lambda user: user.get_username() == "alice"),
        Column("score", "Score", value="detail.score", kind=CellKind.NUMBER),
    )
    page_size = 20

    def get_queryset(self) -> QuerySet[PagedRow]:
        return PagedRow.objects.visible_to(self.request.user).select_related("detail")


class RowsWithChips(Rows):
    filterset_class = PlainByDefault
    chip_filter = "kind"


@pytest.fixture(autouse=True)
def _rows_and_english(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "entries", [])
    monkeypatch.setattr(registry, "top_links", [])
    with translation.override("en"), paged_tables():
        yield


def ask(user: User, query: str = "", view: type[ListPage] = Rows, **headers: str) -> HttpResponseBase:
    request = RequestFactory().get(f"/rows/?{query}", headers=headers)
    request.user = user
    request._messages = []  # type: ignore[attr-defined]
    return view.as_view()(request)


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def names_in(html: str) -> list[str]:
    return re.findall(r'data-label="Name"><a [^>]*>([^<]*)</a>', html)


def test_list_shows_only_what_is_visible(alice: User) -> None:
    PagedRow.objects.create(name="mine")
    PagedRow.objects.create(name="other", owner="bob")
    html = text_of(ask(alice))
    assert names_in(html) == ["mine"]
    assert "other" not in html
    assert "1 row<" in html


def test_number_of_queries_does_not_grow_with_the_rows(alice: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert names_in(text_of(ask(alice, view=RowsWithChips)))
        return len(captured)

    PagedDetail.objects.create(row=PagedRow.objects.create(name="00"), score=1)
    assert queries() == 2  # rows, and the numbers of the chips
    for number in range(1, 30):
        PagedDetail.objects.create(row=PagedRow.objects.create(name=f"{number:02}"), score=number)
    assert queries() == 2


def test_column_is_hidden_from_those_who_may_not_see_it(alice: User, bob: User) -> None:
    PagedRow.objects.create(name="a", wage=Decimal("4321.5"))
    PagedRow.objects.create(name="b", wage=Decimal("4321.5"), owner="bob")
    assert "4,321.50" in text_of(ask(alice))
    html = text_of(ask(bob))
    assert names_in(html) == ["b"]
    assert "Wage" not in html


def test_sort_is_taken_from_the_address_and_empty_values_stand_last(alice: User) -> None:
    PagedRow.objects.create(name="never")
    PagedRow.objects.create(name="late", opens_on=date(2027, 1, 1))
    PagedRow.objects.create(name="soon", opens_on=date(2026, 12, 1))
    assert names_in(text_of(ask(alice, "sort=opens"))) == ["soon", "late", "never"]
    html = text_of(ask(alice, "sort=-opens"))
    assert names_in(html) == ["late", "soon", "never"]
    assert 'aria-sort="descending"' in html


def test_pager_leads_through_the_list_and_keeps_the_filter(alice: User) -> None:
    PagedRow.objects.bulk_create(PagedRow(name=f"n{number:02}") for number in range(45))
    html = text_of(ask(alice, "q=n"))
    assert names_in(html)[-1] == "n19"
    assert 'aria-disabled="true">First<' in html
    following = re.findall(r'<a class="btn btn-sm" href="\?(q=n&amp;cursor=[^"]*)"', html)
    second = text_of(ask(alice, following[0].replace("&amp;", "&")))
    assert names_in(second)[0] == "n20"
    assert names_in(text_of(ask(alice, "q=n&cursor=last")))[-1] == "n44"


def test_wrong_cursor_gives_the_first_page_and_says_so(alice: User) -> None:
    PagedRow.objects.create(name="a")
    html = text_of(ask(alice, "cursor=nonsense"))
    assert names_in(html) == ["a"]
    assert "you see its first page" in html


def test_invalid_filter_shows_nothing_and_says_which(alice: User) -> None:
    PagedRow.objects.create(name="a")
    html = text_of(ask(alice, "kind=unknown"))
    assert names_in(html) == []
    assert "A filter is not valid" in html
    assert "Kind: " in html


def test_filter_in_force_can_be_taken_off_alone(alice: User) -> None:
    PagedRow.objects.create(name="a", opens_on=date(2026, 12, 1))
    html = text_of(ask(alice, "q=a&opens_after=2026-11-01&opens_before=2026-12-31&opens_early=false"))
    chips = dict(re.findall(r'chip-filter" href="([^"]*)".*?</span>([^<]*)<', html))
    assert chips == {
        "?opens_after=2026-11-01&amp;opens_before=2026-12-31&amp;opens_early=false": "Name: a",
        "?q=a&amp;opens_early=false": "Opens: 2026-11-01 – 2026-12-31",
        "?q=a&amp;opens_after=2026-11-01&amp;opens_before=2026-12-31": "Early: No",
    }


def test_default_filter_is_shown_and_an_empty_value_takes_it_off(alice: User) -> None:
    PagedRow.objects.create(name="plain one")
    PagedRow.objects.create(name="fine one", kind="fine")
    html = text_of(ask(alice, view=RowsWithChips))
    assert names_in(html) == ["plain one"]
    chips = re.findall(r'class="chip" href="([^"]*)"[^>]*?(aria-current)?>(\w+) <span[^>]*>(\d+)<', html)
    assert [(url, bool(now), label, count) for url, now, label, count in chips] == [
        ("?kind=", False, "All", "2"),
        ("?kind=plain", False, "Plain", "1"),
        ("?kind=fine", False, "Fine", "1"),
    ]
    assert re.findall(r'aria-current="true">(\w+) ', html) == ["Plain"]
    assert names_in(text_of(ask(alice, "kind=", view=RowsWithChips))) == ["fine one", "plain one"]


def test_htmx_gets_the_part_it_asks_for(alice: User) -> None:
    PagedRow.objects.create(name="a")
    results = text_of(ask(alice, "", hx_request="true", hx_target="list-results"))
    whole_list = text_of(ask(alice, "", hx_request="true", hx_target="list-page"))
    assert results.lstrip().startswith('<section id="list-results"')
    assert "list-filters" in whole_list
    assert "<html" not in results + whole_list


def test_back_button_gets_the_whole_page(alice: User) -> None:
    response = ask(alice, "", hx_request="true", hx_target="list-results", hx_history_restore_request="true")
    assert "<html" in text_of(response)
    assert response.headers["Vary"] == "HX-Request, HX-Target"


def test_hostile_text_in_rows_and_search_stays_text(alice: User) -> None:
    PagedRow.objects.create(name="<script>alert(1)</script>")
    html = text_of(ask(alice, "q=%3Cscript%3E"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert " style=" not in html


def test_empty_list_tells_filtered_from_truly_empty(alice: User) -> None:
    assert "Nothing here yet" in text_of(ask(alice))
    assert "Nothing matches" in text_of(ask(alice, "q=zzz"))


def test_list_needs_a_login_also_for_a_part() -> None:
    request = RequestFactory().get("/rows/", headers={"HX-Request": "true", "HX-Target": "list-results"})
    request.user = AnonymousUser()
    response = Rows.as_view()(request)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].endswith("?next=/rows/")


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (None, CellKind.MONEY, "—"),
        (Decimal("270000"), CellKind.MONEY, "270,000.00"),
        (1234567, CellKind.NUMBER, "1,234,567"),
        (2026, CellKind.TEXT, "2026"),
        (date(2026, 11, 21), CellKind.DATE, "2026-11-21"),
        (True, CellKind.TEXT, "Yes"),
    ],
)
def test_cell_is_written_by_its_kind(value: object, kind: CellKind, shown: str) -> None:
    assert format_cell(value, kind) == shown
