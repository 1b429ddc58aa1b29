"""Writing a draft: begun by its kind, its head, its routes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today as local_today
from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, DomainError
from base.marked_forms import Marked, MarkedForm
from base.pages import ConfirmPage, LoginRequired, VisibleObjectMixin, form_errors_from, raise_for_page
from skills.eligibility.sentences import clause_sentence
from skills.enums import ClauseKind, PolicyChangeKind, PolicyState
from skills.forms.policies import (
    FORMS,
    ClauseForm,
    DraftForm,
    GroundForm,
    RouteForm,
    VersionHeadForm,
    clause_forms,
    empty_clause_form,
)
from skills.models import PolicyChange, RuleSet
from skills.queries.policy_changes import change_title
from skills.rules import DRAFT_POLICY
from skills.services.policy.drafting import edit_change, put_route, remove_route, start_change
from skills.services.policy.proposals import clause_row
from skills.services.policy.shown import change_as_shown, route_as_shown
from skills.views.policies_changes import changes_read
from workforce.access import actor_of
from workforce.views.form_page import ServiceFormPage


class StartChange(ServiceFormPage):
    """Begin a draft of one kind; `?rule_set=`, `?occupation=`, `?what=` are what the page before knew."""

    template_name = "skills/policies/draft_form.html"
    submit_label = gettext_lazy("Keep as a draft")
    done_message = gettext_lazy("Kept as a draft. Nothing is in force before a second person confirms it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who hold the right at the root unit."""
        if request.user.is_authenticated and not request.user.has_perm(DRAFT_POLICY):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Which kind. Raises Http404 for none, and for an end of nothing."""
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in PolicyChangeKind.values:
            raise Http404
        self.kind = PolicyChangeKind(kwargs["kind"])
        if self.kind.value.endswith("_end") and not request.GET.get("what"):
            raise Http404

    def get_title(self) -> str:
        """The kind of change; an end names what ends."""
        what = self.request.GET.get("what", "")
        return f"{self.kind.label}：{what}" if what else str(self.kind.label)

    def get_form_class(self) -> type[Form]:
        """The form of the kind."""
        return FORMS[self.kind]

    def get_initial(self) -> dict[str, Any]:
        """What the page before knew; a version is copied from the one in force."""
        asked = self.request.GET
        initial: dict[str, Any] = {"occupation": asked.get("occupation"), "what": asked.get("what", "")}
        if self.kind is PolicyChangeKind.VERSION:
            rule_set = RuleSet.objects.filter(code=asked.get("rule_set", "")).first()
            if rule_set is not None:
                versions = rule_set.versions.in_force(local_today()).filter(confirmed_at__isnull=False)
                initial |= {"rule_set": rule_set, "copied_from": versions.first()}
        return initial

    def act(self, data: dict[str, Any]) -> None:
        """Begin the draft."""
        form = self.form
        self.change = start_change(
            actor=self.actor,
            kind=self.kind,
            proposal=form.proposal(),
            ground=form.ground(),
            now=timezone.now(),
            **form.subject(),
        )

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the form for `act`."""
        if not isinstance(form, DraftForm):
            raise TypeError("a draft is begun by its own form")
        self.form = form
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """The draft; before there is one, the list of changes."""
        change = getattr(self, "change", None)
        return change.get_absolute_url() if change else reverse("skills:policy_changes")

    def get_crumbs(self) -> list[Crumb]:
        """The list."""
        return [Crumb(_("Changes of policy"), reverse("skills:policy_changes"))]


class DraftPage(Marked, VisibleObjectMixin[PolicyChange]):
    """A page that writes on a draft, with the mark of what it showed."""

    model = PolicyChange
    permission = DRAFT_POLICY

    def get_queryset(self) -> QuerySet[PolicyChange]:
        """The changes in scope."""
        return changes_read(self.request)

    def shown_values(self) -> dict[str, Any]:
        """What the form had before its reader."""
        raise NotImplementedError

    def mark_key(self) -> str:
        """Names the form the mark belongs to."""
        return f"policy_change.{self.object.pk}"

    def as_shown(self) -> Shown:
        """What the form had before its reader."""
        return Shown.of(self.shown_values())

    def read_again(self) -> None:
        """The draft as it stands now."""
        self.object = self.get_object()


