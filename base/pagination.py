"""Keyset pages: one paginator for page lists and the API.

A page begins *after a row*, never at an offset, so the hundredth page costs what the first one costs and a
row that appears meanwhile shifts nothing. Empty values stand last in both directions; the primary key
settles ties.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.sql.constants import LOUTER
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as ValidationFailed
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

DEFAULT_PAGE_SIZE = 50
EXACT_COUNT_LIMIT = 1_000
LAST_PAGE = "last"

Row = TypeVar("Row", bound=Model)


class InvalidCursorError(ValueError):
    """The page mark in the address is not one this list gave out: cut off, edited, or of another order."""


@dataclass(frozen=True)
class SortKey:
    """One way to order a list, chosen in the address as ``?sort=name`` or, turned round, ``?sort=-name``.

    `fields` are lookups from the listed model, all in the same direction; only the first may be empty in the
    database. `descending` is the direction of the plain name.
    """

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True)
class Order:
    """A sort key with the direction asked for."""

    key: SortKey
    turned: bool = False

    @property
    def descending(self) -> bool:
        """Whether the largest value comes first."""
        return self.key.descending != self.turned

    @property
    def parameter(self) -> str:
        """The value of ``sort`` in the address."""
        return f"-{self.key.name}" if self.turned else self.key.name


@dataclass(frozen=True)
class BoundedCount:
    """A number of rows, counted exactly up to `EXACT_COUNT_LIMIT` and not further."""

    number: int
    exact: bool

    @property
    def shown(self) -> str:
        """The number as a page writes it: ``1,000+`` when there are more."""
        return f"{self.number:,}" if self.exact else f"{self.number:,}+"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page and the marks of its neighbours (None: there is no such page)."""

    rows: list[Row]
    order: Order
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class _Cursor:
    """The row a page begins after (or, `backward`, ends before): its sort values, then its primary key."""

    backward: bool
    values: tuple[Any, ...]


def choose_order(sort_keys: Sequence[SortKey], parameter: str) -> Order:
    """The order named by the ``sort`` parameter; an empty or unknown name gives the first key."""
    name = parameter.removeprefix("-")
    for key in sort_keys:
        if key.name == name:
            return Order(key, turned=parameter.startswith("-"))
    return Order(sort_keys[0])


def count_up_to_limit(queryset: QuerySet[Any]) -> BoundedCount:
    """Count the rows, stopping after `EXACT_COUNT_LIMIT`. Causes one SQL query."""
    found = queryset.order_by().values("pk")[: EXACT_COUNT_LIMIT + 1].count()
    return BoundedCount(min(found, EXACT_COUNT_LIMIT), exact=found <= EXACT_COUNT_LIMIT)


def count_exactly(queryset: QuerySet[Any]) -> BoundedCount:
    """Count all rows, however many. Causes one SQL query, whose time grows with the rows."""
    return BoundedCount(queryset.order_by().values("pk").count(), exact=True)


def read_page(
    queryset: QuerySet[Row], order: Order, *, cursor: str = "", size: int = DEFAULT_PAGE_SIZE
) -> Page[Row]:
    """The page of `queryset` that `cursor` names: empty the first, `LAST_PAGE` the last, else a page's mark.

    Causes one SQL query, or two where the page meets the rows whose sort value is empty.
    Raises InvalidCursorError for a mark this order did not give out.
    """
    return _KeysetReader(queryset, order).read(cursor, size)


def rows_in_order(queryset: QuerySet[Row], order: Order) -> QuerySet[Row]:
    """All rows in the order their pages have: empty values last, the primary key settles ties."""
    falling = order.descending
    ordering = [
        F(path).desc(nulls_last=True) if falling else F(path).asc(nulls_last=True)
        for path in order.key.fields
    ]
    return queryset.order_by(*ordering, F("pk").desc() if falling else F("pk").asc())


class _RowIsBeyond(Func):
    """``(a, b) > (x, y)`` or ``<``: a comparison of whole rows, which an index on (a, b) answers directly."""

    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, left: Sequence[Any], right: Sequence[Any], *, less: bool) -> None:
        self.arg_joiner = " < " if less else " > "
        row_type: Field[Any, Any] = BooleanField()
        super().__init__(
            Func(*left, function="ROW", output_field=row_type),
            Func(*right, function="ROW", output_field=row_type),
        )


