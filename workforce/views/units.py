"""The organisation: the tree, and the page of a unit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from base.components import Crumb, Definition
from base.dates import last_day, today
from base.pages import LoginRequired, VisibleObjectMixin
from workforce.access import Access, actor_of
from workforce.enums import EMPLOYED, UnitKind
from workforce.models import Delegation, Unit, UnitHead, Worker
from workforce.queries.unit_history import describe_change, planned_changes, unit_history
from workforce.queries.units import read_branches_below, read_top_branches, unit_path
from workforce.services.delegations import may_delegate


class UnitTreePage(LoginRequired, TemplateView):
    """The visible part of the organisation as a tree, with heads and numbers of people."""

    template_name = "workforce/unit_tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The trees."""
        with_closed = self.request.GET.get("closed") == "1"
        trees = read_top_branches(user=self.request.user, today=today(), with_closed=with_closed)
        return super().get_context_data(trees=trees, with_closed=with_closed, **kwargs)


class BranchesBelowPart(VisibleObjectMixin[Unit], TemplateView):
    """What is right below a unit, loaded when its branch of the tree is opened."""

    model = Unit
    template_name = "workforce/parts/unit_branches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The branches."""
        with_closed = self.request.GET.get("closed") == "1"
        branches = read_branches_below(
            user=self.request.user, unit=self.object, today=today(), with_closed=with_closed
        )
        return super().get_context_data(branches=branches, with_closed=with_closed, **kwargs)


def crumbs_above(unit: Unit, request_user: Any) -> list[Crumb]:
    """The visible units above this one."""
    access = Access.of(request_user)
    units = [
        Crumb(row.name, reverse("workforce:unit", args=[row.pk]))
        for row in unit_path(unit)[:-1]
        if access.sight.covers(row.path) or row.pk in access.own_unit_ids
    ]
    return [Crumb(_("Organisation"), reverse("workforce:units")), *units]


class UnitPage(VisibleObjectMixin[Unit], TemplateView):
    """A unit: who heads it, who stands in, what is planned, what happened, and what HR can do to it."""

    model = Unit
    template_name = "workforce/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit's facts; history and plans for those who see its people."""
        unit, user, day = self.object, actor_of(self.request), today()
        may_keep = user.has_perm("workforce.keep_unit", unit)
        reads = user.has_perm("workforce.view_people", unit)
        heads = list(UnitHead.objects.filter(unit=unit).select_related("worker", "unit").order_by("-since"))
        return super().get_context_data(
            crumbs=crumbs_above(unit, user),
            facts=self._facts(),
            heads=heads,
            head_now=next((head for head in heads if _holds(head, day)), None),
            delegations=self._delegations(reads),
            may_delegate=any(
                (head.until is None or head.until > day) and may_delegate(user, head) for head in heads
            ),
            below=Unit.objects.visible_to(user).filter(parent=unit).open_on(day).order_by("code"),
            planned=[(change, *describe_change(change, unit)) for change in planned_changes(unit)]
            if reads
            else [],
            history=unit_history(unit) if reads else None,
            may_keep=may_keep and unit.closed_on is None,
            may_reopen=may_keep and unit.closed_on is not None,
            may_cancel=may_keep,
            may_recode=user.has_perm("workforce.manage_roles") and unit.closed_on is None,
            today=day,
            **kwargs,
        )

    def _facts(self) -> list[Definition]:
        unit = self.object
        people = Worker.objects.visible_to(self.request.user).filter(unit=unit, status__in=EMPLOYED).count()
        return [
            Definition(_("Unit code"), unit.code),
            Definition(_("Kind"), UnitKind(unit.kind).label),
            Definition(_("Opened on"), unit.opened_on),
            Definition(_("Last day"), last_day(unit.closed_on)),
            Definition(_("People employed here"), people),
        ]

    def _delegations(self, reads: bool) -> list[Delegation]:
        """All for those who see the unit's people; for others who stands in today."""
        rows = Delegation.objects.filter(headship__unit=self.object)
        rows = rows if reads else rows.in_force_on(today())
        return list(rows.select_related("headship__worker", "headship__unit", "deputy", "granted_by")[:50])


def _holds(head: UnitHead, day: Any) -> bool:
    return bool(head.since <= day and (head.until is None or head.until > day))