class EditChange(MarkedForm, DraftPage, ServiceFormPage):
    """The head of a draft: its day, document, reason and, but for a version, its content."""

    template_name = "skills/policies/draft_form.html"
    done_message = gettext_lazy("Saved.")

    def get_form_class(self) -> type[Form]:
        """The form of the kind; a version's routes have pages of their own."""
        kind = PolicyChangeKind(self.object.kind)
        return VersionHeadForm if kind is PolicyChangeKind.VERSION else FORMS[kind]

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        """Without what the change is about: that stays."""
        form = super().get_form(form_class)
        form.fields.pop("occupation", None)
        return form

    def get_initial(self) -> dict[str, Any]:
        """As drafted."""
        change = self.object
        named = change.proposal
        what = named.get("name") or named.get("major") or named.get("related")
        head = {name: getattr(change, name) for name in ("effective_on", "document", "mark", "reason")}
        return {**named, **head, "what": what}

    def get_title(self) -> str:
        """The change."""
        return change_title(self.object)

    def shown_values(self) -> dict[str, Any]:
        """The head as it was."""
        return change_as_shown(self.object)

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Write the draft anew."""
        form = self.get_form()
        form.is_valid()
        proposal = (
            form.proposal()
            if isinstance(form, DraftForm)
            else {**self.object.proposal, "source_note": data["source_note"]}
        )
        if not isinstance(form, GroundForm):
            raise TypeError("a draft is edited by its own form")
        edit_change(
            self.object,
            actor=self.actor,
            proposal=proposal,
            ground=form.ground(),
            shown=shown,
            now=timezone.now(),
        )

    def get_success_url(self) -> str:
        """The change."""
        return self.object.get_absolute_url()

    def get_crumbs(self) -> list[Crumb]:
        """The change."""
        return [Crumb(change_title(self.object), self.object.get_absolute_url())]


class RoutePage(DraftPage, LoginRequired, TemplateView):
    """A route of a drafted version: its level, its source, its conditions one below the other."""

    template_name = "skills/policies/route_form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the route. Raises Http404 when the draft has none of that code."""
        super().setup(request, *args, **kwargs)
        self.code = kwargs.get("code", "")
        if request.user.is_authenticated:
            self.stored = self._stored()

    def _stored(self) -> dict[str, Any]:
        if self.object.kind != PolicyChangeKind.VERSION or self.object.state != PolicyState.DRAFT:
            raise Http404
        routes: list[dict[str, Any]] = self.object.proposal["routes"]
        found = next((route for route in routes if route["code"] == self.code), None)
        if self.code and found is None:
            raise Http404
        return found or {}

    def mark_key(self) -> str:
        """The route."""
        return f"{super().mark_key()}.{self.code}"

    def shown_values(self) -> dict[str, Any]:
        """The route as it was; nothing for a new one."""
        return route_as_shown(self.stored) if self.stored else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, its conditions in words, and the kinds one may add."""
        change = self.object
        defaults = {"document": change.document, "mark": change.mark}
        given = {
            "form": RouteForm(initial=self.stored or defaults),
            "clauses": _with_words(clause_forms(None, self.stored.get("clauses", []))),
            "kinds": list(ClauseKind),
            "code": self.code,
            "title": self.code or _("New route"),
            "shown_mark": self.mark(),
            "crumbs": [Crumb(change_title(change), change.get_absolute_url())],
            **kwargs,
        }
        return super().get_context_data(**given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the route; `add` draws the page again with one more condition and saves nothing."""
        form, clauses = RouteForm(request.POST), clause_forms(request.POST, [])
        if kind := request.POST.get("add", ""):
            more = empty_clause_form(kind, len(clauses))
            return self._again(form, [*clauses, more] if more else clauses, status=200, bare=True)
        whole = [clause.is_valid() for clause in clauses]  # every one, so that all their errors show
        if not form.is_valid() or not all(whole):
            return self._again(form, clauses, status=400)
        kept = [clause.clause() for clause in clauses if not clause.is_taken_out]
        try:
            put_route(
                self.object,
                actor=actor_of(request),
                code=self.code,
                route={**form.cleaned_data, "clauses": kept},
                shown=self.read_mark() if self.code else None,
                now=timezone.now(),
            )
        except DomainError as error:
            raise_for_page(error)
            if isinstance(error, ChangedMeanwhile):
                self.renew_mark()
            form_errors_from(error, form)
            return self._again(form, clauses, status=409 if isinstance(error, Conflict) else 400)
        messages.success(request, _("Saved."))
        return redirect(self.object)

    def read_again(self) -> None:
        """The draft and its route as they stand now."""
        super().read_again()
        self.stored = self._stored()

    def _again(
        self, form: RouteForm, clauses: list[ClauseForm], *, status: int, bare: bool = False
    ) -> HttpResponse:
        worded = _with_words(clauses)
        if bare:  # a condition was asked for: nothing is wrong yet
            for one in (form, *clauses):
                one.errors.clear()
        return self.render_to_response(self.get_context_data(form=form, clauses=worded), status=status)


class RemoveRoute(DraftPage, ConfirmPage):
    """Take a route out of the draft."""

    action_label = gettext_lazy("Remove the route")
    done_message = gettext_lazy("Removed from the draft.")

    def get_question(self) -> str:
        """Which one."""
        return _("Take route %(code)s out of the draft?") % {"code": self.kwargs["code"]}

    def perform(self) -> None:
        """Remove it."""
        remove_route(self.object, actor=actor_of(self.request), code=self.kwargs["code"], now=timezone.now())

    def get_success_url(self) -> str:
        """The change."""
        return self.object.get_absolute_url()


def _with_words(forms: list[ClauseForm]) -> list[tuple[ClauseForm, str]]:
    return [(form, _words(form)) for form in forms]


def _words(form: ClauseForm) -> str:
    """The condition as a sentence, once it is whole; else its kind."""
    if form.is_bound and not form.is_valid():
        return str(form.kind.label)
    values = form.clause() if form.is_bound else {"kind": form.kind.value, **form.initial}
    if len(values) < 2:
        return (
            str(form.kind.label)
            if form.kind is not ClauseKind.APPRENTICESHIP
            else clause_sentence(clause_row(values))
        )
    return clause_sentence(clause_row(values))
