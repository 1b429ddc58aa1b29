"""Keyset pages: one paginator for page lists and the API.

A page begins *after a row*, never at an offset, so the hundredth page costs what the first one costs and a
row that appears meanwhile shifts nothing. Empty values stand last in both directions; the primary key
settles ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as ValidationFailed
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from base.beside import filtered_columns, index_order
from base.keyset import LAST_PAGE, InvalidCursorError, KeysetReader, Order, Page, Row, SortKey
from base.part_numbers import counted_beside, parts_by_number
from base.parts import Part, PartedQuerySet, parts_of, texts_of_parts

DEFAULT_PAGE_SIZE = 50
EXACT_COUNT_LIMIT = 1_000

__all__ = [
    "DEFAULT_PAGE_SIZE",
    "EXACT_COUNT_LIMIT",
    "LAST_PAGE",
    "BoundedCount",
    "InvalidCursorError",
    "KeysetPagination",
    "Order",
    "Page",
    "SortKey",
    "choose_order",
    "count_exactly",
    "count_up_to_limit",
    "read_page",
    "rows_in_order",
]


@dataclass(frozen=True)
class BoundedCount:
    """A number of rows, counted exactly up to `EXACT_COUNT_LIMIT` and not further."""

    number: int
    exact: bool

    @property
    def shown(self) -> str:
        """The number as a page writes it: ``1,000+`` when there are more."""
        return f"{self.number:,}" if self.exact else f"{self.number:,}+"


def choose_order(sort_keys: Sequence[SortKey], parameter: str) -> Order:
    """The order named by the ``sort`` parameter; an empty or unknown name gives the first key."""
    name = parameter.removeprefix("-")
    for key in sort_keys:
        if key.name == name:
            return Order(key, turned=parameter.startswith("-"))
    return Order(sort_keys[0])


def count_up_to_limit(queryset: QuerySet[Any]) -> BoundedCount:
    """Count the rows, stopping after `EXACT_COUNT_LIMIT`. Causes one SQL query.

    Ordered parts are counted along their indexes: else the database, hoping to meet enough of them soon, may
    read the whole table where they stand at its end. No query where the parts were counted for the page.
    """
    most = EXACT_COUNT_LIMIT + 1
    numbered = parts_by_number(queryset)
    if numbered is not None and numbered.is_exact:
        number = numbered.number
        return BoundedCount(min(number, EXACT_COUNT_LIMIT), exact=number <= EXACT_COUNT_LIMIT)
    parts = parts_of(queryset) if numbered is None else numbered.parts
    text, parameters = _counting(parts, lambda part: _rows_to_count(queryset, part)[:most], most)
    if not text:
        return BoundedCount(0, exact=True)
    often = queryset.often if isinstance(queryset, PartedQuerySet) else None
    if often is not None:
        some = queryset.filter(often.condition)
        first, values = _counting(
            parts, lambda part: some.filter(part.condition).order_by(often.order).values("pk")[:most], most
        )
        text = f"SELECT CASE WHEN ({first or 0}) = {most:d} THEN {most:d} ELSE ({text}) END"
        parameters = [*values, *parameters]
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(text, parameters)
        (found,) = cursor.fetchone() or (0,)
    return BoundedCount(min(found, EXACT_COUNT_LIMIT), exact=found <= EXACT_COUNT_LIMIT)


def _counting(
    parts: Sequence[Part], rows_of: Callable[[Part], QuerySet[Any]], most: int
) -> tuple[str, list[Any]]:
    """The statement that counts the rows of all parts, up to so many; none where all are empty."""
    texts: list[str] = []
    parameters: list[Any] = []
    for _part, text, values in texts_of_parts(parts, rows_of):
        texts.append(f"({text})")
        parameters.extend(values)
    if not texts:
        return "", []
    # Django wrote the texts
    found = f"SELECT FROM ({' UNION ALL '.join(texts)}) AS found LIMIT {most:d}"
    return f"SELECT COUNT(*) FROM ({found}) AS counted", parameters  # noqa: S608


def _rows_to_count(queryset: QuerySet[Any], part: Part) -> QuerySet[Any]:
    """The keys of a part by the index that finds most of them: of the table beside if that one is asked."""
    beside = queryset.beside if isinstance(queryset, PartedQuerySet) else None
    model, before, condition = queryset.model, "", part.condition
    if beside is not None and part.beside is not None and _is_filtered_by(beside.rows.model, queryset):
        model, before, condition = beside.rows.model, f"{beside.path}__", part.beside
    rows = queryset.filter(condition)
    fields = index_order(rows, model) if part.is_ordered else ()
    return rows.order_by(*(f"{before}{field}" for field in fields)).values("pk")


def _is_filtered_by(model: type[Model], rows: QuerySet[Any]) -> bool:
    """Whether rows are filtered by columns of a table."""
    return any(column.target.model is model for column in filtered_columns(rows.query))


def count_exactly(queryset: QuerySet[Any]) -> BoundedCount:
    """Count all rows, however many. Causes one SQL query, whose time grows with the rows."""
    beside = counted_beside(queryset)
    rows = queryset if beside is None else beside
    return BoundedCount(rows.order_by().values("pk").count(), exact=True)


def read_page(
    queryset: QuerySet[Row], order: Order, *, cursor: str = "", size: int = DEFAULT_PAGE_SIZE
) -> Page[Row]:
    """The page of `queryset` that `cursor` names: empty the first, `LAST_PAGE` the last, else a page's mark.

    Causes one SQL query, or two where the page meets the rows whose sort value is empty.
    Raises InvalidCursorError for a mark this order did not give out.
    """
    return KeysetReader(queryset, order).read(cursor, size)


def rows_in_order(queryset: QuerySet[Row], order: Order) -> QuerySet[Row]:
    """All rows in the order their pages have: empty values last, the primary key settles ties."""
    falling = order.descending
    ordering = [
        F(path).desc(nulls_last=True) if falling else F(path).asc(nulls_last=True)
        for path in order.key.fields
    ]
    return queryset.order_by(*ordering, F("pk").desc() if falling else F("pk").asc())


class KeysetPagination(BasePagination):
    """The same pages for the API: ``cursor``, ``sort`` and ``page_size`` in the address.

    ``count=exact`` counts all rows. The view names its `sort_keys` (the page's own). Answers ``{results,
    next, previous, count, count_is_exact}``; `next` and `previous` are whole addresses or null. A wrong
    cursor answers 400.
    """

    page_size = DEFAULT_PAGE_SIZE
    largest_page_size = 200
    page: Page[Any]
    count: BoundedCount

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """The rows of the page asked for. Causes two or three SQL queries (the rows, their number)."""
        if not isinstance(queryset, QuerySet):
            raise TypeError("Keyset pages need a queryset")
        self.request = request
        order = choose_order(_sort_keys_of(view), request.query_params.get("sort", ""))
        cursor = request.query_params.get("cursor", "")
        try:
            self.page = read_page(queryset, order, cursor=cursor, size=self._size(request))
        except InvalidCursorError as error:
            message = _("This page mark is not valid. Begin again without the parameter “cursor”.")
            raise ValidationFailed({"cursor": [message]}) from error
        wants_all = request.query_params.get("count", "") == "exact"
        self.count = count_exactly(queryset) if wants_all else count_up_to_limit(queryset)
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """Wrap the rows with their neighbours' addresses and their number."""
        return Response(
            {
                "results": data,
                "next": self._link(self.page.next),
                "previous": self._link(self.page.previous),
                "count": self.count.number,
                "count_is_exact": self.count.exact,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """How the answer looks, for the OpenAPI document."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["results", "next", "previous", "count", "count_is_exact"],
            "properties": {
                "results": schema,
                "next": link,
                "previous": link,
                "count": {
                    "type": "integer",
                    "minimum": 0,
                    "description": f"Exact up to {EXACT_COUNT_LIMIT}; beyond it only with `count=exact`.",
                },
                "count_is_exact": {
                    "type": "boolean",
                    "description": "False: there are more rows than `count`.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The query parameters, for the OpenAPI document."""
        names = [name for key in _sort_keys_of(view) for name in (key.name, f"-{key.name}")]
        return [
            _query_parameter(
                "cursor", {"type": "string"}, "Page mark taken from `next` or `previous`; `last`."
            ),
            _query_parameter(
                "sort", {"type": "string", "enum": names}, "Order of the rows; empty values stand last."
            ),
            _query_parameter(
                "page_size",
                {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": self.largest_page_size,
                    "default": self.page_size,
                },
                "Rows on a page.",
            ),
            _query_parameter(
                "count",
                {"type": "string", "enum": ["exact"]},
                "`exact` counts all rows, however many.",
            ),
        ]

    def _size(self, request: Request) -> int:
        asked = request.query_params.get("page_size", "")
        if not asked:
            return self.page_size
        if not (asked.isascii() and asked.isdigit()) or not 1 <= int(asked[:6]) <= self.largest_page_size:
            message = _("Choose a page size from 1 to %(largest)s.") % {"largest": self.largest_page_size}
            raise ValidationFailed({"page_size": [message]})
        return int(asked)

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)


def _sort_keys_of(view: Any) -> Sequence[SortKey]:
    keys: Sequence[SortKey] = getattr(view, "sort_keys", ())
    return keys or (SortKey("id", "id", ("pk",)),)


def _query_parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
