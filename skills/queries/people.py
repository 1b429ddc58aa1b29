"""The people list: workers with where they stand, in one statement."""

from __future__ import annotations

from functools import cache

from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.pagination import SortKey
from base.scoping import AnyUser
from skills.models import Occupation, Route
from skills.queries.hidden_dates import is_hidden, telling_dates, told_date
from skills.queries.unit_path import UnitPath
from workforce.branches import InSight
from workforce.models import Worker
from workforce.models.worker import WorkerQuerySet

#: The row beside each worker that repeats what the list indexes begin with.
STANDING = "standing"
_DAY, _ROUTE = "standing__next_on", "standing__next_route"

#: How the people list may be ordered, on the page and in the API; empty values stand last.
PEOPLE_SORT_KEYS = (
    SortKey("number", _("Employee number"), ("employee_no",)),
    SortKey("name", _("Name"), ("name_pinyin",)),
    SortKey("level", _("Held level"), ("standing__held_level",), descending=True, tie="standing__pk"),
    SortKey("since", _("Held since"), ("standing__held_since",), tie="standing__pk"),
    SortKey("opens", _("Opens on"), ("next_on",), tie="standing__pk"),
    SortKey("hired", _("Hire date"), ("hire_date",)),
)


def people(user: AnyUser) -> QuerySet[Worker]:
    """The workers `user` may see, each with `unit_path` and the columns of their standing.

    Annotated: `occupation_id`, `occupation_name`, `held_level`, `held_since`, `next_level`, `next_on`,
    `next_route` (its code); level 1 and None for a worker whose standing has not been computed yet. `next_on`
    is also None, and `opens_on_hidden` true, where the level is open and the day would tell the user a birth
    date (`skills.queries.hidden_dates`). `shown_unit_id`, `shown_post` and `shown_status` are what a list
    shows: today's, or those of the day `skills.queries.past_people.people_on` turns it to. Filter with
    `skills.filters.PeopleFilter`.
    """
    hidden = telling_dates(user, day=_DAY, route=_ROUTE, worker="pk", today=today())
    rows = InSight.of(user).split(_people_shown().visible_to(user), beside=STANDING)
    if hidden is None:
        return rows
    return rows.annotate(next_on=told_date(_DAY, hidden), opens_on_hidden=is_hidden(hidden))


@cache
def _people_shown() -> WorkerQuerySet:
    """All workers with what a list shows of them, every date told: composed once, the same for everybody."""
    return Worker.objects.defer("id_number", "id_number_index").annotate(
        shown_unit_id=F("unit_id"),
        shown_post=F("post"),
        shown_status=F("status"),
        unit_path=UnitPath("unit_id"),
        occupation_id=F("standing__occupation_id"),
        occupation_name=_looked_up(Occupation, "standing__occupation", "name"),
        held_level=F("standing__held_level"),
        held_since=F("standing__held_since"),
        next_level=F("standing__next_level"),
        next_on=told_date(_DAY, None),
        opens_on_hidden=is_hidden(None),
        next_route=_looked_up(Route, _ROUTE, "code"),
    )


def _looked_up(model: type[Model], path: str, column: str) -> Subquery:
    """A word of the row `path` leads to: looked up for the rows shown alone, where a join would be planned in
    each part of the list.
    """
    return Subquery(model._default_manager.filter(pk=OuterRef(path)).order_by().values(column))
