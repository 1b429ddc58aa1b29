"""The working calendar: a year of it, changing a day, confirming a year's table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.edit_marks import Shown
from base.marked_forms import MarkedForm
from base.pages import LoginRequired
from workforce.access import Access
from workforce.enums import DayKind, Role
from workforce.forms.working_calendar import CalendarDayForm, ConfirmYearForm
from workforce.models.working_calendar import CALENDAR_YEARS
from workforce.queries.working_calendar import changes_of_year, year_shown
from workforce.services.working_calendar import (
    KEEP_CALENDAR,
    PUBLISHED,
    change_day,
    confirm_year,
    day_mark,
    year_mark,
)
from workforce.views.form_page import ServiceFormPage

#: The days of the week as a calendar heads its columns.
WEEK = (
    *(gettext_lazy("Mo"), gettext_lazy("Tu"), gettext_lazy("We"), gettext_lazy("Th")),
    *(gettext_lazy("Fr"), gettext_lazy("Sa"), gettext_lazy("Su")),
)


def _year_or_404(year: int) -> int:
    if year not in CALENDAR_YEARS:
        raise Http404
    return year


class CalendarPage(LoginRequired, TemplateView):
    """A year of the working calendar, for everybody: the current one where the address names none."""

    template_name = "workforce/working_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Twelve months and the days that differ; for officers and auditors also who changed what and why."""
        year = _year_or_404(self.kwargs.get("year", today().year))
        reads_changes = bool(Access.of(self.request.user).reach(Role.HR_OFFICER, Role.AUDITOR))
        return super().get_context_data(
            shown=year_shown(year),
            week=WEEK,
            changes=changes_of_year(year) if reads_changes else (),
            may_keep=self.request.user.has_perm(KEEP_CALENDAR),
            previous=year - 1 if year - 1 in CALENDAR_YEARS else None,
            following=year + 1 if year + 1 in CALENDAR_YEARS else None,
            today=today(),
            **kwargs,
        )


class CalendarFormPage(MarkedForm, ServiceFormPage):
    """A form about the calendar, for HR of the whole group."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse others with 403."""
        if request.user.is_authenticated and not request.user.has_perm(KEEP_CALENDAR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def year(self) -> int:
        """The year of the address."""
        return _year_or_404(self.kwargs["year"])

    def read_again(self) -> None:
        """Nothing is kept of it between two looks."""

    def get_success_url(self) -> str:
        """The year."""
        return reverse("workforce:calendar_year", args=[self.year])

    def get_crumbs(self) -> list[Crumb]:
        """The year."""
        return [Crumb(_("Working calendar %(year)d") % {"year": self.year}, self.get_success_url())]


class CalendarDayPage(CalendarFormPage):
    """Change how one day differs from the week."""

    form_class = CalendarDayForm
    done_message = gettext_lazy("The day is changed.")
    explanation = gettext_lazy(
        "The calendar is one for the whole enterprise. Deadlines and reminders count by it from now on."
    )

    @property
    def day(self) -> date:
        """The day of the address."""
        try:
            return date(self.year, self.kwargs["month"], self.kwargs["day"])
        except ValueError as error:
            raise Http404 from error

    def get_title(self) -> str | Promise:
        """Which day."""
        return f"{date_format(self.day, 'DATE_FORMAT')} {date_format(self.day, 'l')}"

    def get_initial(self) -> dict[str, Any]:
        """As it stands; a new one by the notice of its year."""
        record = day_mark(self.day)
        return {**record, "document": record["document"] or PUBLISHED.format(year=self.year)}

    def mark_key(self) -> str:
        """The day."""
        return f"workforce.calendar.{self.day.isoformat()}"

    def as_shown(self) -> Shown:
        """The day as this page shows it."""
        return Shown.of(day_mark(self.day))

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Change it."""
        kind = DayKind(data["kind"]) if data["kind"] else None
        change_day(actor=self.actor, day=self.day, shown=shown, **{**data, "kind": kind})


class ConfirmYearPage(CalendarFormPage):
    """Say that a year's table is complete."""

    form_class = ConfirmYearForm
    submit_label = gettext_lazy("Confirm the table")
    done_message = gettext_lazy("The table is confirmed. Deadlines are counted by it from now on.")
    explanation = gettext_lazy(
        "Compare every day with the notice before you confirm. Deadlines that were provisional for want of "
        "this table take effect by it."
    )

    def get_title(self) -> str | Promise:
        """Which year."""
        return _("Confirm the working calendar %(year)d") % {"year": self.year}

    def get_initial(self) -> dict[str, Any]:
        """The document on record, or what the year's notice is called."""
        return {"document": year_mark(self.year)["document"] or PUBLISHED.format(year=self.year)}

    def mark_key(self) -> str:
        """The year."""
        return f"workforce.calendar.{self.year}"

    def as_shown(self) -> Shown:
        """The year as this page shows it."""
        return Shown.of(year_mark(self.year))

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Confirm it."""
        confirm_year(actor=self.actor, year=self.year, now=timezone.now(), shown=shown, **data)
