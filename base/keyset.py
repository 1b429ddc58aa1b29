"""How a page is read: a few rows beyond a mark, from the indexes that keep the rows in order."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import Col, RawSQL
from django.db.models.sql.constants import LOUTER
from django.utils.functional import Promise

from base.beside import Beside, filtered_columns
from base.part_numbers import MOST_PARTS_GATHERED, is_gathered_beside, parts_by_number
from base.parts import Part, PartedQuerySet, parts_of, texts_of_parts
from base.told import ToldValue

LAST_PAGE = "last"

Row = TypeVar("Row", bound=Model)


class InvalidCursorError(ValueError):
    """The page mark in the address is not one this list gave out: cut off, edited, or of another order."""


@dataclass(frozen=True)
class SortKey:
    """One way to order a list, chosen in the address as ``?sort=name`` or, turned round, ``?sort=-name``.

    `fields` are lookups from the listed model, all in the same direction; only the first may be empty in the
    database. `descending` is the direction of the plain name. `tie` is the primary key; where the fields
    stand in another table it is named by that table's own key, since one index then holds them all.
    """

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    descending: bool = False
    tie: str = "pk"

    @property
    def column(self) -> str:
        """The last word of the first field, which is the column's name."""
        return self.fields[0].rpartition("__")[2]

    def condition_of(self, part: Part, rows: QuerySet[Any]) -> Q:
        """What to ask of `rows` to have those of a part in this order.

        Rows filtered by the table beside are asked for there, too: few of them are found by its indexes.
        """
        if part.beside is None or self.tie != "pk":
            return part.condition if part.beside is None else part.beside
        if part.number is not None:
            return part.condition if part.is_ordered else part.condition & part.beside
        return part.condition & part.beside if _filters_beside(rows, part.beside) else part.condition


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


@dataclass(frozen=True)
class _Stretch:
    """Rows that follow one another: which, by which fields in which direction, and beyond which values."""

    condition: Q
    aliases: Sequence[str]
    paths: Sequence[str]
    falling: bool
    beyond: tuple[Sequence[str], Sequence[Value]] | None = None


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


class KeysetReader(Generic[Row]):
    """Reads pages of one queryset in one order.

    The rows form one or two stretches: those with a sort value and, where it may be empty, those without,
    which come last. Within a stretch no value is empty, so a plain row comparison finds the place to begin.
    A queryset in parts (`base.parts`) is read from all of them at once: each yields its next rows, merged.
    """

    def __init__(self, queryset: QuerySet[Row], order: Order) -> None:
        self.order = order
        self.parts = parts_to_read(queryset, order.key)
        self._beside = _gathered_beside(queryset, self.parts, order.key)
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
        self.paths = [*order.key.fields, order.key.tie]
        self.has_empty = bool(expressions) and self._may_be_empty(expressions[0])

    def read(self, cursor: str, size: int) -> Page[Row]:
        """The page `cursor` names. Raises InvalidCursorError for a mark this order did not give out."""
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
            rows.extend(self._first_of(stretch, limit - len(rows)))
            if len(rows) >= limit:
                break
        return rows

    def _first_of(self, stretch: _Stretch, limit: int) -> QuerySet[Row]:
        """The first rows of a stretch. Causes one SQL query."""
        if len(self.parts) == 1 and self.parts[0].is_ordered is not False:
            return _in_order(self._rows_of(stretch, self.parts[0]), stretch)[:limit]
        chosen = _Merge(stretch, limit)
        chosen.add(self.parts, lambda part: _in_order(self._rows_of(stretch, part), stretch))
        rows = self.queryset.filter(pk__in=chosen.keys()) if chosen.texts else self.queryset.none()
        return _in_order(rows, stretch)

    def _rows_of(self, stretch: _Stretch, part: Part) -> QuerySet[Row]:
        rows = self.queryset.filter(stretch.condition, self.order.key.condition_of(part, self.queryset))
        if self._beside is None or part.said is None or not part.is_ordered:
            return rows
        return rows.filter(is_gathered_beside(rows.model, self._beside, part))

    def _stretches(self, mark: _Cursor | None, *, backward: bool) -> Iterator[_Stretch]:
        if not self.has_empty:
            yield self._stretch(Q(), 0, mark, backward=backward)
            return
        first = self.paths[0]
        mark_is_empty = mark is not None and mark.values[0] is None
        filled = Q(**{f"{first}__isnull": False})
        empty = Q(**{f"{first}__isnull": True})
        if backward:
            if mark is None or mark_is_empty:
                yield self._stretch(empty, 1, mark, backward=True)
            yield self._stretch(filled, 0, None if mark_is_empty else mark, backward=True)
        else:
            if not mark_is_empty:
                yield self._stretch(filled, 0, mark, backward=False)
            yield self._stretch(empty, 1, mark if mark_is_empty else None, backward=False)

    def _stretch(self, condition: Q, skipped: int, mark: _Cursor | None, *, backward: bool) -> _Stretch:
        """The rows of `condition` beyond `mark`, in the order of the fields after the first `skipped`."""
        paths = indexed_paths(self.queryset, self.order.key)
        is_told = paths[0] != self.paths[0]
        if is_told and not skipped:
            condition &= Q(**{f"{paths[0]}__isnull": False})
        beyond = None
        if mark is not None:
            values = [Value(value, field) for value, field in zip(mark.values, self.fields, strict=True)]
            beyond = paths[skipped:], values[skipped:]
        # rows without a value lie together in its index, in the order of the rest: named, it is found
        unnamed = skipped if is_told or not all(part.is_ordered for part in self.parts) else 0
        falling = self.order.descending != backward
        return _Stretch(condition, self.aliases[unnamed:], paths[unnamed:], falling, beyond)

    def _may_be_empty(self, expression: Any) -> bool:
        if not isinstance(expression, Col):
            return True
        if expression.target.null or self.queryset.query.alias_map[expression.alias].join_type != LOUTER:
            return bool(expression.target.null)
        # a part may ask for the row of the other table, so that it is there
        asked = (self.order.key.condition_of(part, self.queryset) for part in parts_of(self.queryset)[:1])
        return bool(self.queryset.filter(*asked).query.alias_map[expression.alias].join_type == LOUTER)

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


