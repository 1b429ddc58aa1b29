"""The pyramid of levels."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from base.components import Bar, Crumb
from base.errors import Missing
from base.pages import LoginRequired
from skills.queries.figures import Pyramid, level_pyramid
from skills.rules import VIEW_FIGURES


class Figures(LoginRequired, TemplateView):
    """How many people stand on each level, of the units one reaches; each figure opens its rows."""

    template_name = "skills/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pyramid of everything reached, or of the unit chosen. Raises PermissionDenied, Http404."""
        if not self.request.user.has_perm(VIEW_FIGURES):
            raise PermissionDenied
        unit_id = self._unit_id()
        try:
            pyramid = level_pyramid(self.request.user, unit_id=unit_id)
        except Missing as error:
            raise Http404(str(error.message)) from error
        return super().get_context_data(
            pyramid=pyramid,
            bars=_bars(pyramid, unit_id),
            chosen=pyramid.units[0].unit if unit_id is not None else None,
            people_url=reverse("skills:people"),
            unit_query=f"unit={unit_id}&" if unit_id is not None else "",
            crumbs=[Crumb(_("All my units"), reverse("skills:figures"))] if unit_id is not None else [],
            **kwargs,
        )

    def _unit_id(self) -> int | None:
        asked = self.request.GET.get("unit", "")
        if not asked:
            return None
        if not asked.isdecimal() or len(asked) > 18:
            raise Http404
        return int(asked)


def _bars(pyramid: Pyramid, unit_id: int | None) -> list[Bar]:
    people_url = reverse("skills:people")
    unit = {"unit": unit_id} if unit_id is not None else {}
    return [
        Bar(
            level.label,
            count,
            f"{people_url}?{urlencode({**unit, 'level_min': level.value, 'level_max': level.value})}",
        )
        for level, count in pyramid.total.levels
    ]
