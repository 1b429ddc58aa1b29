"""What page views need: login, objects in scope, services' errors in forms, partial answers, confirmation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted
from base.scoping import ScopedQuerySet

ModelType = TypeVar("ModelType", bound=Model)


def is_partial(request: HttpRequest, target: str) -> bool:
    """Whether htmx asks for the part of the page with the id `target` only.

    Going back in the history asks for the whole page.
    """
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Target") == target
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def form_errors_from(error: DomainError, form: BaseForm) -> None:
    """Show a service's refusal in the form: beside the field it names, else above the fields.

    What was typed stays. The form must have been validated.
    """
    field = error.field if error.field in form.fields else None
    form.add_error(field, str(error.message))


def raise_for_page(error: DomainError) -> None:
    """Turn a refusal that no form can show into the page for it: 404 when missing, 403 when not permitted."""
    if isinstance(error, Missing):
        raise Http404(str(error.message)) from error
    if isinstance(error, NotPermitted):
        raise PermissionDenied(str(error.message)) from error


class LoginRequired(AccessMixin):
    """Only for people who are logged in; others are led to the login page and back."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, or lead to the login page (the whole page, also when htmx asked for a part)."""
        if request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        response = self.handle_no_permission()
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
        return response


class VisibleObjectMixin(LoginRequired, Generic[ModelType]):
    """A page about one object: 404 when it is out of scope, 403 when it is in scope and the right is lacking.

    `model` has a scoped manager; `permission` names a rule of the app (``"skills.view_worker"``) or is empty.
    The object is looked up once and then stands in `self.object`.
    """

    model: type[ModelType]
    permission = ""
    url_kwarg = "pk"
    lookup_field = "pk"
    object: ModelType
    kwargs: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Look the object up for those who are logged in."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if request.user.is_authenticated:
            self.object = self.get_object()

    def get_queryset(self) -> QuerySet[ModelType]:
        """The objects in this person's scope."""
        objects = self.model._default_manager.all()
        if not isinstance(objects, ScopedQuerySet):
            raise TypeError(f"{self.model.__name__} has no scoped manager")
        return objects.visible_to(self.request.user)

    def get_object(self) -> ModelType:
        """The object of the address. Raises Http404 or PermissionDenied."""
        found = get_object_or_404(self.get_queryset(), **{self.lookup_field: self.kwargs[self.url_kwarg]})
        if self.permission and not self.request.user.has_perm(self.permission, found):
            raise PermissionDenied
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template the object."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {"object": self.object, **context}


class ConfirmPage(LoginRequired, TemplateView):
    """Asks a question as a page and acts on the answer; `confirm_button` asks it in a dialog.

    A subclass names `question` and `action_label`, gives `perform()` and `get_success_url()`.
    """

    template_name = "base/confirm.html"
    question: str | Promise = ""
    action_label: str | Promise = ""
    done_message: str | Promise = ""
    dangerous = False

    def perform(self) -> None:
        """Do it, by calling a service. May raise DomainError."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        """Where to go when it is done, and when it is not wanted."""
        raise NotImplementedError

    def get_question(self) -> str | Promise:
        """The question as asked; it may name the object."""
        return self.question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question and its two answers."""
        return super().get_context_data(
            question=self.get_question(),
            action_label=self.action_label,
            dangerous=self.dangerous,
            back_url=self.get_success_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, say so and lead on; a refusal is shown on the page."""
        try:
            self.perform()
        except DomainError as error:
            raise_for_page(error)
            status = 409 if isinstance(error, Conflict) else 400
            return self.render_to_response(self.get_context_data(refusal=error.message), status=status)
        messages.success(request, str(self.done_message) or _("Done."))
        return HttpResponseRedirect(self.get_success_url())


def act_or_explain(request: HttpRequest, act: Callable[[], object], done: str | Promise) -> bool:
    """Call a service from a page without a form and say how it went. True when it was done."""
    try:
        act()
    except (InvalidInput, Conflict) as error:
        messages.error(request, str(error.message))
        return False
    except DomainError as error:
        raise_for_page(error)
        raise
    messages.success(request, str(done))
    return True
