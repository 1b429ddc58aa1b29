"""Ties of a worker: listed, added and ended by HR, relatives declared by the worker."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.pages import ConfirmPage, LoginRequired, VisibleObjectMixin
from workforce.access import actor_of
from workforce.enums import DeclarationState, RelationKind
from workforce.forms.relations import APPRENTICE, DeclareRelativeForm, EndRelationForm, RelationForm
from workforce.forms.units import ReasonForm
from workforce.models import Relation, RelativeDeclaration, Worker
from workforce.queries.relations import relations_of, visible_relations
from workforce.services.relations import end_relation, state_relation
from workforce.services.relative_declarations import (
    accept_declaration,
    declare_relative,
    decline_declaration,
    withdraw_declaration,
)
from workforce.views.form_page import ServiceFormPage


class OfWorker(VisibleObjectMixin[Worker]):
    """A page about a worker, named by the number."""

    model = Worker
    lookup_field = "employee_no"
    url_kwarg = "employee_no"

    def get_queryset(self) -> QuerySet[Worker]:
        """Workers in scope; the id number stays in the database."""
        return Worker.objects.visible_to(self.request.user).defer("id_number", "id_number_index")


class RelationsPage(OfWorker, TemplateView):
    """The ties of a worker, for HR and auditors over them and for the worker."""

    template_name = "workforce/relations.html"

    def get_object(self) -> Worker:
        """The worker. Raises PermissionDenied for those who merely see the person."""
        worker = super().get_object()
        user = actor_of(self.request)
        if user.worker_id != worker.pk and not user.has_perm("workforce.view_audit", worker):
            raise PermissionDenied
        return worker

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Relations and what was declared."""
        worker, user = self.object, actor_of(self.request)
        return super().get_context_data(
            relations=relations_of(worker, viewer=user, day=today()),
            declarations=RelativeDeclaration.objects.visible_to(user).filter(worker=worker),
            may_keep=user.has_perm("workforce.keep_worker", worker),
            is_own=user.worker_id == worker.pk,
            waiting=DeclarationState.WAITING.value,
            **kwargs,
        )


class OwnRelationsPage(LoginRequired, TemplateView):
    """My own ties; leads to the same page by the own number."""

    template_name = "workforce/relations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """My relations and declarations. Raises PermissionDenied without a record."""
        user = actor_of(self.request)
        if user.worker is None:
            raise PermissionDenied
        return super().get_context_data(
            object=user.worker,
            relations=relations_of(user.worker, viewer=user, day=today()),
            declarations=RelativeDeclaration.objects.filter(worker=user.worker),
            may_keep=False,
            is_own=True,
            waiting=DeclarationState.WAITING.value,
            **kwargs,
        )


class RelationFormPage(OfWorker, ServiceFormPage):
    """A form about a tie of a worker, for HR."""

    permission = "workforce.keep_worker"

    def get_success_url(self) -> str:
        """The worker's relations."""
        return reverse("workforce:worker_relations", args=[self.object.employee_no])

    def get_crumbs(self) -> list[Crumb]:
        """The worker's relations."""
        return [Crumb(f"{self.object.name} {self.object.employee_no}", self.get_success_url())]


class NewRelationPage(RelationFormPage):
    """Write down a tie of a worker."""

    form_class = RelationForm
    title = gettext_lazy("New relation")

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Find people among those the person sees."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def get_explanation(self) -> str:
        """How it reads."""
        return _("Read it from %(person)s: “%(person)s is mentor of …”. Recusal is worked out from it.") % {
            "person": self.object.name
        }

    def act(self, data: dict[str, Any]) -> None:
        """State it."""
        first, second = self.object, data["other"]
        kind = data["kind"]
        if kind == APPRENTICE:
            first, second, kind = second, first, RelationKind.MENTOR
        state_relation(
            actor=self.actor,
            kind=RelationKind(kind),
            from_worker=first,
            to_worker=second,
            since=data["since"],
            last_day=data["last_day"],
            today=today(),
        )


