"""A list in parts: each part is a stretch of the indexes that keep the list in its orders.

An index that begins with the company and whether somebody is employed yields the people of one company in
order at once, but not those of two, nor those gone beside those employed. A queryset that says of which
parts it consists is read part by part and merged, and passes no row of anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, Q, QuerySet

from base.scoping import ScopedQuerySet

M = TypeVar("M", bound=Model, covariant=True)


@dataclass(frozen=True)
class Part:
    """Some rows of a list.

    An `ordered` part is what an index yields in the order of the list, so its first rows are the next ones of
    the index. The rows of any other are few and are found first, then sorted. Without knowledge (None) the
    database chooses, which goes wrong where the rows lie together in an order.

    `beside` says the same of the table an order stands in where that is not the listed one: the indexes of
    that table begin with what it says. Saying both makes the database expect far too few rows.
    """

    condition: Q
    is_ordered: bool | None = None
    beside: Q | None = None


WHOLE = (Part(Q()),)


class PartedQuerySet(ScopedQuerySet[M]):
    """A queryset that may know into which parts its rows fall.

    A split is a promise, not a filter: each row satisfies one of its parts and no second one.
    """

    _splits: Mapping[str, tuple[Part, ...]] = {}

    def split(self, name: str, *parts: Part) -> Self:
        """The same rows, known to fall into these parts. Replaces an earlier split of that name."""
        rows = self.all()
        rows._splits = {**self._splits, name: parts}
        return rows

    def is_split(self, name: str) -> bool:
        """Whether a split of that name is known."""
        return name in self._splits

    def unsplit(self) -> Self:
        """The same rows without any knowledge of parts."""
        rows = self.all()
        rows._splits = {}
        return rows

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts by all splits together; one that holds of every row where there is no split."""
        return tuple(_both(chosen) for chosen in product(*self._splits.values()))

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]  # Django's own, not in the stubs
        rows._splits = self._splits
        return rows


def _both(parts: Sequence[Part]) -> Part:
    """The rows in each of the parts: in order if all of them are."""
    orders = {part.is_ordered for part in parts}
    return Part(
        _all(part.condition for part in parts),
        None if not orders or None in orders else all(orders),
        _all(part.condition if part.beside is None else part.beside for part in parts),
    )


def _all(conditions: Iterable[Q]) -> Q:
    return Q(*(condition for condition in conditions if condition))


def parts_of(rows: QuerySet[Any]) -> tuple[Part, ...]:
    """The parts of any queryset; all its rows are one where it knows of none."""
    return rows.parts if isinstance(rows, PartedQuerySet) else WHOLE


def without_parts(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows without any knowledge of parts: for a list whose values no index keeps."""
    return rows.unsplit() if isinstance(rows, PartedQuerySet) else rows


def is_split(rows: QuerySet[Any]) -> bool:
    """Whether anything is known of the parts of these rows."""
    return parts_of(rows) != WHOLE


def keys_found_first(rows: QuerySet[Any], most: int) -> list[Any]:
    """The primary keys of at most so many rows, in no order. One statement.

    The database finds them by what they are filtered by: the offset keeps it from reading the table from its
    beginning, in the hope that enough of them stand there.
    """
    try:
        text, parameters = rows.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[rows.db].cursor() as cursor:
        # Django wrote the text
        cursor.execute(f"SELECT * FROM ({text} OFFSET 0) AS found LIMIT {most:d}", parameters)  # noqa: S608
        return [key for (key,) in cursor.fetchall()]
