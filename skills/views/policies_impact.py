"""Whom a change of policy would move: the list, and the list as a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.cells import CellKind
from base.components import Crumb
from base.exports.sources import ListExport
from base.lists import Column, ListPage
from base.scoping import AnyUser
from skills.enums import ImpactEffect, Level
from skills.models import PolicyImpact
from skills.policy_filters import ImpactFilter
from skills.queries.policy_changes import IMPACT_SORT_KEYS, change_title, with_impact_people
from skills.queries.unit_path import UnitPath
from skills.rules import may_see_impact
from skills.services.policy.ground import has_fresh_impact
from skills.views.policies_changes import changes_read


class ImpactList(ListPage):
    """Whom a change would move: worker, occupation, level, before and after."""

    title: str | Promise = gettext_lazy("Impact of a change of policy")
    export = ListExport("skills.policy_impact", who=may_see_impact.test)
    filterset_class = ImpactFilter
    template_name = "skills/policies/impact.html"
    chip_filter = "effect"
    sort_keys = IMPACT_SORT_KEYS
    empty_title = gettext_lazy("Nobody's dates move")
    empty_text = gettext_lazy("Among the workers you see, no level opens on another day.")
    columns = (
        Column(
            "worker",
            gettext_lazy("Worker"),
            "worker.name",
            template="skills/policies/parts/cell_worker.html",
        ),
        Column("number", gettext_lazy("Employee number"), "worker.employee_no", CellKind.CODE, sort="worker"),
        Column("unit", gettext_lazy("Unit"), "unit_path"),
        Column("occupation", gettext_lazy("Occupation"), "occupation.name"),
        Column("target", gettext_lazy("Level applied for"), lambda row: Level(row.target)),
        Column("effect", gettext_lazy("Effect"), lambda row: ImpactEffect(row.effect), CellKind.BADGE),
        Column("before_on", gettext_lazy("Before"), "before_on", CellKind.DATE, sort="before"),
        Column("before_route", gettext_lazy("Route before"), "before_route", CellKind.CODE, optional=True),
        Column("after_on", gettext_lazy("After"), "after_on", CellKind.DATE, sort="after"),
        Column("after_route", gettext_lazy("Route after"), "after_route", CellKind.CODE, optional=True),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """HR and auditors: those who see dates of others."""
        return bool(may_see_impact.test(user))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the change. Raises Http404 out of scope, PermissionDenied for those who see nobody's dates."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            changes = with_impact_people(changes_read(request), request.user)
            self.change = get_object_or_404(changes, pk=kwargs["pk"])
            if not may_see_impact.test(request.user):
                raise PermissionDenied
            self.title = _("Impact: %(change)s") % {"change": change_title(self.change)}

    def get_queryset(self) -> QuerySet[PolicyImpact]:
        """The rows of workers one sees."""
        return (
            PolicyImpact.objects.visible_to(self.request.user)
            .filter(change=self.change)
            .select_related("worker", "occupation")
            .defer("worker__id_number", "worker__id_number_index")
            .annotate(unit_path=UnitPath("worker__unit_id"))
        )

    def get_context_data(self) -> dict[str, Any]:
        """For which draft and when it was reckoned."""
        change = self.change
        crumbs = [
            Crumb(_("Changes of policy"), reverse("skills:policy_changes")),
            Crumb(change_title(change), change.get_absolute_url()),
        ]
        is_fresh = bool(change.decided_at) or has_fresh_impact(change)
        return {
            "change": change,
            "crumbs": crumbs,
            "is_fresh": is_fresh,
            "people": vars(change)["people_moved"],
        }
