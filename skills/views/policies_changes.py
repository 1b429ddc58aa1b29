"""Changes of policy: the list, one change with its impact, and what may be done with it next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from base.cells import CellKind
from base.components import Crumb, Definition, Progress
from base.enums import JobState
from base.errors import Conflict, DomainError
from base.lists import Column, ListPage
from base.models import Job
from base.pages import ConfirmPage, LoginRequired, VisibleObjectMixin, form_errors_from, raise_for_page
from skills.enums import Mark, PolicyChangeKind, PolicyState
from skills.forms.policies import DeclinePolicyForm
from skills.models import PolicyChange
from skills.policy_filters import ChangeFilter
from skills.queries.policy_changes import (
    CHANGE_SORT_KEYS,
    change_title,
    compared_routes,
    impact_counts,
    impact_people,
    predecessor,
    proposal_in_words,
)
from skills.rules import CONFIRM_POLICY, DRAFT_POLICY, may_see_impact
from skills.services.policy.deciding import confirm_change, decline_change
from skills.services.policy.drafting import reopen_change, submit_change, withdraw_change
from skills.services.policy.ground import has_fresh_impact
from skills.services.policy.impact import is_being_reckoned, request_impact
from skills.views.policies_sections import sections
from workforce.access import actor_of
from workforce.models import User


def changes_read(request: HttpRequest) -> QuerySet[PolicyChange]:
    """The changes in scope with what their pages show."""
    return (
        PolicyChange.objects.named()
        .visible_to(request.user)
        .select_related(
            "rule_set",
            "occupation",
            "drafted_by",
            "decided_by",
            "impact_job",
            "prepare_job",
            "version",
            "standard",
        )
    )


class ChangeList(ListPage):
    """Changes of policy: drafted, waiting, decided."""

    title = gettext_lazy("Changes of policy")
    template_name = "skills/policies/changes.html"
    filterset_class = ChangeFilter
    chip_filter = "state"
    sort_keys = CHANGE_SORT_KEYS
    empty_title = gettext_lazy("No change yet")
    empty_text = gettext_lazy(
        "A new version, edition, name or major is drafted first and confirmed by a second person."
    )
    columns = (
        Column(
            "title",
            gettext_lazy("Change of policy"),
            change_title,
            link=lambda row: row.get_absolute_url(),
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: PolicyChangeKind(row.kind)),
        Column("state", gettext_lazy("State"), lambda row: PolicyState(row.state), CellKind.BADGE),
        Column(
            "effective_on", gettext_lazy("Takes effect on"), "effective_on", CellKind.DATE, sort="effective"
        ),
        Column("drafted_by", gettext_lazy("Drafted by"), "drafted_by"),
        Column("drafted_at", gettext_lazy("Drafted at"), "drafted_at", CellKind.DATE, sort="drafted"),
        Column("decided_by", gettext_lazy("Decided by"), "decided_by"),
    )

    def get_queryset(self) -> QuerySet[PolicyChange]:
        """The changes in scope."""
        return changes_read(self.request)

    def get_context_data(self) -> dict[str, Any]:
        """The parts of policy, and the kinds one may draft."""
        return {
            "sections": sections(self.request),
            "may_draft": self.request.user.has_perm(DRAFT_POLICY),
            "kinds": [kind for kind in PolicyChangeKind if not kind.value.endswith("_end")],
        }


class ChangePage(VisibleObjectMixin[PolicyChange], TemplateView):
    """One change: what is proposed against what holds, whom it would move, and the next step."""

    model = PolicyChange
    template_name = "skills/policies/change.html"

    def get_queryset(self) -> QuerySet[PolicyChange]:
        """The changes in scope."""
        return changes_read(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows of the change, and the acts open to this person."""
        change, user = self.object, self.request.user
        state = PolicyState(change.state)
        may_draft = user.has_perm(DRAFT_POLICY, change)
        is_waiting = state is PolicyState.SUBMITTED
        is_fresh = has_fresh_impact(change) if not change.decided_at else True
        may_confirm = is_waiting and user.has_perm(CONFIRM_POLICY, change)
        given = {
            "title": change_title(change),
            "state": state,
            "is_draft": state is PolicyState.DRAFT,
            "is_waiting": is_waiting,
            "is_confirmed": state is PolicyState.CONFIRMED,
            "about": _about(change),
            "proposal": proposal_in_words(change),
            "routes": compared_routes(change),
            "predecessor": predecessor(change) if change.kind == PolicyChangeKind.VERSION else None,
            "may_draft": may_draft,
            "may_edit": may_draft and state is PolicyState.DRAFT,
            "may_confirm": may_confirm,
            "is_own_draft": is_waiting and may_draft and not may_confirm,
            "is_fresh": is_fresh,
            "progress": impact_progress(change) or prepare_progress(change),
            "drafters": change.drafters.select_related("user").order_by("since"),
            "crumbs": [Crumb(_("Changes of policy"), reverse("skills:policy_changes"))],
            **self._impact(),
            **kwargs,
        }
        if may_confirm:
            given.setdefault("decline_form", DeclinePolicyForm())
        return super().get_context_data(**given)

    def _impact(self) -> dict[str, Any]:
        """The numbers of those the reader sees."""
        change, user = self.object, self.request.user
        if not change.touches_dates or not may_see_impact.test(user):
            return {"shows_impact": False}
        return {
            "shows_impact": True,
            "is_measured": change.impact_at is not None,
            "effects": list(impact_counts(change, user).items()) if change.impact_at else [],
            "people": impact_people(change, user) if change.impact_at else 0,
        }


