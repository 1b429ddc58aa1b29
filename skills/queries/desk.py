"""What waits on HR's desk: correction requests, grades that open soon, one's own imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from base.models import WorkbookImport
from base.scoping import AnyUser
from skills.dates import add_months
from skills.enums import CorrectionState
from skills.models import CorrectionRequest, Standing
from skills.queries.people import people
from skills.queries.unit_path import UnitPath
from workforce.access import Access
from workforce.enums import EMPLOYED, Role
from workforce.models import Worker

#: The kind of import the roster is (`skills.roster.staging.KIND`).
ROSTERS = "skills.roster"
#: The desk looks at this month and so many months after it.
MONTHS_AHEAD = 3


@dataclass(frozen=True)
class MonthOfOpenings:
    """A calendar month and how many people's next level opens in it."""

    month: date
    count: int

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
    """How many people's next level opens this month and in each of the next three. Causes one SQL query."""
    first = today.replace(day=1)
    months = [add_months(first, ahead) for ahead in range(MONTHS_AHEAD + 1)]
    found = (
        _standings_of_others(user)
        .filter(next_on__gte=first, next_on__lt=add_months(first, MONTHS_AHEAD + 1))
        .values_list(TruncMonth("next_on"))
        .annotate(number=Count("pk"))
        .order_by()
    )
    counts = dict(found)
    return [MonthOfOpenings(month, counts.get(month, 0)) for month in months]


def opening_people(user: AnyUser, *, since: date, until: date) -> QuerySet[Worker]:
    """People (as in the people list) whose next level opens in `[since, until)`, soonest first."""
    return (
        people(user)
        .filter(pk__in=_standings_of_others(user).filter(next_on__gte=since, next_on__lt=until).values("pk"))
        .order_by(F("standing__next_on"), "pk")
    )


def imports_of(user: AnyUser, kind: str = ROSTERS) -> QuerySet[WorkbookImport]:
    """The imports of a kind this person started, newest first."""
    return (
        WorkbookImport.objects.filter(uploaded_by_id=user.pk, kind=kind)
        .select_related("job")
        .order_by("-uploaded_at", "-pk")
    )


def _standings_of_others(user: AnyUser) -> QuerySet[Standing]:
    """Where the employed people of the units the user keeps or oversees stand."""
    reached = Access.of(user).reach(Role.HR_OFFICER, Role.UNION_OFFICER, Role.AUDITOR)
    standings = Standing.objects.visible_to(user)
    return standings.filter(reached.rows("worker__unit"), worker__status__in=EMPLOYED)
