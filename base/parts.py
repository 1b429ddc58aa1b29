"""A list in parts: each part is a stretch of the indexes that keep the list in its orders.

An index that begins with the company and whether somebody is employed yields the people of one company in
order at once, but not those of two, nor those gone beside those employed. A queryset that says of which
parts it consists is read part by part and merged, and passes no row of anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any, Self, TypeVar

from django.db.models import Model, Q, QuerySet

from base.scoping import ScopedQuerySet

M = TypeVar("M", bound=Model, covariant=True)

WHOLE = (Q(),)


class PartedQuerySet(ScopedQuerySet[M]):
    """A queryset that may know into which parts its rows fall.

    A split is a promise, not a filter: each row satisfies one of its parts and no second one.
    """

    _splits: Mapping[str, tuple[Q, ...]] = {}

    def split(self, name: str, *parts: Q) -> Self:
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
    def parts(self) -> tuple[Q, ...]:
        """The parts by all splits together; one that holds of every row where there is no split."""
        chosen = product(*self._splits.values())
        return tuple(Q(*(condition for condition in part if condition)) for part in chosen)

    def _clone(self) -> Self:
        rows: Self = super()._clone()  # type: ignore[misc]  # Django's own, not in the stubs
        rows._splits = self._splits
        return rows


def parts_of(rows: QuerySet[Any]) -> tuple[Q, ...]:
    """The parts of any queryset; all its rows are one where it knows of none."""
    return rows.parts if isinstance(rows, PartedQuerySet) else WHOLE


def without_parts(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows without any knowledge of parts: for a list whose values no index keeps."""
    return rows.unsplit() if isinstance(rows, PartedQuerySet) else rows