class ActOnChange(VisibleObjectMixin[PolicyChange], ConfirmPage):
    """Hand in, take back, withdraw, confirm, or ask for the impact: the question as a page, then the act."""

    model = PolicyChange

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the act. Raises Http404 for one there is not."""
        if kwargs["act"] not in ACTS:
            raise Http404
        self.act_label, self.act_question, self.act_done, self.act, permission = ACTS[kwargs["act"]]
        self.permission = permission
        super().setup(request, *args, **kwargs)
        self.action_label, self.question, self.done_message = self.act_label, self.act_question, self.act_done

    def get_queryset(self) -> QuerySet[PolicyChange]:
        """The changes in scope."""
        return changes_read(self.request)

    def get_object(self) -> PolicyChange:
        """The change; a drafter who confirms is told why by the service, not by a bare refusal."""
        permission, self.permission = self.permission, ""
        found = super().get_object()
        right = DRAFT_POLICY if permission == CONFIRM_POLICY else permission
        if not self.request.user.has_perm(right, found):
            raise PermissionDenied
        return found

    def perform(self) -> None:
        """Call the service."""
        self.act(self.object, actor_of(self.request), self.request.POST.get("digest", ""), timezone.now())

    def get_success_url(self) -> str:
        """The change."""
        return self.object.get_absolute_url()


class DeclineChange(ChangePage):
    """The second person's no, with a reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decline; without a reason the form says so."""
        if not request.user.has_perm(DRAFT_POLICY, self.object):
            raise PermissionDenied
        form: Form = DeclinePolicyForm(request.POST)
        status = 400
        if form.is_valid():
            try:
                decline_change(
                    self.object,
                    actor=actor_of(request),
                    reason=form.cleaned_data["reason"],
                    now=timezone.now(),
                )
            except DomainError as error:
                raise_for_page(error)
                form_errors_from(error, form)
                status = 409 if isinstance(error, Conflict) else 400
            else:
                messages.success(request, _("Declined. The drafters see why."))
                return redirect(self.object)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(decline_form=form), status=status)


class ChangeProgress(LoginRequired, View):
    """How far the job is, for the page that asks every two seconds; the whole page once it is over."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The progress component, or an order to load the page anew."""
        change = get_object_or_404(changes_read(request), pk=pk)
        progress = impact_progress(change) or prepare_progress(change)
        if progress is None or progress.is_over:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "base/components/progress.html", {"job": progress})


