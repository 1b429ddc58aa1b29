"""Whom a user sees, told by whole branches where that is possible, and as the parts a list of people has.

A branch is a unit right below the top, or the top itself for who is placed there. Each list index begins with
the branch and whether somebody is employed (`Worker.branch`, `Worker.is_employed`).
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeGuard

from django.db.models import Model, Q, QuerySet

from base.parts import Part, PartedQuerySet
from base.scoping import AnyUser
from workforce.access import Access

if TYPE_CHECKING:
    from workforce.models.unit import Unit
    from workforce.models.worker import Worker, WorkerQuerySet

#: Names of the splits of a list of people (`base.parts`).
BRANCH, EMPLOYMENT = "branch", "employment"


class InSight:
    """The people a user sees: those of whole branches, those of other units, and oneself."""

    def __init__(self, access: Access) -> None:
        self.is_everything = access.sees_everything
        self.branches = access.whole_branches
        self._units = access.sight.without_branches()
        sees_oneself = access.sight.covers(access.own_path)
        self._own = None if sees_oneself else access.worker_id

    @classmethod
    def of(cls, user: AnyUser) -> Self:
        """What the user sees today."""
        return cls(Access.of(user))

    def people(self, worker: str = "") -> Q:
        """Rows of these people; `worker` is the path from the listed model to the worker."""
        before = f"{worker}__" if worker else ""
        seen = [Q(**{f"{before}branch__in": self.branches})] if self.branches else []
        if self._units:
            seen.append(self._units.rows(f"{before}unit"))
        if self._own is not None:
            seen.append(Q(**{worker or "pk": self._own}))
        return reduce(or_, seen) if seen else Q(pk__in=())

    def split(self, rows: WorkerQuerySet, *, beside: str = "") -> WorkerQuerySet:
        """The people of these rows, in parts where whole branches are seen.

        `beside` is the path to a table with a row for every worker that repeats branch and employment.
        """
        if not self.branches:
            return rows.split(BRANCH, _gathered(Q(), beside))
        parts = [_placed_in(branch, beside) for branch in self.branches]
        if self._units or self._own is not None:
            parts.append(_gathered(~Q(branch__in=self.branches), beside))
        if beside:
            repeating: Any = rows.model._meta.get_field(beside).related_model
            standing_alone = _rows_of_unmerged(repeating, rows.model)
            in_branches = self.is_everything or len(parts) == len(self.branches)
            if in_branches and not self.is_everything:
                standing_alone = standing_alone.filter(branch__in=self.branches)
            rows = rows.with_rows_beside(
                beside, standing_alone, repeats=("branch", "is_employed"), is_all=in_branches
            )
        return rows.split(BRANCH, *parts).split(EMPLOYMENT, _employed(True, beside), _employed(False, beside))


@cache
def _rows_of_unmerged(beside: type[Model], listed: type[Model]) -> QuerySet[Any]:
    """The rows beside those that stand for a person, by whose key they are known; composed once."""
    merged = listed._default_manager.filter(merged_into__isnull=False)
    return beside._default_manager.exclude(pk__in=merged.order_by().values("pk"))


def narrow_to_employment(rows: QuerySet[Worker], employed: bool, *, beside: str = "") -> QuerySet[Worker]:
    """Rows filtered to people employed, or to people gone, which fall into fewer parts."""
    if not falls_into_branches(rows):
        return rows
    return rows.split(EMPLOYMENT, _employed(employed, beside))


def people_within(rows: QuerySet[Worker], unit: Unit, *, beside: str = "") -> QuerySet[Worker]:
    """The people of a unit and everything below it, in the parts that are left."""
    if len(unit.path) == 2:
        found = rows.filter(branch=unit)
        return found.split(BRANCH, _placed_in(unit.pk, beside)) if falls_into_branches(found) else found
    found = rows.filter(unit__in=type(unit).objects.within([tuple(unit.path)]).order_by().values("pk"))
    if len(unit.path) == 1 or not falls_into_branches(found):
        return found
    return found_first(found, beside=beside)


def found_first(rows: PartedQuerySet[Worker], *, beside: str = "") -> QuerySet[Worker]:
    """Few rows, which are found by other means than the order of a list and then sorted."""
    return rows.unsplit().split(BRANCH, _gathered(Q(), beside))


def falls_into_branches(rows: QuerySet[Worker]) -> TypeGuard[PartedQuerySet[Worker]]:
    """Whether the rows are known to fall into branches and employment, which list indexes begin with."""
    return isinstance(rows, PartedQuerySet) and rows.is_split(EMPLOYMENT)


def _employed(employed: bool, beside: str) -> Part:
    """People employed, or gone."""
    return Part(
        Q(is_employed=employed),
        is_ordered=True,
        beside=Q(**{f"{beside}__is_employed": employed}) if beside else None,
    )


def _placed_in(branch: int, beside: str) -> Part:
    """The people of a branch."""
    return Part(
        Q(branch=branch), is_ordered=True, beside=Q(**{f"{beside}__branch": branch}) if beside else None
    )


def _gathered(people: Q, beside: str) -> Part:
    """People of some units, who are found by their units and then sorted."""
    return Part(
        people, is_ordered=False, beside=people & Q(**{f"{beside}__isnull": False}) if beside else None
    )
