"""Keyset pages agree with a plain sorted list, whatever the values."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from base.lists.chip_counts import count_each_up_to_limit
from base.pagination import (
    LAST_PAGE,
    InvalidCursorError,
    KeysetPagination,
    Order,
    SortKey,
    choose_order,
    count_up_to_limit,
    read_page,
)
from tests.base.paged_rows import PagedDetail, PagedRow, paged_tables

pytestmark = pytest.mark.django_db

NAME = SortKey("name", "Name", ("name",))
OPENS = SortKey("opens", "Opens", ("opens_on",))
OPENS_NAME = SortKey("opens_name", "Opens, name", ("opens_on", "name"), descending=True)
SCORE = SortKey("score", "Score", ("detail__score",))
WAGE = SortKey("wage", "Wage", ("wage", "name"))

PLAIN_VALUES: dict[str, Callable[[PagedRow], tuple[object, ...]]] = {
    "name": lambda row: (row.name,),
    "opens": lambda row: (row.opens_on,),
    "opens_name": lambda row: (row.opens_on, row.name),
    "score": lambda row: (row.detail.score if hasattr(row, "detail") else None,),
    "wage": lambda row: (row.wage, row.name),
}

row_values = st.tuples(
    st.sampled_from(["a", "b", "c"]),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    st.decimals(0, 3, places=2),
    st.none() | st.integers(1, 3),
)


@pytest.fixture(autouse=True)
def _tables(db: None) -> None:
    with paged_tables():
        pass


def make_rows(values: list[tuple[str, date | None, Decimal, int | None]]) -> None:
    PagedRow.objects.all().delete()
    for name, opens_on, wage, score in values:
        row = PagedRow.objects.create(name=name, opens_on=opens_on, wage=wage)
        if score is not None:
            PagedDetail.objects.create(row=row, score=score)


def sorted_plainly(order: Order) -> list[int]:
    """Sort in Python: empty first values last in both directions, ties by id in the order's direction."""
    rows = list(PagedRow.objects.select_related("detail"))
    read = PLAIN_VALUES[order.key.name]
    filled = [row for row in rows if read(row)[0] is not None]
    empty = [row for row in rows if read(row)[0] is None]
    filled.sort(key=lambda row: (*read(row), row.pk), reverse=order.descending)
    empty.sort(key=lambda row: (*read(row)[1:], row.pk), reverse=order.descending)
    return [row.pk for row in [*filled, *empty]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(row_values, max_size=14),
    key=st.sampled_from([NAME, OPENS, OPENS_NAME, SCORE, WAGE]),
    turned=st.booleans(),
    size=st.integers(1, 5),
)
def test_pages_joined_are_the_sorted_list(
    values: list[tuple[str, date | None, Decimal, int | None]], key: SortKey, turned: bool, size: int
) -> None:
    make_rows(values)
    order = Order(key, turned)
    expected = sorted_plainly(order)

    seen: list[int] = []
    page = read_page(PagedRow.objects.all(), order, size=size)
    assert page.previous is None
    while True:
        seen += [row.pk for row in page.rows]
        if page.next is None:
            break
        page = read_page(PagedRow.objects.all(), order, cursor=page.next, size=size)
    assert seen == expected

    backward: list[int] = []
    page = read_page(PagedRow.objects.all(), order, cursor=LAST_PAGE, size=size)
    assert page.next is None
    while True:
        fresh = [row.pk for row in page.rows if row.pk not in backward]
        backward = fresh + backward
        if page.previous is None:
            break
        page = read_page(PagedRow.objects.all(), order, cursor=page.previous, size=size)
    assert backward == expected


def test_previous_returns_to_the_page_before() -> None:
    make_rows([(name, None, Decimal(0), None) for name in "abcdefg"])
    order = Order(NAME)
    first = read_page(PagedRow.objects.all(), order, size=3)
    second = read_page(PagedRow.objects.all(), order, cursor=first.next or "", size=3)
    assert second.previous is not None
    back = read_page(PagedRow.objects.all(), order, cursor=second.previous, size=3)
    assert [row.name for row in back.rows] == ["a", "b", "c"]
    assert back.previous is None


def test_row_that_appears_before_the_page_shifts_nothing() -> None:
    make_rows([(name, None, Decimal(0), None) for name in "bcdef"])
    first = read_page(PagedRow.objects.all(), Order(NAME), size=2)
    PagedRow.objects.create(name="a")
    second = read_page(PagedRow.objects.all(), Order(NAME), cursor=first.next or "", size=2)
    assert [row.name for row in second.rows] == ["d", "e"]


