"""What waits on HR's desk: correction requests, grades that open soon, one's own imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from base.models import WorkbookImport
from base.pagination import BoundedCount, choose_order, count_up_to_limit, read_page
from base.scoping import AnyUser
from skills.dates import add_months
from skills.enums import CorrectionState
from skills.models import CorrectionRequest
from skills.queries.people import PEOPLE_SORT_KEYS, STANDING, people
from skills.queries.unit_path import UnitPath
from workforce.access import Access
from workforce.branches import narrow_to_employment
from workforce.enums import EMPLOYED, Role
from workforce.models import Worker

#: The kind of import the roster is (`skills.roster.staging.KIND`).
ROSTERS = "skills.roster"
#: The desk looks at this month and so many months after it.
MONTHS_AHEAD = 3
_SOONEST = choose_order(PEOPLE_SORT_KEYS, "opens")


@dataclass(frozen=True)
class MonthOfOpenings:
    """A calendar month and how many people's next level opens in it, counted as far as a list is."""

    month: date
    count: BoundedCount

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date.fromordinal(add_months(self.month, 1).toordinal() - 1)


def waiting_corrections(user: AnyUser) -> QuerySet[CorrectionRequest]:
    """Requests this HR officer may decide, oldest first, with the worker and the unit path."""
    access = Access.of(user)
    return (
        CorrectionRequest.objects.visible_to(user)
        .filter(access.reach(Role.HR_OFFICER).rows("worker__unit"), state=CorrectionState.WAITING)
        .exclude(worker=access.worker_id)
        .exclude(requested_by_id=user.pk)
        .select_related("worker", "evidence")
        .defer("worker__id_number", "worker__id_number_index")
        .annotate(unit_path=UnitPath("worker__unit_id"))
        .order_by("requested_at", "pk")
    )


def openings_by_month(user: AnyUser, *, today: date) -> list[MonthOfOpenings]:
    """How many people's next level opens this month and in each of the next three. Causes four SQL queries,
    which read no more rows than a count shows.
    """
    first = today.replace(day=1)
    months = [add_months(first, ahead) for ahead in range(MONTHS_AHEAD + 1)]
    return [
        MonthOfOpenings(
            month,
            count_up_to_limit(_opening_people(user, since=month, until=add_months(month, 1))),
        )
        for month in months
    ]


def soonest_openings(user: AnyUser, *, since: date, until: date, most: int) -> list[Worker]:
    """People (as in the people list) whose next level opens in `[since, until)`, soonest first."""
    return read_page(_opening_people(user, since=since, until=until), _SOONEST, size=most).rows


def imports_of(user: AnyUser, kind: str = ROSTERS) -> QuerySet[WorkbookImport]:
    """The imports of a kind this person started, newest first."""
    return (
        WorkbookImport.objects.filter(uploaded_by_id=user.pk, kind=kind)
        .select_related("job")
        .order_by("-uploaded_at", "-pk")
    )


def _opening_people(user: AnyUser, *, since: date, until: date) -> QuerySet[Worker]:
    """People employed in the units the user keeps or oversees, by the day the people list tells."""
    access = Access.of(user)
    told = {"next_on__gte": since, "next_on__lt": until}
    employed = people(user).filter(status__in=EMPLOYED, **told)
    rows = narrow_to_employment(employed, True, beside=STANDING)
    reached = access.reach(Role.HR_OFFICER, Role.UNION_OFFICER, Role.AUDITOR)
    sees_no_other = reached.includes(access.sight) and (
        access.worker_id is None or reached.covers(access.own_path)
    )
    return rows if sees_no_other else rows.filter(reached.rows("unit"))