def impact_progress(change: PolicyChange) -> Progress | None:
    """The job at work on the impact, or the one that failed; None when nothing is under way."""
    job = change.impact_job
    if job is None or change.decided_at is not None or change.state == PolicyState.WITHDRAWN:
        return None
    if not is_being_reckoned(change) and (job.state != JobState.FAILED or change.impact_ground):
        return None
    return _progress(change, job, _("Reckoning whom it would move"))


def prepare_progress(change: PolicyChange) -> Progress | None:
    """The job that has the dates ready after a confirmation; None when nothing is under way."""
    job = change.prepare_job
    if job is None or change.prepared_at is not None:
        return None
    return _progress(change, job, _("Having the dates ready for the day it takes effect"))


def _progress(change: PolicyChange, job: Job, doing: str) -> Progress:
    return Progress(
        done=job.progress_done,
        total=job.progress_total or 0,
        message=job.note or doing,
        poll_url=reverse("skills:policy_progress", args=[change.pk]),
        page_url=change.get_absolute_url(),
        is_over=JobState(job.state).is_over,
        has_failed=job.state == JobState.FAILED,
    )


def _about(change: PolicyChange) -> list[Definition]:
    """When, by which document, why, and who."""
    items = [
        Definition(_("Takes effect on"), change.effective_on.isoformat()),
        Definition(_("Document"), change.document),
        Definition(_("Source"), Mark(change.mark).label),
        Definition(_("Reason"), change.reason),
        Definition(_("Drafted by"), f"{change.drafted_by} · {_moment(change.drafted_at)}"),
    ]
    if change.submitted_at:
        items.append(Definition(_("Handed in at"), _moment(change.submitted_at)))
    if change.decided_at:
        items.append(Definition(_("Decided by"), f"{change.decided_by} · {_moment(change.decided_at)}"))
    if change.decision_reason:
        items.append(Definition(_("Answer"), change.decision_reason))
    if change.switched_at:
        items.append(Definition(_("Switched at"), _moment(change.switched_at)))
    elif change.prepared_at:
        items.append(Definition(_("Dates ready since"), _moment(change.prepared_at)))
    return items


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


Act = Callable[[PolicyChange, User, str, datetime], object]
Text = str | Promise


def _act(act: Callable[..., object]) -> Act:
    return lambda change, actor, digest, now: act(change, actor=actor, now=now)


#: Each act with its label, its question, what is said when it is done, its service, and the right it asks.
ACTS: dict[str, tuple[Text, Text, Text, Act, str]] = {
    "submit": (
        gettext_lazy("Hand in"),
        gettext_lazy("Hand this in for a second person to confirm? It cannot be edited meanwhile."),
        gettext_lazy("Handed in. Another HR officer of the group decides."),
        _act(submit_change),
        DRAFT_POLICY,
    ),
    "reopen": (
        gettext_lazy("Back to the draft"),
        gettext_lazy("Take it back to go on writing? Whoever edits it cannot confirm it."),
        gettext_lazy("It is a draft again."),
        _act(reopen_change),
        DRAFT_POLICY,
    ),
    "withdraw": (
        gettext_lazy("Withdraw"),
        gettext_lazy("Give this change up? It stays readable and takes no effect."),
        gettext_lazy("Withdrawn."),
        _act(withdraw_change),
        DRAFT_POLICY,
    ),
    "measure": (
        gettext_lazy("Reckon the impact"),
        gettext_lazy("Reckon in the background whose dates would move? Nobody else sees anything of it."),
        gettext_lazy("It is being reckoned. You can leave the page."),
        _act(request_impact),
        DRAFT_POLICY,
    ),
    "confirm": (
        gettext_lazy("Confirm"),
        gettext_lazy("Confirm this change? It takes effect on its day and cannot be edited afterwards."),
        gettext_lazy("Confirmed. It takes effect on its day."),
        lambda change, actor, digest, now: confirm_change(change, actor=actor, digest=digest, now=now),
        CONFIRM_POLICY,
    ),
}
