"""The pages of the named acts for one worker, and of the placements they made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb, Definition
from base.dates import last_day, today
from base.edit_marks import Shown
from workforce.enums import Role, WorkerStatus
from workforce.forms.workers import ActForm, CorrectDayForm, ReasonForm
from workforce.models import Placement, RoleGrant, UnitHead, Worker
from workforce.services.placement_corrections import cancel_planned, correct_placement_date, placement_mark
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.views.form_page import page_before
from workforce.views.merged import LeadsToKeptRecord
from workforce.views.workers import WorkerFormPage
from workforce.worker_acts import ACT_RULES, WorkerAct, acts_open_to


class WorkerActPage(WorkerFormPage):
    """One act with one worker: from when, where to, why. What it ends is said before it is done."""

    template_name = "workforce/worker_act.html"
    form_class = ActForm
    act_name: WorkerAct = WorkerAct.TRANSFER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; where the act makes no sense, back with a word on why."""
        planned = Placement.objects.filter(worker=self.object, since__gt=today()).values_list(
            "status", flat=True
        )
        statuses = [self.object.status, *planned]
        if not any(self.act_name in acts_open_to(status) for status in statuses):
            messages.error(
                request,
                _("%(name)s is “%(status)s”: “%(act)s” does not fit.")
                % {
                    "name": self.object.name,
                    "status": self.object.get_status_display(),
                    "act": self.act_name.label,
                },
            )
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str | Promise:
        """The act."""
        return self.act_name.label

    def get_initial(self) -> dict[str, Any]:
        """From today on, where the person is."""
        return {"since": today(), "unit": self.object.unit_id, "post": self.object.post}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The act's own fields, with the units the person keeps."""
        return {**super().get_form_kwargs(), "act": self.act_name, "asker": self.request.user}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Do it."""
        order = ActOrder(
            act=self.act_name,
            since=data["since"],
            unit=data.get("unit"),
            post=data.get("post"),
            reason=data["reason"],
        )
        act_on_worker(actor=self.actor, worker=self.object, order=order, today=today(), shown=shown)
        if order.since > today():
            self.done_message = _("Planned: it takes effect on %(day)s.") % {"day": order.since.isoformat()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the act says of itself, and what it would end."""
        rule = ACT_RULES[self.act_name]
        context = super().get_context_data(
            ends=self._what_ends() if rule.departs else [],
            planned=planned_changes(self.object),
            submit_danger=rule.departs,
            **kwargs,
        )
        return {**context, "explanation": rule.explanation, "submit_label": self.act_name.label}

    def _what_ends(self) -> list[str]:
        """Roles and headships that leaving would end."""
        day = today()
        grants = RoleGrant.objects.in_force_on(day).filter(user__worker=self.object).select_related("unit")
        heads = UnitHead.objects.filter(worker=self.object, since__lte=day).exclude(until__lte=day)
        return [
            *(f"{Role(grant.role).label}: {grant.unit.name}" for grant in grants),
            *(_("Head of %(unit)s") % {"unit": head.unit.name} for head in heads.select_related("unit")),
        ]


@dataclass(frozen=True)
class PlacementLine:
    """A placement as the table shows it."""

    placement: Placement
    status: WorkerStatus
    last_day: Any
    is_planned: bool
    is_first: bool


def planned_changes(worker: Worker) -> list[PlacementLine]:
    """Changes of the worker's place or status whose day has not come."""
    return [line for line in placement_lines(worker) if line.is_planned]


def placement_lines(worker: Worker) -> list[PlacementLine]:
    """The worker's placements, latest first. One statement."""
    rows = list(Placement.objects.filter(worker=worker).select_related("unit").order_by("-since"))
    day = today()
    return [
        PlacementLine(row, WorkerStatus(row.status), last_day(row.until), row.since > day, row is rows[-1])
        for row in rows
    ]


class WorkerPlacementsPage(LeadsToKeptRecord, TemplateView):
    """Where a worker was placed, when and why, and what is planned; HR cancels and corrects here."""

    permission = "workforce.view_worker"
    template_name = "workforce/worker_placements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The placements, latest first."""
        worker = self.object
        return super().get_context_data(
            lines=placement_lines(worker),
            may_keep=self.request.user.has_perm("workforce.keep_worker", worker),
            here=self.request.get_full_path(),
            back_url=page_before(self.request),
            **kwargs,
        )


class PlacementFormPage(WorkerFormPage):
    """A form about one placement of the worker."""

    placement: Placement

    def get_object(self) -> Worker:
        """The worker, with the placement of the address."""
        worker = super().get_object()
        found = Placement.objects.filter(worker=worker, pk=self.kwargs["pk"]).select_related("unit").first()
        if found is None:
            raise Http404
        self.placement = found
        return worker

    def mark_key(self) -> str:
        """The placement."""
        return f"workforce.placement.{self.placement.pk}"

    def as_shown(self) -> Shown:
        """The placement as this page shows it."""
        return placement_mark(self.placement)

    def get_success_url(self) -> str:
        """The worker's placements."""
        return page_before(self.request) or reverse(
            "workforce:worker_placements", args=[self.object.employee_no]
        )

    def get_crumbs(self) -> list[Crumb]:
        """The placements above."""
        url = reverse("workforce:worker_placements", args=[self.object.employee_no])
        return [Crumb(_("Placements of %(name)s") % {"name": self.object.name}, url)]

    def get_person(self) -> list[Definition]:
        """The placement in a few words."""
        row = self.placement
        return [
            Definition(_("Name"), f"{self.object.name} {self.object.employee_no}"),
            Definition(_("Since"), row.since.isoformat()),
            Definition(_("Unit"), row.unit.name),
            Definition(_("Post"), row.post),
            Definition(_("Status"), row.get_status_display()),
        ]


class CancelPlannedPage(PlacementFormPage):
    """Take a planned change back."""

    form_class = ReasonForm
    title = gettext_lazy("Cancel the planned change")
    submit_label = gettext_lazy("Cancel the planned change")
    explanation = gettext_lazy("What holds before it goes on. The history keeps what had been planned.")

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Cancel it."""
        cancel_planned(
            actor=self.actor, placement=self.placement, reason=data["reason"], today=today(), shown=shown
        )


class CorrectPlacementPage(PlacementFormPage):
    """Put right the day a placement begins on."""

    form_class = CorrectDayForm
    title = gettext_lazy("Correct the day")
    submit_label = gettext_lazy("Correct the day")
    explanation = gettext_lazy("The placement before it ends the day before. The history keeps the old day.")

    def get_initial(self) -> dict[str, Any]:
        """The day as it stands."""
        return {"since": self.placement.since}

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Correct it."""
        correct_placement_date(
            actor=self.actor,
            placement=self.placement,
            since=data["since"],
            reason=data["reason"],
            today=today(),
            shown=shown,
        )
