"""Targets: how far each has come, and what HR does with them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.edit_marks import Shown
from base.marked_forms import MarkedForm
from base.pages import VisibleObjectMixin
from skills.enums import TargetMeasure
from skills.models import Target
from skills.queries.figures import figure_units
from skills.queries.targets import progress_of, visible_targets
from skills.rules import KEEP_TARGETS
from skills.services.targets import change_target, report_reached, set_target, target_mark, withdraw_target
from skills.target_forms import (
    ChangeTargetForm,
    NewTargetForm,
    ReportForm,
    WithdrawTargetForm,
)
from skills.views.figures import FigurePage
from workforce.queries.record_history import history_of
from workforce.views.form_page import ServiceFormPage

#: Targets shown on the page; the newest dues first.
MOST_TARGETS = 100


class Targets(FigurePage):
    """Every target of the units one sees the figures of, with its progress."""

    template_name = "skills/figures/targets.html"
    tab = "targets"

    def figures(self) -> dict[str, Any]:
        """The targets, the nearest due first."""
        user = self.request.user
        targets = visible_targets(user)
        if self.unit_id is not None:
            targets = targets.filter(figure_units(user, unit_id=self.unit_id).rows("unit"))
        shown = list(targets.order_by("due_on", "pk")[:MOST_TARGETS])
        return {
            "rows": progress_of(shown, today=today()),
            "may_keep": user.has_perm(KEEP_TARGETS),
        }


class TargetPage(VisibleObjectMixin[Target], TemplateView):
    """One target: its terms, how far it has come, what was reported, and its history."""

    model = Target
    template_name = "skills/figures/target.html"

    def get_queryset(self) -> QuerySet[Target]:
        """Targets in scope, withdrawn ones too."""
        return Target.objects.visible_to(self.request.user).select_related("unit", "withdrawn_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The target as it stands."""
        target, user = self.object, self.request.user
        (progress,) = progress_of([target], today=today())
        return super().get_context_data(
            progress=progress,
            is_reported=target.measure == TargetMeasure.REPORTED,
            readings=target.readings.select_related("recorded_by").order_by("-day"),
            rows_url=rows_behind(target),
            may_keep=user.has_perm(KEEP_TARGETS, target.unit) and target.withdrawn_at is None,
            changes=history_of(target, viewer=user),
            crumbs=[Crumb(_("Targets"), reverse("skills:targets"))],
            **kwargs,
        )


def rows_behind(target: Target) -> str:
    """The list of the people a target counts; empty where it is reported by hand."""
    people = reverse("skills:people")
    if target.measure in (TargetMeasure.LEVEL_PEOPLE, TargetMeasure.HIGH_SHARE):
        lowest = target.level or 4
        return f"{people}?{urlencode({'unit': target.unit_id, 'level_min': lowest})}"
    if target.measure == TargetMeasure.PROMOTIONS:
        asked = {
            "unit": target.unit_id,
            "level_from": target.level,
            "issued_min": target.since.isoformat(),
            "issued_max": target.due_on.isoformat(),
        }
        return f"{reverse('skills:promotions')}?{urlencode(asked)}"
    if target.measure == TargetMeasure.TITLE_PEOPLE:
        return f"{people}?{urlencode({'unit': target.unit_id, 'title_rank': target.rank})}"
    return ""


class NewTarget(ServiceFormPage):
    """HR sets a unit a target."""

    form_class = NewTargetForm
    title = _("Set a target")
    done_message = _("The target is set.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """For those who keep a unit. Raises PermissionDenied."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not request.user.has_perm(KEEP_TARGETS):
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def form_valid(self, form: Any) -> Any:
        """Keep the terms at hand."""
        self.terms = form.terms()
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> None:
        """Set it."""
        set_target(actor=self.actor, unit=data["unit"], terms=self.terms)

    def get_success_url(self) -> str:
        """The targets."""
        return reverse("skills:targets")


class TargetFormPage(VisibleObjectMixin[Target], ServiceFormPage):
    """A form about one target, for those who keep its unit."""

    model = Target

    def get_object(self) -> Target:
        """The target in scope. Raises PermissionDenied for those who only read it."""
        target = super().get_object()
        if not self.request.user.has_perm(KEEP_TARGETS, target.unit):
            raise PermissionDenied
        return target

    def get_title(self) -> str | Promise:
        """What is done, and to which target."""
        return f"{self.title}: {self.object.name}"

    def get_success_url(self) -> str:
        """The target."""
        return reverse("skills:target", args=[self.object.pk])


class ChangeTarget(MarkedForm, TargetFormPage):
    """Other terms for a target."""

    form_class = ChangeTargetForm
    title = _("Change the target")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The target as it stands."""
        return {**super().get_form_kwargs(), "target": self.object}

    def form_valid(self, form: Any) -> Any:
        """Keep the form at hand."""
        self.form: ChangeTargetForm = form
        return super().form_valid(form)

    def mark_key(self) -> str:
        """The target."""
        return f"skills.target.{self.object.pk}"

    def as_shown(self) -> Shown:
        """The terms as this page shows them."""
        return Shown.of(target_mark(self.object))

    def read_again(self) -> None:
        """The target as stored now."""
        self.object = self.get_object()

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Change it, unless somebody was faster."""
        change_target(
            actor=self.actor,
            target_id=self.object.pk,
            terms=self.form.terms(),
            reason=data["reason"],
            shown=shown,
        )


class WithdrawTarget(TargetFormPage):
    """Take a target back."""

    form_class = WithdrawTargetForm
    title = _("Withdraw the target")
    explanation = _("It is shown no more; its row and its history stay.")

    def act(self, data: dict[str, Any]) -> None:
        """Withdraw it."""
        withdraw_target(actor=self.actor, target_id=self.object.pk, reason=data["reason"], now=timezone.now())

    def get_success_url(self) -> str:
        """The targets."""
        return reverse("skills:targets")


class ReportTarget(TargetFormPage):
    """Say what was reached, where the records do not know."""

    form_class = ReportForm
    title = _("Report what was reached")

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"day": today()}

    def act(self, data: dict[str, Any]) -> None:
        """Report it."""
        report_reached(actor=self.actor, target_id=self.object.pk, now=timezone.now(), **data)
