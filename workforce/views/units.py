"""The organisation: the tree, a unit, and what HR does to it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb, Definition
from base.dates import last_day, today
from base.pages import LoginRequired, VisibleObjectMixin
from workforce.enums import EMPLOYED, UnitKind
from workforce.forms.units import HeadForm, LastDayForm, NewUnitForm, UnitNameForm, UnitParentForm
from workforce.models import Unit, UnitHead, Worker
from workforce.queries.units import read_unit_tree, unit_path
from workforce.services.unit_changes import close_unit, move_unit, rename_unit
from workforce.services.unit_heads import set_head
from workforce.services.units import create_unit
from workforce.views.form_page import ServiceFormPage


class UnitTreePage(LoginRequired, TemplateView):
    """The visible part of the organisation as a tree, with heads and numbers of people."""

    template_name = "workforce/unit_tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The trees."""
        with_closed = self.request.GET.get("closed") == "1"
        trees = read_unit_tree(user=self.request.user, today=today(), with_closed=with_closed)
        return super().get_context_data(trees=trees, with_closed=with_closed, **kwargs)


def crumbs_above(unit: Unit, request_user: Any) -> list[Crumb]:
    """The visible units above this one."""
    above = unit_path(unit)[:-1]
    seen = set(
        Unit.objects.visible_to(request_user)
        .filter(pk__in=[row.pk for row in above])
        .values_list("pk", flat=True)
    )
    units = [Crumb(row.name, reverse("workforce:unit", args=[row.pk])) for row in above if row.pk in seen]
    return [Crumb(_("Organisation"), reverse("workforce:units")), *units]


class UnitPage(VisibleObjectMixin[Unit], TemplateView):
    """A unit: who heads it, what stands below it, and what HR can do to it."""

    model = Unit
    template_name = "workforce/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit's facts."""
        unit = self.object
        user = self.request.user
        heads = UnitHead.objects.filter(unit=unit).select_related("worker").order_by("-since")
        people = Worker.objects.visible_to(user).filter(unit=unit, status__in=EMPLOYED).count()
        below = Unit.objects.visible_to(user).filter(parent=unit).open_on(today()).order_by("code")
        return super().get_context_data(
            crumbs=crumbs_above(unit, user),
            facts=[
                Definition(_("Unit code"), unit.code),
                Definition(_("Kind"), UnitKind(unit.kind).label),
                Definition(_("Opened on"), unit.opened_on),
                Definition(_("Last day"), last_day(unit.closed_on)),
                Definition(_("People employed here"), people),
            ],
            heads=heads,
            below=below,
            may_keep=user.has_perm("workforce.keep_unit", unit) and unit.closed_on is None,
            **kwargs,
        )


class UnitFormPage(VisibleObjectMixin[Unit], ServiceFormPage):
    """A form about a unit, for its HR officers."""

    model = Unit
    permission = "workforce.keep_unit"

    def get_success_url(self) -> str:
        """The unit's page."""
        return reverse("workforce:unit", args=[self.object.pk])

    def get_crumbs(self) -> list[Crumb]:
        """The units above and the unit itself."""
        return [
            *crumbs_above(self.object, self.request.user),
            Crumb(self.object.name, self.get_success_url()),
        ]


class NewUnitPage(UnitFormPage):
    """Open a unit below another."""

    form_class = NewUnitForm
    title = gettext_lazy("Open a unit below")
    submit_label = gettext_lazy("Open the unit")

    def act(self, data: dict[str, Any]) -> None:
        """Create it."""
        create_unit(
            actor=self.actor,
            parent=self.object,
            name=data["name"],
            kind=UnitKind(data["kind"]),
            code=data["code"],
            opened_on=data["opened_on"],
        )


class RenameUnitPage(UnitFormPage):
    """Give a unit another name."""

    form_class = UnitNameForm
    title = gettext_lazy("Rename the unit")

    def get_initial(self) -> dict[str, Any]:
        """The present name."""
        return {"name": self.object.name}

    def act(self, data: dict[str, Any]) -> None:
        """Rename it."""
        rename_unit(actor=self.actor, unit=self.object, name=data["name"])


class MoveUnitPage(UnitFormPage):
    """Hang a unit under another."""

    form_class = UnitParentForm
    title = gettext_lazy("Move the unit")
    submit_label = gettext_lazy("Move the unit")
    explanation = gettext_lazy("Everything below it moves along. Its people and their past stay in it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        """Move it."""
        move_unit(actor=self.actor, unit=self.object, parent=data["parent"])


class CloseUnitPage(UnitFormPage):
    """Close a unit."""

    form_class = LastDayForm
    title = gettext_lazy("Close the unit")
    submit_label = gettext_lazy("Close the unit")
    explanation = gettext_lazy("A closed unit keeps its history. Nobody employed may be left in it.")

    def act(self, data: dict[str, Any]) -> None:
        """Close it."""
        close_unit(actor=self.actor, unit=self.object, last_day=data["last_day"], today=today())


class SetHeadPage(UnitFormPage):
    """Name the head of a unit."""

    form_class = HeadForm
    title = gettext_lazy("Head of the unit")

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Find people among those the person sees."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        """Set the head."""
        set_head(
            actor=self.actor, unit=self.object, worker=data["worker"], since=data["since"], today=today()
        )


def visible_unit(user: Any, unit_id: int) -> Unit:
    """A unit in the person's scope. Raises Http404."""
    return get_object_or_404(Unit.objects.visible_to(user), pk=unit_id)
