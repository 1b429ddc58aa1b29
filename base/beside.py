"""A list whose rows have others beside them, one each: what is asked of those alone is asked there.

Whoever filters people by where they stand, in the order of their numbers, joins two tables whose indexes keep
either. How many there are in each part of the list is told by the table beside alone, and decides how the
part is read: not at all, found by what it is filtered by and sorted, or walked in the list's order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, LessThanOrEqual, Lookup
from django.db.models.sql import Query
from django.db.models.sql.where import NothingNode

_ENDS: tuple[type[Lookup[Any]], ...] = (Exact, In, GreaterThanOrEqual, LessThanOrEqual)


@dataclass(frozen=True)
class Beside:
    """The rows beside those of a list, asked for the same as the list as far as that can be said of them.

    `repeats` are columns both tables have with the same values. The rows lack nothing; they may be too many
    unless they were the same at first (`is_whole`) and nothing was `unsaid`: asked, but not to be said of
    them. `is_narrowed`: something was asked of them that the list's parts do not say. `conditions` is the
    number of conditions the list had then: a list that was changed in other ways since is not known any more.
    """

    path: str
    all_rows: QuerySet[Any]
    repeats: frozenset[str]
    conditions: int
    is_whole: bool = True
    is_narrowed: bool = False
    asked: tuple[Q, ...] = ()
    unsaid: tuple[Q, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether these are the rows beside those of the list and no others."""
        return self.is_whole and not self.unsaid

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows beside for which everything asked holds: composed where they are wanted, mostly not."""
        rows = self.all_rows
        for asked in self.asked:
            rows = rows.filter(asked)
        return rows

    @property
    def is_bounded(self) -> bool:
        """Whether the rows are asked for by a value or between two, their keys and what they repeat aside."""
        ends: defaultdict[str, set[type[Lookup[Any]]]] = defaultdict(set)
        for condition in self.rows.query.where.leaves():
            column = getattr(condition, "lhs", None)
            if isinstance(column, Col) and not column.target.primary_key:
                ends[column.target.name].update(end for end in _ENDS if isinstance(condition, end))
        return any(
            found & {Exact, In} or {GreaterThanOrEqual, LessThanOrEqual} <= found
            for name, found in ends.items()
            if name not in self.repeats
        )

    def filtered(self, asked: Q, conditions: int) -> Beside:
        """After the list was filtered by `asked`, which made it so many conditions."""
        said = self.said(asked)
        if said is None:
            return replace(self, unsaid=(*self.unsaid, asked), conditions=conditions)
        asked_more = any(name.partition("__")[0] not in self.repeats for name in _names(said))
        return replace(
            self,
            asked=(*self.asked, said),
            is_narrowed=self.is_narrowed or asked_more,
            conditions=conditions,
        )

    def said(self, asked: Q) -> Q | None:
        """The same condition of the rows beside; None where it cannot be said of them."""
        if asked.negated:
            return None
        children: list[Any] = []
        child: Any
        for child in asked.children:
            said = self.said(child) if isinstance(child, Q) else self._said_of_value(child)
            if said is None:
                return None
            children.append(said)
        return Q.create(children, asked.connector)

    def _said_of_value(self, child: Any) -> tuple[str, Any] | None:
        if not isinstance(child, tuple) or hasattr(child[1], "resolve_expression"):
            return None
        first, _, rest = child[0].partition("__")
        if first in self.repeats:
            return child
        known = {field.name for field in self.all_rows.model._meta.fields}
        return (rest, child[1]) if first == self.path and rest.partition("__")[0] in known else None


def _names(asked: Q) -> Iterator[str]:
    child: Any
    for child in asked.children:
        if isinstance(child, Q):
            yield from _names(child)
        else:
            yield child[0]


def filtered_columns(query: Query) -> Iterator[Col]:
    """The columns a statement filters by."""
    for condition in query.where.leaves():
        if not isinstance(condition, NothingNode):  # of rows that are none
            yield from (part for part in condition.flatten() if isinstance(part, Col))


def index_order(rows: QuerySet[Any], model: type[Model]) -> Sequence[str]:
    """The order of the index of `model` by which the rows are found: of what they are filtered by.

    Rows counted in this order are taken from the index one by one. Without an order the database may read
    the table from its beginning, in the hope that enough of them stand there. Fields with one value are left
    out: they make no order, and a boolean among them would hide that of the index.
    """
    asked = {column.target.name for column in filtered_columns(rows.query) if column.target.model is model}
    fixed = {
        condition.lhs.target.name
        for condition in rows.query.where.leaves()
        if isinstance(condition, Exact) and isinstance(condition.lhs, Col)
    }

    def leading(fields: Sequence[str]) -> int:
        return next((at for at, field in enumerate(fields) if field not in asked), len(fields))

    indexes: list[Sequence[str]] = [index.fields for index in model._meta.indexes if index.fields]
    best = max(indexes, key=leading, default=())
    found = [field for field in best if field not in fixed] if leading(best) else ()
    # by the key itself: the name of a reference stands for the order of what it leads to
    return [getattr(model._meta.get_field(field), "attname", field) for field in found]