class EndRelationPage(RelationFormPage):
    """End a tie of a worker."""

    form_class = EndRelationForm
    title = gettext_lazy("End the relation")
    submit_label = gettext_lazy("End the relation")
    relation: Relation

    def get_object(self) -> Worker:
        """The worker, with the relation the address names. Raises Http404."""
        worker = super().get_object()
        rows = visible_relations(self.request.user).filter(Q(from_worker=worker) | Q(to_worker=worker))
        relation = rows.filter(pk=self.kwargs["relation"]).first()
        if relation is None:
            raise Http404
        self.relation = relation
        return worker

    def get_initial(self) -> dict[str, Any]:
        """Today is the last day."""
        return {"last_day": today()}

    def get_explanation(self) -> str:
        """Which one it is."""
        return f"{self.relation.from_worker} {self.relation.get_kind_display()} {self.relation.to_worker}"

    def act(self, data: dict[str, Any]) -> None:
        """End it."""
        end_relation(actor=self.actor, relation=self.relation, today=today(), **data)


class DeclareRelativePage(ServiceFormPage):
    """Declare a relative of one's own."""

    form_class = DeclareRelativeForm
    title = gettext_lazy("Declare a relative")
    submit_label = gettext_lazy("Declare")
    explanation = gettext_lazy(
        "Somebody of your family who works in the enterprise. HR checks it; then neither of you decides "
        "about the other."
    )
    done_message = gettext_lazy("Declared. HR has it before them.")

    def act(self, data: dict[str, Any]) -> None:
        """Declare."""
        declare_relative(actor=self.actor, today=today(), **data)

    def get_success_url(self) -> str:
        """My relations."""
        return reverse("workforce:own_relations")

    def get_crumbs(self) -> list[Crumb]:
        """My relations."""
        return [Crumb(_("My relations"), self.get_success_url())]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """For workers."""
        if request.user.is_authenticated and actor_of(request).worker_id is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfDeclaration(VisibleObjectMixin[RelativeDeclaration]):
    """An act on a declared relative, by the HR officers of the worker's unit."""

    model = RelativeDeclaration

    def get_queryset(self) -> QuerySet[RelativeDeclaration]:
        """Declarations in scope, with whose they are."""
        return RelativeDeclaration.objects.visible_to(self.request.user).select_related("worker")

    def get_object(self) -> RelativeDeclaration:
        """A declaration in scope. Raises PermissionDenied for those who may only read it."""
        found = super().get_object()
        if not self.request.user.has_perm("workforce.keep_worker", found.worker):
            raise PermissionDenied
        return found

    def get_success_url(self) -> str:
        """The worker's relations."""
        return reverse("workforce:worker_relations", args=[self.object.worker.employee_no])


class AcceptDeclarationPage(OfDeclaration, ConfirmPage):
    """Make a relation of what was declared."""

    action_label = gettext_lazy("Accept")
    done_message = gettext_lazy("The relation is written down.")

    def get_question(self) -> str:
        """Who declared whom."""
        return _("Write down that %(one)s and %(other)s %(number)s are relatives since %(day)s?") % {
            "one": self.object.worker.name,
            "other": self.object.name,
            "number": self.object.employee_no,
            "day": self.object.since.isoformat(),
        }

    def perform(self) -> None:
        """Accept it."""
        accept_declaration(
            actor=actor_of(self.request), declaration=self.object, today=today(), now=timezone.now()
        )


class DeclineDeclarationPage(OfDeclaration, ServiceFormPage):
    """Decline what was declared."""

    form_class = ReasonForm
    title = gettext_lazy("Decline the declaration")
    submit_label = gettext_lazy("Decline")
    explanation = gettext_lazy("The worker reads the reason.")

    def act(self, data: dict[str, Any]) -> None:
        """Decline it."""
        decline_declaration(
            actor=self.actor, declaration=self.object, reason=data["reason"], now=timezone.now()
        )


class WithdrawDeclarationPage(VisibleObjectMixin[RelativeDeclaration], ConfirmPage):
    """Take back what one declared oneself."""

    model = RelativeDeclaration
    question = gettext_lazy("Take back what you declared?")
    action_label = gettext_lazy("Take it back")
    done_message = gettext_lazy("Taken back.")

    def get_object(self) -> RelativeDeclaration:
        """One's own declaration. Raises PermissionDenied for another's."""
        found = super().get_object()
        if actor_of(self.request).worker_id != found.worker_id:
            raise PermissionDenied
        return found

    def perform(self) -> None:
        """Withdraw it."""
        withdraw_declaration(actor=actor_of(self.request), declaration=self.object, now=timezone.now())

    def get_success_url(self) -> str:
        """My relations."""
        return reverse("workforce:own_relations")