def _filters_beside(rows: QuerySet[Any], beside: Q) -> bool:
    """Whether the rows are filtered by the table the condition `beside` is about."""
    own = rows.query.get_initial_alias()
    others = {column.alias for column in filtered_columns(rows.query)} - {own}
    if not others:
        return False
    return bool(others & {column.alias for column in filtered_columns(rows.filter(beside).query)})


def parts_to_read(rows: QuerySet[Any], key: SortKey) -> Sequence[Part]:
    """The parts of the rows, by their numbers unless the order begins with what the rows are filtered by.

    Causes one SQL query where they are counted.
    """
    found = filtered_columns(rows.query)
    if key.tie != "pk" and any(column.target.name == key.column for column in found):
        return parts_of(rows)
    numbered = parts_by_number(rows)
    return parts_of(rows) if numbered is None else numbered.parts


def _gathered_beside(rows: QuerySet[Any], parts: Sequence[Part], key: SortKey) -> Beside | None:
    """The rows beside whose keys are gathered where the list is walked; None where each is looked up."""
    if key.tie != "pk" or sum(part.said is not None for part in parts) > MOST_PARTS_GATHERED:
        return None
    return rows.beside if isinstance(rows, PartedQuerySet) else None


def indexed_paths(rows: QuerySet[Any], key: SortKey) -> list[str]:
    """The paths to the columns by which an index keeps the order of a sort key, the tie last."""
    first = rows.query.annotations.get(key.fields[0])
    return [first.path if isinstance(first, ToldValue) else key.fields[0], *key.fields[1:], key.tie]


def _in_order(rows: QuerySet[Row], stretch: _Stretch) -> QuerySet[Row]:
    if stretch.beyond is not None:
        paths, values = stretch.beyond
        rows = rows.filter(_RowIsBeyond([F(path) for path in paths], values, less=stretch.falling))
    return rows.order_by(*(F(path).desc() if stretch.falling else F(path).asc() for path in stretch.paths))


class _Merge:
    """A statement for the keys of the first rows of several parts together."""

    def __init__(self, stretch: _Stretch, limit: int) -> None:
        self.texts: list[str] = []
        self._parameters: list[Any] = []
        self._limit = limit
        self._columns = [*stretch.aliases, "pk"]
        self._order = ", ".join(f"{column} DESC" if stretch.falling else column for column in self._columns)

    def add(self, parts: Iterable[Part], rows_of: Callable[[Part], QuerySet[Any]]) -> None:
        """Take in the rows of the parts, which are in their order."""

        def columns_of(part: Part) -> QuerySet[Any, Any]:
            rows = rows_of(part).values_list(*self._columns)
            return rows.order_by() if part.is_ordered is False else rows[: self._limit]

        for part, text, parameters in texts_of_parts(parts, columns_of):
            # the offset keeps the database from walking an index of the order through everybody else's rows
            text = self._first("*", f"{text} OFFSET 0") if part.is_ordered is False else text
            self.texts.append(text)
            self._parameters.extend(parameters)

    def keys(self) -> RawSQL:
        """The keys, without order."""
        union = " UNION ALL ".join(f"({text})" for text in self.texts)
        return RawSQL(self._first("pk", union), self._parameters)  # noqa: S611 - Django wrote the parts

    def _first(self, wanted: str, rows: str) -> str:
        columns = ", ".join(self._columns)
        return (
            f"SELECT {wanted} FROM ({rows}) AS part ({columns})"  # noqa: S608 - Django wrote the rows
            f" ORDER BY {self._order} LIMIT {self._limit:d}"
        )


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
