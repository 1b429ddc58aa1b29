"""The pyramid of levels, today or on a past day, its movement over the years, promotions and wages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from base.cells import CellKind
from base.charts import StackRow
from base.components import Bar, Crumb
from base.dates import today
from base.errors import Missing
from base.exports.sources import ListExport
from base.lists import Column, ListPage
from base.pages import LoginRequired
from base.pagination import SortKey
from base.scoping import AnyUser
from skills.enums import Level
from skills.filters import PromotionFilter
from skills.models import GradeRecord
from skills.queries.figures import Pyramid, level_pyramid, levels_over_years, past_counted_at
from skills.queries.kept_figures import FiguresNotCounted, subjects_of_years
from skills.queries.promotions import last_years, promotions, promotions_by_year
from skills.queries.unit_path import UnitPath
from skills.queries.wage_figures import SMALLEST_GROUP, wage_gap
from skills.rules import may_view_figures
from workforce.models import Unit

#: Past years shown beside today.
YEARS_SHOWN = 5
_LONGEST_NUMBER = 18
_LONGEST_CODE = 40


@dataclass(frozen=True)
class FigureTab:
    """One of the pages of figures."""

    label: str | Promise
    url: str
    is_active: bool


def may_see_figures(user: AnyUser) -> bool:
    """Whether the person has figures at all."""
    return may_view_figures.test(user)


class FigurePage(LoginRequired, TemplateView):
    """What the pages of figures have in common: the unit chosen, and the way to the others."""

    tab = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the unit of the address. Raises PermissionDenied, Http404."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        if not may_see_figures(request.user):
            raise PermissionDenied
        self.unit_id = self._unit_id()

    def figures(self) -> dict[str, Any]:
        """What the page shows. May raise Missing for a unit not reached."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures of everything reached, or of the unit chosen. Raises Http404."""
        try:
            shown = self.figures()
        except Missing as error:
            raise Http404(str(error.message)) from error
        chosen = Unit.objects.filter(pk=self.unit_id).first() if self.unit_id is not None else None
        return super().get_context_data(
            tabs=figure_tabs(self.tab, self.unit_id),
            chosen=chosen,
            unit_query=f"unit={self.unit_id}&" if chosen else "",
            people_url=reverse("skills:people"),
            crumbs=[Crumb(_("All my units"), self.request.path)] if chosen else [],
            **shown,
            **kwargs,
        )

    def _unit_id(self) -> int | None:
        asked = self.request.GET.get("unit", "")
        if not asked:
            return None
        if not asked.isdecimal() or len(asked) > _LONGEST_NUMBER:
            raise Http404
        return int(asked)


class Figures(FigurePage):
    """How many people stand on each level, of the units one reaches; each figure opens its rows."""

    template_name = "skills/figures.html"
    tab = "pyramid"

    def figures(self) -> dict[str, Any]:
        """The pyramid, of today or of the day asked for; a day that is none is said and today shown."""
        day, fault = self._day()
        after = self.request.GET.get("after", "")[:_LONGEST_CODE].replace("\0", "")
        try:
            pyramid = level_pyramid(self.request.user, unit_id=self.unit_id, day=day, after=after)
        except FiguresNotCounted as waiting:
            day, fault = None, str(waiting.message)
            pyramid = level_pyramid(self.request.user, unit_id=self.unit_id, after=after)
        return {
            "after": after,
            "pyramid": pyramid,
            "bars": _bars(pyramid, self.unit_id, day),
            "as_of": day,
            "as_of_fault": fault,
            "as_of_query": f"as_of={day.isoformat()}&" if day else "",
            "today": today(),
        }

    def _day(self) -> tuple[date | None, str]:
        asked = self.request.GET.get("as_of", "")
        if not asked:
            return None, ""
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return None, _t("“%(text)s” is no day. Write it as 2024-06-30.") % {"text": asked[:20]}
        if day > today():
            return None, _t("That day is still to come: here is today.")
        return (None if day == today() else day), ""


