"""Heads of units, and who stands in for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.components import Crumb
from base.dates import today
from base.pages import VisibleObjectMixin
from workforce.forms.units import DelegationForm, EndHeadForm, HeadForm, ReasonForm
from workforce.models import Delegation, Unit, UnitHead
from workforce.services.delegations import delegate, end_delegation, may_delegate
from workforce.services.unit_heads import end_head, set_head
from workforce.views.form_page import ServiceFormPage
from workforce.views.unit_forms import UnitFormPage


class SetHeadPage(UnitFormPage):
    """Name the head of a unit."""

    form_class = HeadForm
    title = gettext_lazy("Head of the unit")
    explanation = gettext_lazy("The head until then ends that day. A head sees the people of the unit.")

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Find people among those the person sees."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        """Set the head."""
        set_head(actor=self.actor, unit=self.object, today=today(), **data)


class EndHeadPage(UnitFormPage):
    """End a headship of the unit, or take out one that has not begun."""

    form_class = EndHeadForm
    title = gettext_lazy("End the headship")
    submit_label = gettext_lazy("End the headship")
    head: UnitHead

    def get_object(self) -> Unit:
        """The unit, with the headship the address names. Raises Http404."""
        unit = super().get_object()
        head = (
            UnitHead.objects.filter(unit=unit, pk=self.kwargs["head"])
            .select_related("worker", "unit")
            .first()
        )
        if head is None:
            raise Http404
        self.head = head
        return unit

    def get_initial(self) -> dict[str, Any]:
        """Today is the last day."""
        return {"last_day": today()}

    def get_explanation(self) -> str:
        """Whose it is."""
        return _(
            "%(person)s heads %(unit)s since %(day)s. A day before that takes out a headship that has "
            "not begun."
        ) % {"person": self.head.worker.name, "unit": self.object.name, "day": self.head.since.isoformat()}

    def act(self, data: dict[str, Any]) -> None:
        """End it."""
        end_head(actor=self.actor, head=self.head, today=today(), **data)


class DelegatePage(UnitFormPage):
    """Name a deputy for the head of the unit: by the head, or by HR."""

    permission = ""
    form_class = DelegationForm
    title = gettext_lazy("Name a deputy for the head")
    submit_label = gettext_lazy("Name the deputy")
    headships: list[UnitHead]

    def get_object(self) -> Unit:
        """The unit, for its head and its HR officers. Raises PermissionDenied."""
        unit = super().get_object()
        lasting = UnitHead.objects.filter(unit=unit).filter(Q(until__isnull=True) | Q(until__gt=today()))
        heads = lasting.select_related("worker", "unit").order_by("since")
        self.headships = [head for head in heads if may_delegate(self.actor, head)]
        if not self.headships and not self.request.user.has_perm("workforce.keep_unit", unit):
            raise PermissionDenied
        return unit

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Find people among those the person sees."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def get_explanation(self) -> str:
        """For whom, and what it gives."""
        if not self.headships:
            return _("The unit has no head. Name one first.")
        return _(
            "The deputy sees the people of %(unit)s as %(head)s does, in these days only. It is written "
            "down, and everybody who sees the unit reads who stands in."
        ) % {"unit": self.object.name, "head": self.headships[0].worker.name}

    def act(self, data: dict[str, Any]) -> None:
        """Delegate the headship these days fall into."""
        headship = next(
            (head for head in self.headships if head.until is None or head.until > data["since"]), None
        )
        if headship is None:
            raise Http404
        delegate(actor=self.actor, headship=headship, today=today(), **data)


class EndDelegationPage(VisibleObjectMixin[Delegation], ServiceFormPage):
    """End a delegation early: the head, HR, or the deputy who hands it back."""

    model = Delegation
    form_class = ReasonForm
    title = gettext_lazy("End the deputyship")
    submit_label = gettext_lazy("End it now")
    done_message = gettext_lazy("The deputyship has ended.")

    def get_queryset(self) -> QuerySet[Delegation]:
        """Delegations in sight, with who is meant."""
        return super().get_queryset().select_related("headship__unit", "headship__worker", "deputy")

    def get_object(self) -> Delegation:
        """A delegation one may end. Raises PermissionDenied."""
        found = super().get_object()
        user = self.actor
        if user.worker_id != found.deputy_id and not may_delegate(user, found.headship):
            raise PermissionDenied
        return found

    def get_explanation(self) -> str:
        """Whose it is."""
        return _("%(deputy)s stands in for %(head)s in %(unit)s until %(day)s.") % {
            "deputy": self.object.deputy.name,
            "head": self.object.headship.worker.name,
            "unit": self.object.headship.unit.name,
            "day": self.object.last_day.isoformat() if self.object.last_day else "",
        }

    def get_success_url(self) -> str:
        """The unit's page for those who see it, else one's own roles."""
        unit = self.object.headship.unit
        if self.request.user.has_perm("workforce.view_unit", unit):
            return reverse("workforce:unit", args=[unit.pk])
        return reverse("workforce:own_roles")

    def get_crumbs(self) -> list[Crumb]:
        """Where one comes from."""
        return [Crumb(self.object.headship.unit.name, self.get_success_url())]

    def act(self, data: dict[str, Any]) -> None:
        """End it."""
        end_delegation(actor=self.actor, delegation=self.object, today=today(), reason=data["reason"])
