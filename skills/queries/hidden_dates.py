"""Dates that would tell a birth date: the day a route of age clauses alone opened is the birthday itself."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from base.scoping import AnyUser
from base.told import ToldValue
from skills.enums import ClauseKind
from skills.models import Clause, Route
from workforce.access import Access
from workforce.fields import SEEN_BY, SELF, Field


def telling_dates(user: AnyUser, *, day: str, route: str, worker: str, today: date) -> Q | None:
    """Rows whose `day` lies behind and would tell `user` a birth date they may not see; None: no row does.

    `day`, `route` and `worker` are paths from the listed model, `worker` the one to the worker's id.
    """
    access = Access.of(user)
    seen = access.reach(*(SEEN_BY[Field.BIRTH_DATE] - {SELF}))
    if seen.includes(access.sight):
        return None
    by_age_alone = routes_by_age_alone().values("pk")
    unit = "unit" if worker == "pk" else f"{worker}__unit"
    hidden = Q(**{f"{day}__lte": today, f"{route}__in": by_age_alone}) & ~seen.rows(unit)
    return hidden if access.worker_id is None else hidden & ~Q(**{worker: access.worker_id})


def routes_by_age_alone() -> QuerySet[Route]:
    """Routes all of whose clauses ask for an age: the day such a route opens is a birthday."""
    other = Clause.objects.filter(route=OuterRef("pk")).exclude(kind=ClauseKind.AGE)
    return Route.objects.filter(~Exists(other), clauses__kind=ClauseKind.AGE)


def told_date(day: str, hidden: Q | None) -> Combinable:
    """The date in `day`, None where it is hidden; lists sort and filter by it, so they tell no more."""
    return F(day) if hidden is None else ToldValue(day, hidden)


def is_hidden(hidden: Q | None) -> Combinable:
    """Whether the date is hidden; such a row is open."""
    return Value(False) if hidden is None else Case(When(hidden, then=Value(True)), default=Value(False))
