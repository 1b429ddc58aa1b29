"""The people list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from base.cells import CellKind
from base.dates import today
from base.lists import Column, ListExport, ListPage
from base.scoping import AnyUser
from base.staircase import Step
from skills.enums import Level
from skills.filters import PeopleFilter
from skills.queries.people import PEOPLE_SORT_KEYS, people
from skills.rules import EXPORT_ROSTER, may_export_lists, may_view_people
from skills.staircases import staircase_steps
from skills.views.personal_columns import PERSONAL_COLUMNS
from workforce.bulk_actions import WORKER_BULK_ACTIONS
from workforce.enums import WorkerStatus
from workforce.models import Worker

#: Levels of the tree a list shows of a unit; the rest is read on the worker's page.
UNIT_LEVELS_SHOWN = 2
PATH_SEPARATOR = " / "


@dataclass(frozen=True)
class Opening:
    """The day the next level opens (None: not told to this reader), and whether it has come."""

    day: date | None
    is_open: bool


def _page_of(worker: Any) -> str:
    return reverse("skills:worker", args=[worker.employee_no])


def _short_path(row: Any) -> str:
    return PATH_SEPARATOR.join((row.unit_path or "").split(PATH_SEPARATOR)[-UNIT_LEVELS_SHOWN:])


def _steps(row: Any) -> list[Step]:
    """The staircase of a row; none for people without an occupation, who stand on no level."""
    if row.occupation_id is None or row.held_level is None:
        return []
    return staircase_steps(row.held_level, {}, today=today())


def _held_level(row: Any) -> Level | None:
    """The same for a file."""
    return Level(row.held_level) if row.occupation_id is not None and row.held_level is not None else None


def _next_level(row: Any) -> Level | None:
    return Level(row.next_level) if row.next_level else None


def _opening(row: Any) -> Opening | None:
    if row.next_on is None:
        return Opening(None, is_open=True) if row.opens_on_hidden else None
    return Opening(row.next_on, row.next_on <= today())


def _opening_day(row: Any) -> date | str | None:
    """The same for a file: the day, or that it is open where the day is not told."""
    if row.next_on is None and row.opens_on_hidden:
        return pgettext("grade", "open")
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
        Column("number", _("Employee number"), "employee_no", CellKind.CODE, sort="number", link=_page_of),
        Column("name", _("Name"), "name", sort="name", template="skills/parts/cell_name.html"),
        Column("unit", _("Unit"), _short_path, template="skills/parts/cell_unit.html", exported="unit_path"),
        Column("occupation", _("Occupation"), "occupation_name"),
        Column(
            "level",
            _("Held level"),
            _steps,
            sort="level",
            template="skills/parts/cell_level.html",
            exported=_held_level,
        ),
        Column("since", _("Held since"), "held_since", CellKind.DATE, sort="since"),
        Column("next", _("Next level"), _next_level, template="skills/parts/cell_words.html"),
        Column(
            "opens",
            _("Opens on"),
            _opening,
            sort="opens",
            template="skills/parts/cell_opens.html",
            exported=_opening_day,
        ),
        Column("status", _("Status"), lambda row: WorkerStatus(row.status), CellKind.BADGE),
        *PERSONAL_COLUMNS,
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """People with a unit to see."""
        return may_view_people.test(user)

    def get_queryset(self) -> QuerySet[Worker]:
        """The people in scope; whoever sees only oneself has no list."""
        return people(self.request.user)

    def get_context_data(self) -> dict[str, Any]:
        """Whether the roster may be exported, with the filters in force."""
        return {
            "may_export": self.request.user.has_perm(EXPORT_ROSTER),
            "export_url": f"{reverse('skills:roster_export')}?{self._filters_in_force()}",
        }

    def _filters_in_force(self) -> str:
        """The address's parameters but for the page one stands on."""
        chosen = self.request.GET.copy()
        chosen.pop("cursor", None)
        return chosen.urlencode()
