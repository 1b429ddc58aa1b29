"""The pages of scheduled work: what runs when and how it went, starting one by hand, and the runs so far."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.cells import CellKind, describe_span
from base.components import Crumb
from base.lists.columns import Column
from base.lists.page import ListPage
from base.models.schedule import RUN_SCHEDULES, VIEW_SCHEDULES, RunOutcome, ScheduleRun, ScheduleState
from base.pages import ConfirmPage, LoginRequired, VisibleObjectMixin
from base.pagination import SortKey
from base.schedule_standing import standings
from base.schedules import ask_run, late_states, schedule
from base.scoping import AnyUser

SCHEDULE_RUN_SORT_KEYS = (SortKey("started", gettext_lazy("Started"), ("started_at",), descending=True),)

#: Rows the desk's card shows before it links to the whole list.
CARD_ROWS = 5


def sees_schedules(user: AnyUser) -> bool:
    """HR and auditors of the whole group, and the administrator."""
    return isinstance(user, AbstractBaseUser) and user.has_perm(VIEW_SCHEDULES)  # type: ignore[attr-defined]


def label_of(name: str) -> str | Promise:
    """What an entry is called; its name where it is gone from the schedule."""
    entry = schedule().get(name)
    return entry.label if entry is not None else name


class SchedulesPage(LoginRequired, TemplateView):
    """What runs by itself: when it ran last and runs next, how long it took, how it ended."""

    template_name = "base/schedules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every entry of the schedule. Raises PermissionDenied for those who have no part in it."""
        user = self.request.user
        if not sees_schedules(user):
            raise PermissionDenied
        rows = standings(now=timezone.now())
        return super().get_context_data(
            rows=[(row, describe_span(row.took) if row.took is not None else "") for row in rows],
            late=[row for row in rows if row.is_late],
            may_run=user.has_perm(RUN_SCHEDULES),
            **kwargs,
        )


class RunSchedulePage(VisibleObjectMixin[ScheduleState], ConfirmPage):
    """Asks whether an entry is to run now, and has it run."""

    model = ScheduleState
    permission = RUN_SCHEDULES
    action_label = gettext_lazy("Run now")
    done_message = gettext_lazy("It begins in a moment.")

    def get_question(self) -> str:
        """Which one."""
        return _("Run “%(label)s” now? That it was you is kept.") % {"label": label_of(self.object.name)}

    def perform(self) -> None:
        """Have it run; a run under way is left alone."""
        if not isinstance(self.request.user, AbstractBaseUser):
            raise PermissionDenied
        ask_run(self.object.name, actor=self.request.user, now=timezone.now())

    def get_success_url(self) -> str:
        """The list."""
        return reverse("base:schedules")


class ScheduleRunFilter(django_filters.FilterSet):
    """Runs by entry, outcome and day."""

    name = django_filters.ChoiceFilter(
        label=gettext_lazy("Scheduled work"),
        field_name="state__name",
        choices=lambda: [(name, entry.label) for name, entry in schedule().items()],
    )
    outcome = django_filters.ChoiceFilter(label=gettext_lazy("Outcome"), choices=RunOutcome.choices)
    started = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Started between"), field_name="started_at"
    )

    class Meta:
        model = ScheduleRun
        fields: list[str] = []


class ScheduleRunList(ListPage):
    """The runs planned by time of day and those asked for by hand, newest first."""

    title = gettext_lazy("Runs of scheduled work")
    filterset_class = ScheduleRunFilter
    sort_keys = SCHEDULE_RUN_SORT_KEYS
    empty_title = gettext_lazy("No runs yet")
    empty_text = gettext_lazy("Work planned by time of day, and work started by hand, is written down here.")
    template_name = "base/schedule_runs.html"
    columns = (
        Column("started_at", gettext_lazy("Started"), kind=CellKind.DATE, sort="started"),
        Column("schedule", gettext_lazy("Scheduled work"), lambda run: label_of(run.state.name)),
        Column("moment", gettext_lazy("Planned for"), kind=CellKind.DATE),
        Column("outcome", gettext_lazy("Outcome"), lambda run: outcome_of(run), CellKind.BADGE),
        Column("took", gettext_lazy("Took")),
        Column("asked_by", gettext_lazy("Started by hand by")),
        Column("error", gettext_lazy("Fault"), kind=CellKind.CODE, optional=True),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """Those who see what runs by itself."""
        return sees_schedules(user)

    def get_queryset(self) -> QuerySet[ScheduleRun]:
        """Those in scope, with their entry and who asked."""
        rows = ScheduleRun.objects.visible_to(self.request.user)
        return rows.select_related("state", "asked_by__worker")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The way back."""
        crumbs = [Crumb(_("Scheduled work"), reverse("base:schedules"))]
        return {**super().get_context_data(**kwargs), "crumbs": crumbs}


def outcome_of(run: ScheduleRun) -> RunOutcome | None:
    """How it ended; None while it is under way."""
    return RunOutcome(run.outcome) if run.outcome else None


def late_card(_request: HttpRequest) -> dict[str, Any] | None:
    """What a desk says of scheduled work that has not run; nothing when all of it has. One statement.

    Reckoned when somebody looks: when beat is dead nobody else could tell.
    """
    late = late_states(now=timezone.now())
    rows = [(label_of(state.name), state) for state in late[:CARD_ROWS]]
    return {"rows": rows, "count": len(late)} if late else None