class YearsOfFigures(FigurePage):
    """Levels, promotions and wages year by year."""

    template_name = "skills/figures/years.html"
    tab = "years"

    def figures(self) -> dict[str, Any]:
        """The last years and today; promotions as multiples of the base year chosen."""
        day = today()
        years = last_years(day.year, YEARS_SHOWN + 1)
        base_year = self._base_year(years)
        shared: dict[str, Any] = {
            "headings": [level.label for level in Level],
            "years": years,
            "base_year": base_year,
            "smallest_group": SMALLEST_GROUP,
        }
        try:
            return {**shared, **self._counted(day, years, base_year)}
        except FiguresNotCounted as waiting:
            return {**shared, "waiting": waiting.message}

    def _counted(self, day: date, years: list[int], base_year: int) -> dict[str, Any]:
        user, unit_id = self.request.user, self.unit_id
        counted_at = past_counted_at(user, *subjects_of_years(day, YEARS_SHOWN))
        past = levels_over_years(user, today=day, years=YEARS_SHOWN, unit_id=unit_id)
        return {
            "counted_at": counted_at,
            "rows": [StackRow(row.day.isoformat(), row.figures.counts, self._urls(row.day)) for row in past],
            "shares": [(row.day, row.figures) for row in past],
            "promoted": promotions_by_year(user, years=years, base_year=base_year, unit_id=unit_id),
            "wages": wage_gap(user, years=years, unit_id=unit_id),
        }

    def _base_year(self, years: list[int]) -> int:
        asked = self.request.GET.get("base", "")
        return int(asked) if asked.isdecimal() and len(asked) == len("2026") and asked > "1949" else years[0]

    def _urls(self, day: date) -> list[str]:
        return [_people_url(self.unit_id, day if day < today() else None, level, level) for level in Level]


class PromotionList(ListPage):
    """The promotions that the figures count: who was promoted to which level, when."""

    title = _("Promotions")
    export = ListExport("skills.promotions", may_see_figures)
    filterset_class = PromotionFilter
    sort_keys = (
        SortKey("issued", _("Issued on"), ("issued_on",), descending=True),
        SortKey("level", _("Level"), ("level",), descending=True),
        SortKey("name", _("Name"), ("worker__name_pinyin",)),
    )
    empty_title = _("No promotions")
    empty_text = _("Nobody of these units was promoted in this time.")
    columns = (
        Column("number", _("Employee number"), "worker.employee_no", CellKind.CODE),
        Column(
            "name",
            _("Name"),
            "worker.name",
            sort="name",
            link=lambda row: reverse("skills:worker", args=[row.worker.employee_no]),
        ),
        Column("unit", _("Unit"), "unit_path"),
        Column("occupation", _("Occupation"), "occupation.name"),
        Column("level", _("Level"), lambda row: Level(row.level).label, sort="level"),
        Column("issued", _("Issued on"), "issued_on", CellKind.DATE, sort="issued"),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """People who see figures."""
        return may_see_figures(user)

    def get_queryset(self) -> QuerySet[GradeRecord]:
        """Promotions of the people whose figures one sees."""
        return (
            promotions(self.request.user)
            .select_related("worker", "occupation")
            .defer("worker__id_number", "worker__id_number_index")
            .annotate(unit_path=UnitPath("worker__unit_id"))
        )


def figure_tabs(active: str, unit_id: int | None) -> list[FigureTab]:
    """The pages of figures, for the same unit."""
    suffix = f"?unit={unit_id}" if unit_id is not None else ""
    pages = (
        ("pyramid", _("Pyramid"), "skills:figures"),
        ("years", _("Over the years"), "skills:figures_years"),
        ("targets", _("Targets"), "skills:targets"),
    )
    return [FigureTab(label, reverse(name) + suffix, key == active) for key, label, name in pages]


def _people_url(unit_id: int | None, day: date | None, lowest: int, highest: int) -> str:
    asked: Mapping[str, object] = {
        **({"unit": unit_id} if unit_id is not None else {}),
        **({"as_of": day.isoformat()} if day else {}),
        "level_min": int(lowest),
        "level_max": int(highest),
    }
    return f"{reverse('skills:people')}?{urlencode(asked)}"


def _bars(pyramid: Pyramid, unit_id: int | None, day: date | None) -> list[Bar]:
    return [
        Bar(level.label, count, _people_url(unit_id, day, level, level))
        for level, count in pyramid.total.levels
    ]