class _KeysetReader(Generic[Row]):
    """Reads pages of one queryset in one order.

    The rows form one or two stretches: those with a sort value and, where it may be empty, those without,
    which come last. Within a stretch no value is empty, so a plain row comparison finds the place to begin.
    """

    def __init__(self, queryset: QuerySet[Row], order: Order) -> None:
        self.order = order
        self.aliases = [f"_sort_{position}" for position in range(len(order.key.fields))]
        sort_values = {alias: F(path) for alias, path in zip(self.aliases, order.key.fields, strict=True)}
        try:
            self.queryset: QuerySet[Row] = queryset.order_by().annotate(**sort_values)
        except FieldError as error:
            raise ImproperlyConfigured(f"Sort key {order.key.name!r}: {error}") from error
        expressions = [self.queryset.query.annotations[alias] for alias in self.aliases]
        if any(self._may_be_empty(expression) for expression in expressions[1:]):
            raise ImproperlyConfigured(f"Sort key {order.key.name!r}: only its first field may be empty")
        primary_key: Field[Any, Any] = queryset.model._meta.pk
        self.fields: list[Field[Any, Any]] = [expression.output_field for expression in expressions]
        self.fields.append(primary_key)
        self.paths = [*order.key.fields, "pk"]
        self.has_empty = bool(expressions) and self._may_be_empty(expressions[0])

    def read(self, cursor: str, size: int) -> Page[Row]:
        mark = self._decode(cursor) if cursor and cursor != LAST_PAGE else None
        backward = mark.backward if mark else cursor == LAST_PAGE
        rows = self._rows_beyond(mark, backward=backward, limit=size + 1)
        has_more = len(rows) > size
        rows = rows[:size]
        if backward and not has_more and mark is not None:
            return self.read("", size)
        if backward:
            rows.reverse()
        has_next = mark is not None if backward else has_more
        has_previous = has_more if backward else mark is not None
        return Page(
            rows=rows,
            order=self.order,
            next=self._encode(rows[-1], backward=False) if rows and has_next else None,
            previous=self._encode(rows[0], backward=True) if rows and has_previous else None,
        )

    def _rows_beyond(self, mark: _Cursor | None, *, backward: bool, limit: int) -> list[Row]:
        rows: list[Row] = []
        for stretch in self._stretches(mark, backward=backward):
            rows.extend(stretch[: limit - len(rows)])
            if len(rows) >= limit:
                break
        return rows

    def _stretches(self, mark: _Cursor | None, *, backward: bool) -> Iterator[QuerySet[Row]]:
        if not self.has_empty:
            yield self._stretch(self.queryset, 0, mark, backward=backward)
            return
        first = self.paths[0]
        mark_is_empty = mark is not None and mark.values[0] is None
        filled = self.queryset.filter(**{f"{first}__isnull": False})
        empty = self.queryset.filter(**{f"{first}__isnull": True})
        if backward:
            if mark is None or mark_is_empty:
                yield self._stretch(empty, 1, mark, backward=True)
            yield self._stretch(filled, 0, None if mark_is_empty else mark, backward=True)
        else:
            if not mark_is_empty:
                yield self._stretch(filled, 0, mark, backward=False)
            yield self._stretch(empty, 1, mark if mark_is_empty else None, backward=False)

    def _stretch(
        self, rows: QuerySet[Row], skipped: int, mark: _Cursor | None, *, backward: bool
    ) -> QuerySet[Row]:
        """The rows of one stretch beyond `mark`, in the order of the fields after the first `skipped`."""
        paths = self.paths[skipped:]
        falling = self.order.descending != backward
        if mark is not None:
            values = [Value(value, field) for value, field in zip(mark.values, self.fields, strict=True)][
                skipped:
            ]
            rows = rows.filter(_RowIsBeyond([F(path) for path in paths], values, less=falling))
        return rows.order_by(*(F(path).desc() if falling else F(path).asc() for path in paths))

    def _may_be_empty(self, expression: Any) -> bool:
        if not isinstance(expression, Col):
            return True
        join = self.queryset.query.alias_map[expression.alias]
        return bool(expression.target.null) or join.join_type == LOUTER

    def _encode(self, row: Row, *, backward: bool) -> str:
        values = [getattr(row, alias) for alias in self.aliases] + [row.pk]
        content = [self.order.parameter, int(backward), [_to_json(value) for value in values]]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _decode(self, cursor: str) -> _Cursor:
        try:
            text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            parameter, backward, values = json.loads(text)
            if parameter != self.order.parameter or len(values) != len(self.fields):
                raise InvalidCursorError("The page mark belongs to another order.")
            read = tuple(self._read(field, value) for field, value in zip(self.fields, values, strict=True))
        except (ValueError, TypeError, OverflowError, ValidationError, RecursionError) as error:
            raise InvalidCursorError("The page mark cannot be read.") from error
        if any(value is None for value in read[1:]) or (read[0] is None and not self.has_empty):
            raise InvalidCursorError("The page mark lacks a value.")
        return _Cursor(backward=bool(backward), values=read)

    @staticmethod
    def _read(field: Field[Any, Any], value: Any) -> Any:
        if isinstance(value, str) and "\x00" in value.encode().decode():
            raise InvalidCursorError("The page mark cannot be read.")
        if value is None:
            return None
        value = field.to_python(value)
        field.run_validators(value)
        return value


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


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
