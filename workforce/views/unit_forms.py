"""What HR does to a unit: open, rename, recode, move, merge, close, reopen, take back what is planned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.components import Crumb
from base.dates import today
from base.edit_marks import Shown
from base.marked_forms import MarkedForm
from base.pages import VisibleObjectMixin
from workforce.enums import UnitChangeState, UnitKind
from workforce.forms.units import (
    CloseUnitForm,
    EffectiveForm,
    NewUnitForm,
    ReasonForm,
    UnitCodeForm,
    UnitMergeForm,
    UnitNameForm,
    UnitParentForm,
)
from workforce.models import Unit, UnitChange
from workforce.services.unit_changes import (
    cancel_unit_change,
    close_unit,
    merge_unit,
    move_unit,
    recode_unit,
    rename_unit,
    reopen_unit,
    unit_mark,
)
from workforce.services.unit_effects import people_from
from workforce.services.units import create_unit
from workforce.views.form_page import ServiceFormPage
from workforce.views.units import crumbs_above


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


class UnitChangePage(UnitFormPage):
    """A change from a day on: done at once, or planned for a day to come."""

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"effective_on": today()}

    def noted(self, change: UnitChange) -> None:
        """Say whether it is in effect or planned."""
        if change.state == UnitChangeState.PLANNED:
            self.done_message = _("Planned. It takes effect on %(day)s by itself.") % {
                "day": change.effective_on.isoformat()
            }
        else:
            self.done_message = _("Done. It is in effect.")


class MarkedUnitPage(MarkedForm, UnitChangePage):
    """A change of what stands on the form: refused with the differences when somebody was faster."""

    def mark_key(self) -> str:
        """The unit."""
        return f"workforce.unit.{self.object.pk}"

    def as_shown(self) -> Shown:
        """The unit as this page shows it."""
        return Shown.of(unit_mark(self.object))

    def read_again(self) -> None:
        """The unit as stored now."""
        self.object = self.get_object()


class RenameUnitPage(MarkedUnitPage):
    """Give a unit another name."""

    form_class = UnitNameForm
    title = gettext_lazy("Rename the unit")

    def get_initial(self) -> dict[str, Any]:
        """The present name."""
        return {**super().get_initial(), "name": self.object.name}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Rename it."""
        self.noted(rename_unit(actor=self.actor, unit=self.object, today=today(), shown=shown, **data))


class RecodeUnitPage(MarkedUnitPage):
    """Give a unit another code."""

    permission = "workforce.manage_roles"
    form_class = UnitCodeForm
    title = gettext_lazy("Change the unit's code")
    explanation = gettext_lazy(
        "Rosters and other systems know the unit by its code. Tell them before it changes."
    )

    def get_initial(self) -> dict[str, Any]:
        """The present code."""
        return {**super().get_initial(), "code": self.object.code}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Recode it."""
        self.noted(recode_unit(actor=self.actor, unit=self.object, today=today(), shown=shown, **data))


class MoveUnitPage(UnitChangePage):
    """Hang a unit under another."""

    form_class = UnitParentForm
    title = gettext_lazy("Move the unit")
    submit_label = gettext_lazy("Move the unit")
    explanation = gettext_lazy("Everything below it moves along. Its people and their past stay in it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user, "unit": self.object}

    def act(self, data: dict[str, Any]) -> None:
        """Move it."""
        self.noted(move_unit(actor=self.actor, unit=self.object, today=today(), **data))


class MergeUnitPage(UnitChangePage):
    """Merge a unit into another."""

    form_class = UnitMergeForm
    title = gettext_lazy("Merge the unit into another")
    submit_label = gettext_lazy("Merge the unit")

    def get_explanation(self) -> str:
        """What will happen, and to how many."""
        people = people_from(self.object.pk, today()).values("worker").distinct().count()
        below = self.object.children.filter(closed_on__isnull=True).count()
        return _(
            "From the chosen day on %(people)d people are placed in the other unit, %(units)d units below "
            "move along, its head's time ends and the unit is closed. Roles given on it are not carried over."
        ) % {"people": people, "units": below}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user, "unit": self.object}

    def act(self, data: dict[str, Any]) -> None:
        """Merge it."""
        self.noted(merge_unit(actor=self.actor, unit=self.object, today=today(), **data))


class CloseUnitPage(UnitChangePage):
    """Close a unit."""

    form_class = CloseUnitForm
    title = gettext_lazy("Close the unit")
    submit_label = gettext_lazy("Close the unit")
    explanation = gettext_lazy(
        "A closed unit keeps its history. Nobody employed and no open unit may be left in it after that day."
    )

    def get_initial(self) -> dict[str, Any]:
        """Yesterday was its last day."""
        return {"last_day": today() - timedelta(days=1)}

    def act(self, data: dict[str, Any]) -> None:
        """Close it."""
        self.noted(close_unit(actor=self.actor, unit=self.object, today=today(), **data))


class ReopenUnitPage(UnitChangePage):
    """Open a unit that was closed by mistake."""

    form_class = EffectiveForm
    title = gettext_lazy("Open the unit again")
    submit_label = gettext_lazy("Open the unit again")
    explanation = gettext_lazy(
        "For a unit closed by mistake. People placed elsewhere stay there; name a head anew."
    )

    def act(self, data: dict[str, Any]) -> None:
        """Reopen it."""
        self.noted(reopen_unit(actor=self.actor, unit=self.object, today=today(), **data))


class CancelPlanPage(VisibleObjectMixin[UnitChange], ServiceFormPage):
    """Take back a change that is planned."""

    model = UnitChange
    form_class = ReasonForm
    title = gettext_lazy("Take back what is planned")
    submit_label = gettext_lazy("Take it back")
    done_message = gettext_lazy("Taken back.")

    def get_object(self) -> UnitChange:
        """A change in sight, for those who keep its unit. Raises PermissionDenied."""
        found = super().get_object()
        require_keeper(self.request.user, found.unit)
        return found

    def get_explanation(self) -> str:
        """Which one it is."""
        return _("%(what)s from %(day)s on: %(unit)s. Reason given: %(reason)s") % {
            "what": self.object.get_kind_display(),
            "day": self.object.effective_on.isoformat(),
            "unit": self.object.unit.name,
            "reason": self.object.reason,
        }

    def get_success_url(self) -> str:
        """The unit's page."""
        return reverse("workforce:unit", args=[self.object.unit_id])

    def get_crumbs(self) -> list[Crumb]:
        """The unit."""
        return [Crumb(self.object.unit.name, self.get_success_url())]

    def act(self, data: dict[str, Any]) -> None:
        """Cancel it."""
        cancel_unit_change(actor=self.actor, change=self.object, reason=data["reason"], today=today())


def require_keeper(user: Any, unit: Unit) -> None:
    """Raise PermissionDenied unless the person keeps the unit."""
    if not user.has_perm("workforce.keep_unit", unit):
        raise PermissionDenied
