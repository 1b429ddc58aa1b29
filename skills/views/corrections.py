"""Correction requests: asked by the worker, decided by HR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from base.cells import CellKind
from base.components import Crumb
from base.errors import Conflict, DomainError
from base.lists import Column, ListExport, ListPage
from base.pages import ConfirmPage, VisibleObjectMixin, form_errors_from, raise_for_page
from base.pagination import SortKey
from skills.enums import CorrectionState, FactKind
from skills.files import keep_evidence
from skills.filters import CorrectionFilter
from skills.forms import AcceptCorrectionForm, CorrectionRequestForm, DeclineCorrectionForm
from skills.models import CorrectionRequest
from skills.queries.proposed_values import stated_values, value_rows
from skills.queries.unit_path import UnitPath
from skills.rules import DECIDE_CORRECTION, WITHDRAW_CORRECTION, may_export_lists
from skills.services.corrections import (
    accept_correction,
    decline_correction,
    request_correction,
    withdraw_correction,
)
from workforce.access import Access, actor_of
from workforce.enums import Role
from workforce.models import Worker
from workforce.views.form_page import ServiceFormPage


def _page_of(request: Any) -> str:
    return reverse("skills:correction", args=[request.pk])


class QueueFilter(CorrectionFilter):
    """The list's filters; who answers requests sees those that wait, unless asked otherwise."""

    def __init__(self, data: Any = None, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        chosen = QueryDict(mutable=True) if data is None else data.copy()
        if Access.of(request.user).holds(Role.HR_OFFICER):
            chosen.setdefault("state", CorrectionState.WAITING.value)
        super().__init__(chosen, *args, request=request, **kwargs)


class CorrectionList(ListPage):
    """The correction requests one may see: one's own, and those of the units one keeps or audits."""

    title = _("Correction requests")
    export = ListExport("skills.corrections", who=may_export_lists.test)
    filterset_class = QueueFilter
    chip_filter = "state"
    sort_keys = (SortKey("asked", _("Requested at"), ("requested_at",), descending=True),)
    empty_title = _("All caught up")
    empty_text = _("When a worker says that something is wrong, it stands here.")
    columns = (
        Column("worker", _("Worker"), "worker.name", link=_page_of),
        Column("number", _("Employee number"), "worker.employee_no", CellKind.CODE),
        Column("unit", _("Unit"), "unit_path"),
        Column("kind", _("What is wrong"), "get_fact_kind_display"),
        Column("asked", _("Requested at"), "requested_at", CellKind.DATE, sort="asked"),
        Column("state", _("State"), lambda row: CorrectionState(row.state), CellKind.BADGE),
    )

    def get_queryset(self) -> QuerySet[CorrectionRequest]:
        """The requests in scope."""
        return (
            CorrectionRequest.objects.visible_to(self.request.user)
            .select_related("worker")
            .defer("worker__id_number", "worker__id_number_index")
            .annotate(unit_path=UnitPath("worker__unit_id"))
        )


class AskCorrection(ServiceFormPage):
    """A worker says what is wrong in the own record: `?kind=` what, `&id=` which row, or none to add one."""

    form_class = CorrectionRequestForm
    template_name = "skills/ask_correction.html"
    title = _("Something is wrong")
    submit_label = _("Send to HR")
    done_message = _("Sent. HR answers here; you need not do anything more.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whose record and which row. Raises Http404 for accounts without a worker and rows of others."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        worker_id = Access.of(request.user).worker_id
        if worker_id is None:
            raise Http404
        worker = Worker.objects.get(pk=worker_id)
        self.worker = worker
        self.kind = self._kind()
        self.fact_id = self._fact_id()
        self.stated = self._stated()

    def _kind(self) -> FactKind:
        try:
            return FactKind(self.request.GET.get("kind", FactKind.SPELL))
        except ValueError as error:
            raise Http404 from error

    def _fact_id(self) -> int | None:
        asked = self.request.GET.get("id", "")
        if not asked:
            return None
        if not asked.isdecimal() or len(asked) > 18:
            raise Http404
        return int(asked)

    def _stated(self) -> Mapping[str, Any]:
        try:
            return stated_values(self.kind, self.fact_id, worker=self.worker)
        except DomainError as error:
            raise Http404(str(error.message)) from error

    def get_form_kwargs(self) -> dict[str, Any]:
        """The kind of record decides the fields."""
        return {
            **super().get_form_kwargs(),
            "kind": self.kind,
            "stated": self.stated,
            "is_on_record": self.fact_id is not None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The other kinds one may ask about."""
        return super().get_context_data(kinds=list(FactKind), kind=self.kind, fact_id=self.fact_id, **kwargs)

    def get_form(self, form_class: type[Form] | None = None) -> CorrectionRequestForm:
        """The form, typed."""
        form = super().get_form(form_class)
        if not isinstance(form, CorrectionRequestForm):
            raise TypeError("The page asks with its own form.")
        return form

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep what is needed of the form for `act`."""
        self.proposal = form.proposal() if isinstance(form, CorrectionRequestForm) else {}
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> None:
        """Keep the proof and send the request."""
        upload = data.get("file")
        now = timezone.now()
        evidence = keep_evidence(upload.file, name=upload.name, actor=self.actor, now=now) if upload else None
        request_correction(
            self.worker,
            actor=self.actor,
            fact_kind=self.kind,
            fact_id=self.fact_id,
            text=data["text"],
            proposed=self.proposal,
            evidence=evidence,
            now=now,
        )

    def get_success_url(self) -> str:
        """Back to one's own page, where the request waits."""
        return reverse("skills:my_growth") + "#requests"

    def get_crumbs(self) -> list[Crumb]:
        """The page above."""
        return [Crumb(_("My growth"), reverse("skills:my_growth"))]


class CorrectionPage(VisibleObjectMixin[CorrectionRequest], TemplateView):
    """One request: what is on record, what is proposed, the proof, and for HR the two answers."""

    model = CorrectionRequest
    template_name = "skills/correction.html"

    def get_queryset(self) -> QuerySet[CorrectionRequest]:
        """The requests in scope, with their worker."""
        return (
            CorrectionRequest.objects.visible_to(self.request.user)
            .select_related("worker", "evidence", "decided_by", "requested_by")
            .annotate(unit_path=UnitPath("worker__unit_id"))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The values side by side, and the forms for those who may answer a request that waits."""
        request = self.object
        is_waiting = request.state == CorrectionState.WAITING
        kind = FactKind(request.fact_kind)
        stated = stated_values(kind, request.fact_id, worker=request.worker, in_force_only=False)
        may_decide = is_waiting and self.request.user.has_perm(DECIDE_CORRECTION, request)
        given = {
            "rows": value_rows(kind, stated, request.proposed),
            "asks_removal": request.proposed.get("removed") is True,
            "is_waiting": is_waiting,
            "state": CorrectionState(request.state),
            "crumbs": [Crumb(_("Correction requests"), reverse("skills:corrections"))],
            "may_decide": may_decide,
            "may_withdraw": is_waiting and self.request.user.has_perm(WITHDRAW_CORRECTION, request),
            **kwargs,
        }
        if may_decide:
            given.setdefault(
                "accept_form", AcceptCorrectionForm(kind=kind, stated={**stated, **request.proposed})
            )
            given.setdefault("decline_form", DeclineCorrectionForm())
        return super().get_context_data(**given)


class DecideCorrection(CorrectionPage):
    """HR's answer; what cannot be written stays in the form with the reason beside the field."""

    permission = DECIDE_CORRECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, answer: str) -> HttpResponse:
        """Accept (`answer` = "accept") or decline ("decline")."""
        form = self._form(answer)
        if not form.is_valid():
            return self._refuse(answer, form, status=400)
        try:
            self._decide(answer, form)
        except DomainError as error:
            raise_for_page(error)
            return self._explain(answer, form, error)
        messages.success(request, str(_("Answered. The worker sees it at once.")))
        return redirect("skills:correction", pk=pk)

    def _explain(self, answer: str, form: Form, error: DomainError) -> HttpResponse:
        """The refusal beside its field; above the page when somebody else answered meanwhile."""
        self.object = self.get_object()
        if self.object.state == CorrectionState.WAITING:
            form_errors_from(error, form)
        else:
            messages.error(self.request, str(error.message))
        return self._refuse(answer, form, status=409 if isinstance(error, Conflict) else 400)

    def _refuse(self, answer: str, form: Form, *, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**{f"{answer}_form": form}), status=status)

    def _form(self, answer: str) -> Form:
        if answer == "decline":
            return DeclineCorrectionForm(self.request.POST)
        if answer != "accept":
            raise Http404
        return AcceptCorrectionForm(self.request.POST, kind=FactKind(self.object.fact_kind), stated={})

    def _decide(self, answer: str, form: Form) -> None:
        actor, now = actor_of(self.request), timezone.now()
        if isinstance(form, AcceptCorrectionForm):
            removes = self.object.proposed.get("removed") is True
            adjusted = None if removes else {**self._emptied(form), **form.values()}
            accept_correction(self.object, actor=actor, adjusted=adjusted, now=now)
        else:
            decline_correction(self.object, actor=actor, reason=form.cleaned_data["reason"], now=now)

    def _emptied(self, form: AcceptCorrectionForm) -> dict[str, None]:
        """What was proposed and stood in the form: an entry the clerk emptied is not written."""
        return dict.fromkeys(name for name in self.object.proposed if name in form.fields)


class WithdrawCorrection(VisibleObjectMixin[CorrectionRequest], ConfirmPage):
    """A worker takes the own request back."""

    model = CorrectionRequest
    permission = WITHDRAW_CORRECTION
    question = _("Take this request back?")
    action_label = _("Withdraw")
    done_message = _("Withdrawn.")

    def perform(self) -> None:
        """Withdraw; a request answered meanwhile says so."""
        withdraw_correction(self.object, actor=actor_of(self.request), now=timezone.now())

    def get_success_url(self) -> str:
        """The request."""
        return reverse("skills:correction", args=[self.object.pk])