def cursor_of(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "xx",
        "%%%",
        "é",
        cursor_of("opens"),
        cursor_of({"a": 1}),
        cursor_of(["opens", 0, ["2026-01-01"]]),
        cursor_of(["-opens", 0, ["2026-01-01", 1]]),
        cursor_of(["opens", 0, ["2026-13-01", 1]]),
        cursor_of(["opens", 0, ["2026-01-01", None]]),
        cursor_of(["opens", 0, ["2026-01-01", 10**30]]),
        cursor_of(["opens", 0, ["2026-01-01", float("inf")]]),
        cursor_of(["opens", 0, [[], {}]]),
    ],
)
def test_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        read_page(PagedRow.objects.all(), Order(OPENS), cursor=cursor)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_cursor_with_text_the_database_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursorError):
        read_page(PagedRow.objects.all(), Order(NAME), cursor=cursor_of(["name", 0, [text, 1]]))


def test_sort_key_with_a_later_field_that_may_be_empty_is_a_fault_of_the_code() -> None:
    key = SortKey("wrong", "Wrong", ("name", "opens_on"))
    with pytest.raises(ImproperlyConfigured, match="only its first field"):
        read_page(PagedRow.objects.all(), Order(key))


def test_unknown_sort_name_gives_the_first_key() -> None:
    assert choose_order([NAME, OPENS], "password") == Order(NAME)
    assert choose_order([NAME, OPENS], "-opens") == Order(OPENS, turned=True)


@pytest.mark.parametrize(("rows", "shown"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_count_is_exact_up_to_a_thousand(rows: int, shown: str) -> None:
    PagedRow.objects.bulk_create([PagedRow(name="a") for _number in range(rows)])
    assert count_up_to_limit(PagedRow.objects.all()).shown == shown


def test_counts_of_chips_cost_one_statement_and_stop_at_a_thousand() -> None:
    PagedRow.objects.bulk_create([PagedRow(name="a") for _number in range(1001)])
    PagedRow.objects.bulk_create([PagedRow(name="b%"), PagedRow(name="b%")])
    rows = PagedRow.objects.order_by("name")
    with CaptureQueriesContext(connection) as captured:
        counts = count_each_up_to_limit(
            [rows, rows.none(), rows.filter(name__startswith="b%"), rows.filter(name="c")]
        )
    assert [count.shown for count in counts] == ["1,000+", "0", "2", "0"]
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        assert [count.shown for count in count_each_up_to_limit([rows.none()])] == ["0"]
    assert len(captured) == 0


def test_page_deep_in_the_list_begins_in_the_index() -> None:
    start = date(2026, 1, 1)
    PagedRow.objects.bulk_create(
        PagedRow(name=f"{number:05}", opens_on=start + timedelta(number)) for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON test_paged_row (name, id)")
        cursor.execute("ANALYZE test_paged_row")
    mark = cursor_of(["name", 0, ["02500", PagedRow.objects.get(name="02500").pk]])
    with CaptureQueriesContext(connection) as captured:
        page = read_page(PagedRow.objects.all(), Order(NAME), cursor=mark, size=3)
    assert [row.name for row in page.rows] == ["02501", "02502", "02503"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + captured[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (ROW(" in plan


class RowsView(APIView):
    sort_keys = [NAME, OPENS]


def ask_api(query: str) -> tuple[KeysetPagination, list[PagedRow]]:
    paginator = KeysetPagination()
    request = Request(APIRequestFactory().get(f"/rows?{query}"))
    rows = paginator.paginate_queryset(PagedRow.objects.all(), request, RowsView())
    assert rows is not None
    return paginator, rows


def test_api_answers_with_neighbours_and_count() -> None:
    make_rows([(name, None, Decimal(0), None) for name in "abc"])
    paginator, rows = ask_api("sort=-name&page_size=2")
    data = paginator.get_paginated_response([row.name for row in rows]).data
    assert data["results"] == ["c", "b"]
    assert data["previous"] is None
    assert data["next"].startswith("http://testserver/rows?cursor=")
    assert (data["count"], data["count_is_exact"]) == (3, True)


@pytest.mark.parametrize(("query", "field"), [("cursor=zz", "cursor"), ("page_size=0", "page_size")])
def test_api_refuses_what_it_cannot_read(query: str, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ask_api(query)
    assert list(refusal.value.detail) == [field]


def test_api_schema_names_the_sort_keys() -> None:
    parameters = {one["name"]: one for one in KeysetPagination().get_schema_operation_parameters(RowsView())}
    assert parameters["sort"]["schema"]["enum"] == ["name", "-name", "opens", "-opens"]
    schema = KeysetPagination().get_paginated_response_schema({"type": "array"})
    assert schema["required"] == ["results", "next", "previous", "count", "count_is_exact"]
