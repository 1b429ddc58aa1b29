"""The people list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from base.cells import CellKind
from base.dates import today
from base.lists import Column, ListExport, ListPage
from base.scoping import AnyUser
from skills.enums import Level
from skills.filters import PeopleFilter
from skills.models import Diploma, Title
from skills.past_day import AS_OF_FIELD, read_past_day
from skills.queries.past_people import first_day
from skills.queries.people import PEOPLE_SORT_KEYS, people
from skills.queries.unit_paths_at_once import paths_at_once
from skills.rules import EXPORT_ROSTER, may_export_lists, may_view_people
from skills.views.list_cells import (
    Opening,
    draw_level,
    draw_name,
    draw_opening,
    draw_stairs_once,
    draw_unit,
    draw_words,
    worker_page,
)
from skills.views.personal_columns import PERSONAL_COLUMNS, SCHOOL_COLUMN
from workforce.bulk_actions import WORKER_BULK_ACTIONS
from workforce.enums import WorkerStatus
from workforce.models import Worker

#: Levels of the tree a list shows of a unit; the rest is read on the worker's page.
UNIT_LEVELS_SHOWN = 2
PATH_SEPARATOR = " / "


def _short_path(row: Any) -> str:
    return PATH_SEPARATOR.join((row.unit_path or "").split(PATH_SEPARATOR)[-UNIT_LEVELS_SHOWN:])


def _held_level(row: Any) -> Level | None:
    """The level held; none for people without an occupation, who stand on no level."""
    return Level(row.held_level) if row.occupation_id is not None and row.held_level is not None else None


def _next_level(row: Any) -> Level | None:
    return Level(row.next_level) if row.next_level else None


def _opening(row: Any) -> Opening | None:
    day = getattr(row, "shown_day", None)
    if row.next_on is None:
        return Opening(None, day is None, is_untold=day is not None) if row.opens_on_hidden else None
    return Opening(row.next_on, row.next_on <= (day or today()))


def _opening_day(row: Any) -> date | str | None:
    """The same for a file: the day, or that it is open where the day is not told."""
    if row.next_on is None and row.opens_on_hidden:
        return pgettext("date", "not told") if hasattr(row, "shown_day") else pgettext("grade", "open")
    day: date | None = row.next_on
    return day


class PeopleList(ListPage):
    """The people of the units one reaches, with where each stands and the day the next level opens."""

    title = _("People")
    export = ListExport("skills.people", who=may_export_lists.test)
    bulk_actions = WORKER_BULK_ACTIONS
    template_name = "skills/people.html"
    filterset_class = PeopleFilter
    sort_keys = PEOPLE_SORT_KEYS
    empty_title = _("No people yet")
    empty_text = _("Import a roster, and its people stand here.")
    columns = (
        Column("number", _("Employee number"), "employee_no", CellKind.CODE, sort="number", link=worker_page),
        Column("name", _("Name"), "name", sort="name", drawn=draw_name),
        Column("unit", _("Unit"), _short_path, drawn=draw_unit, exported="unit_path"),
        Column("occupation", _("Occupation"), "occupation_name"),
        Column(
            "level",
            _("Held level"),
            _held_level,
            sort="level",
            drawn=draw_level,
            drawn_once=draw_stairs_once,
        ),
        Column("since", _("Held since"), "held_since", CellKind.DATE, sort="since"),
        Column("next", _("Next level"), _next_level, drawn=draw_words),
        Column(
            "opens",
            _("Opens on"),
            _opening,
            sort="opens",
            drawn=draw_opening,
            exported=_opening_day,
        ),
        Column("status", _("Status"), lambda row: WorkerStatus(row.shown_status), CellKind.BADGE),
        Column("title", _("Title"), "title_name", optional=True),
        SCHOOL_COLUMN,
        *PERSONAL_COLUMNS,
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """People with a unit to see."""
        return may_view_people.test(user)

    def get_queryset(self) -> QuerySet[Worker]:
        """The people in scope; whoever sees only oneself has no list."""
        rows = people(self.request.user)
        if self.is_shown("title"):
            rows = rows.annotate(title_name=self._title_name())
        if self.is_shown(SCHOOL_COLUMN.name):
            rows = rows.annotate(school=self._school())
        return rows

    def rows_for_file(self) -> QuerySet[Worker]:
        """The people with each unit's path looked up once."""
        return paths_at_once(self.matching)

    def _title_name(self) -> Subquery:
        """The highest title of each."""
        titles = Title.objects.current().filter(
            worker=OuterRef("pk"), awarded_on__lte=self._past_day() or today()
        )
        return Subquery(titles.order_by("-rank", "awarded_on").values("name")[:1])

    def _school(self) -> Subquery:
        """Where each graduated last."""
        day, schooling = self._past_day(), Diploma.objects.current().filter(worker=OuterRef("pk"))
        if day is not None:
            schooling = schooling.filter(graduated_on__lte=day)
        return Subquery(schooling.order_by(F("graduated_on").desc(nulls_last=True)).values("school")[:1])

    def _past_day(self) -> date | None:
        """The past day in the address; None when there is none, or none that counts (the filter says so)."""
        try:
            return read_past_day(self.request.GET.get(AS_OF_FIELD, ""))
        except ValidationError:
            return None

    def get_context_data(self) -> dict[str, Any]:
        """The past day the list shows, and whether the roster may be exported with the filters in force."""
        day = self.filterset.past_day
        return {
            "notice_template": "skills/parts/past_day.html" if day else "",
            "past_day": day,
            "today_url": self.address({AS_OF_FIELD: None}),
            "first_day": first_day(self.request.user) if day and not self.page_read.rows else None,
            "may_export": self.request.user.has_perm(EXPORT_ROSTER) and day is None,
            "export_url": f"{reverse('skills:roster_export')}?{self._filters_in_force()}",
        }

    def _filters_in_force(self) -> str:
        """The address's parameters but for the page one stands on."""
        chosen = self.request.GET.copy()
        chosen.pop("cursor", None)
        return chosen.urlencode()
