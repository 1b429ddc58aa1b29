"""One's own data in hand, erasing what identifies people who left, and how long things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb, Progress
from base.dates import today
from base.edit_marks import Shown
from base.enums import JobState
from base.marked_forms import MarkedForm
from base.models import Job, RetentionRule
from base.pages import ConfirmPage, LoginRequired, VisibleObjectMixin
from base.retention import RetentionKind, retention_kinds, rule_record, set_retention
from skills.privacy.erasures import ask_erasure, confirm_erasure, erasable_from, withdraw_erasure
from skills.privacy.exports import ask_personal_export
from skills.privacy.forms import EraseForm, ExportForm, RetentionForm
from skills.privacy.rules import ERASE_WORKER, EXPORT_PERSON, SET_RETENTION
from workforce.access import actor_of
from workforce.models import Erasure, PersonalExport, Worker
from workforce.rules import is_oneself
from workforce.views.form_page import ServiceFormPage

#: Earlier exports and erasures listed; older ones stand in the records.
SHOWN = 50


class PersonalDataPage(VisibleObjectMixin[Worker], ServiceFormPage):
    """Everything about one worker in one file: ask for it, follow it, fetch it; who asked before."""

    model = Worker
    permission = EXPORT_PERSON
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    form_class = ExportForm
    template_name = "skills/privacy/personal_data.html"
    submit_label = gettext_lazy("Put everything together")
    done_message = gettext_lazy("It is being put together. The file will stand below.")

    @property
    def is_own(self) -> bool:
        """Whether the person asks for their own record."""
        return bool(is_oneself.test(self.request.user, self.object))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whether a reason is asked."""
        return {**super().get_form_kwargs(), "own": self.is_own}

    def act(self, data: dict[str, Any]) -> None:
        """Ask for it."""
        ask_personal_export(
            actor=self.actor,
            worker=self.object,
            reason=data["reason"],
            with_id_number=data["with_id_number"],
            now=timezone.now(),
        )

    def get_title(self) -> str | Promise:
        """Whose data."""
        return _("My data in one file") if self.is_own else _("Everything about %s") % self.object.name

    def get_success_url(self) -> str:
        """This page again, with the progress."""
        return reverse("skills:personal_data", args=[self.object.employee_no])

    def get_back_url(self) -> str:
        """The worker's page, or one's own growth."""
        if self.is_own:
            return reverse("skills:my_growth")
        return reverse("skills:worker", args=[self.object.employee_no])

    def get_crumbs(self) -> list[Crumb]:
        """The page one came from."""
        return [Crumb(_("My growth") if self.is_own else self.object.name, self.get_back_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Earlier exports, and what is under way for this person."""
        exports = self._exports()
        job = next((one.job for one in exports if one.made_at is None and one.job is not None), None)
        return super().get_context_data(
            is_own=self.is_own,
            exports=[(one, one.asked_by_id == self.request.user.pk) for one in exports],
            progress=_progress(job, self.get_success_url()) if job else None,
            may_erase=self.request.user.has_perm(ERASE_WORKER, self.object),
            erasable_from=erasable_from(self.object),
            **kwargs,
        )

    def _exports(self) -> list[PersonalExport]:
        rows = PersonalExport.objects.visible_to(self.request.user).filter(worker=self.object)
        return list(rows.select_related("asked_by__worker", "job", "file")[:SHOWN])


def _progress(job: Job, page: str) -> Progress | None:
    """How far the job is; the page is asked again by the reader, since it is over in seconds."""
    if JobState(job.state) is JobState.SUCCEEDED:
        return None
    return Progress(
        done=job.progress_done,
        total=job.progress_total or 0,
        message=job.note or str(JobState(job.state).label),
        poll_url=f"{page}progress/",
        page_url=page,
        is_over=JobState(job.state).is_over,
        has_failed=job.state == JobState.FAILED,
    )


class PersonalDataProgress(PersonalDataPage):
    """The progress alone, asked for every two seconds while something is under way."""

    template_name = "skills/privacy/progress.html"
    http_method_names = ("get",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last one the person asked for, over or not."""
        context = super().get_context_data(**kwargs)
        if context["progress"] is None:
            page = self.get_success_url()
            context["progress"] = Progress(1, 1, _("Ready."), page, page, True, False)
        return context


class EraseWorkerPage(VisibleObjectMixin[Worker], ServiceFormPage):
    """Ask that what identifies a departed worker be erased; another officer confirms it."""

    model = Worker
    permission = ERASE_WORKER
    lookup_field = "employee_no"
    url_kwarg = "employee_no"
    form_class = EraseForm
    submit_label = gettext_lazy("Ask for the erasure")
    done_message = gettext_lazy("Another HR officer of the whole group confirms it now.")
    explanation = gettext_lazy(
        "Name, numbers, telephone, day of birth, school, reasons and scans are erased for good, "
        "old values too. Levels, dates, units and wages stay under a pseudonym: figures do not change. "
        "This cannot be undone, once a second person has confirmed it."
    )

    def get_title(self) -> str | Promise:
        """Whose identifiers."""
        return _("Erase what identifies %s") % self.object.name

    def act(self, data: dict[str, Any]) -> None:
        """Ask for it."""
        ask_erasure(
            actor=self.actor, worker=self.object, reason=data["reason"], now=timezone.now(), today=today()
        )

    def get_success_url(self) -> str:
        """The list of erasures."""
        return reverse("skills:erasures")

    def get_back_url(self) -> str:
        """The worker's data."""
        return reverse("skills:personal_data", args=[self.object.employee_no])

    def get_crumbs(self) -> list[Crumb]:
        """The worker's data."""
        return [Crumb(self.object.name, self.get_back_url())]


class RootOfficerRequired(LoginRequired):
    """For HR officers of the whole group."""

    permission = ERASE_WORKER

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse others with 403."""
        if request.user.is_authenticated and not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ErasureList(RootOfficerRequired, TemplateView):
    """Erasures that wait for a second person, and those done."""

    template_name = "skills/privacy/erasures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The erasures, the waiting ones first."""
        rows = _erasures()[:SHOWN]
        return super().get_context_data(
            rows=[(one, one.asked_by_id != self.request.user.pk) for one in rows], **kwargs
        )


def _erasures() -> QuerySet[Erasure]:
    return Erasure.objects.select_related("worker", "asked_by__worker", "confirmed_by__worker").order_by(
        "-asked_at", "-pk"
    )


class _ErasureAct(RootOfficerRequired, ConfirmPage):
    """An act on one erasure."""

    def get_success_url(self) -> str:
        """The list."""
        return reverse("skills:erasures")

    @property
    def erasure(self) -> Erasure:
        """The erasure of the address; of people out of reach there is none."""
        visible = Worker.objects.visible_to(self.request.user)
        return get_object_or_404(_erasures().filter(worker__in=visible), pk=self.kwargs["pk"])


class ConfirmErasure(_ErasureAct):
    """The second person's confirmation; from here on there is no way back."""

    action_label = gettext_lazy("Erase for good")
    done_message = gettext_lazy("It is being erased.")
    dangerous = True

    def get_question(self) -> str | Promise:
        """Whose, and that it is irreversible."""
        erasure = self.erasure
        return _(
            "Erase for good what identifies %(name)s (%(number)s)? Reason: %(reason)s. "
            "This cannot be undone; only a backup made before still holds it."
        ) % {
            "name": erasure.worker.name,
            "number": erasure.worker.employee_no,
            "reason": erasure.reason,
        }

    def perform(self) -> None:
        """Confirm it."""
        actor = actor_of(self.request)
        confirm_erasure(actor=actor, erasure=self.erasure, now=timezone.now(), today=today())


class WithdrawErasure(_ErasureAct):
    """Takes an erasure back that nobody confirmed."""

    action_label = gettext_lazy("Withdraw the erasure")
    question = gettext_lazy("Withdraw this erasure? Nothing was erased yet.")
    done_message = gettext_lazy("The erasure is withdrawn.")

    def perform(self) -> None:
        """Withdraw it."""
        withdraw_erasure(actor=actor_of(self.request), erasure=self.erasure, now=timezone.now())


@dataclass(frozen=True)
class RuleRow:
    """A kind with its rule: how long, why, and what the last purge removed."""

    kind: RetentionKind
    rule: RetentionRule | None


class RetentionList(RootOfficerRequired, TemplateView):
    """What is kept how long."""

    permission = SET_RETENTION
    template_name = "skills/privacy/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every kind, with its rule."""
        rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
        rows = [RuleRow(kind, rules.get(name)) for name, kind in retention_kinds().items()]
        return super().get_context_data(rows=rows, **kwargs)


class RetentionPage(MarkedForm, RootOfficerRequired, ServiceFormPage):
    """Change how long one kind is kept."""

    permission = SET_RETENTION
    form_class = RetentionForm

    @property
    def kind(self) -> RetentionKind:
        """The kind of the address."""
        kind = retention_kinds().get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        return kind

    def get_title(self) -> str | Promise:
        """What is kept."""
        return self.kind.label

    def get_initial(self) -> dict[str, Any]:
        """As it stands."""
        return dict(self._record())

    def _record(self) -> dict[str, object]:
        rule = RetentionRule.objects.filter(kind=self.kind.name).first()
        return {} if rule is None else rule_record(rule)

    def get_explanation(self) -> str:
        """Why it is kept, and the lower bound."""
        kind = self.kind
        least = _("At least %(count)d days.") % {"count": kind.least_days}
        return f"{kind.why} {least}"

    def mark_key(self) -> str:
        """The rule."""
        return f"retention.{self.kind.name}"

    def as_shown(self) -> Shown:
        """The rule as this page shows it."""
        return Shown.of(self._record())

    def read_again(self) -> None:
        """Nothing is kept of it between two looks."""

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Set it."""
        set_retention(self.kind.name, days=data["days"], reason=data["reason"], actor=self.actor, shown=shown)

    def get_success_url(self) -> str:
        """The list."""
        return reverse("skills:retention")

    def get_crumbs(self) -> list[Crumb]:
        """The list."""
        return [Crumb(_("Retention"), reverse("skills:retention"))]
