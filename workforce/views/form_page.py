"""A page with one form that calls one service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import FormView

from base.components import Crumb
from base.errors import Conflict, DomainError, NotPermitted
from base.pages import LoginRequired, form_errors_from, raise_for_page
from workforce.models import User


def page_before(request: HttpRequest) -> str:
    """The page of this site that `next` names, else nothing."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def _status_of(error: DomainError) -> int:
    """The HTTP status of a refusal that is shown in the form."""
    if isinstance(error, NotPermitted):
        return 403
    return 409 if isinstance(error, Conflict) else 400


class ServiceFormPage(LoginRequired, FormView[Form]):
    """Shows a form and hands what was typed to `act`; a refusal stands in the form and nothing is lost.

    A refusal for want of a right is a page of its own, unless it names a field of the form.

    A subclass gives `form_class`, `title`, `act()` and `get_success_url()`.
    """

    template_name = "workforce/form.html"
    title: str | Promise = ""
    submit_label: str | Promise = ""
    explanation: str | Promise = ""
    done_message: str | Promise = ""

    @property
    def actor(self) -> User:
        """The account that is signed in."""
        user = self.request.user
        if not isinstance(user, User):
            raise TypeError("This page is for accounts only.")
        return user

    def act(self, data: dict[str, Any]) -> None:
        """Call the service. May raise DomainError."""
        raise NotImplementedError

    def get_title(self) -> str | Promise:
        """The heading; it may name the object."""
        return self.title

    def get_explanation(self) -> str | Promise:
        """A sentence above the form; it may name the object."""
        return self.explanation

    def get_back_url(self) -> str:
        """Where *Cancel* leads."""
        return self.get_success_url()

    def get_crumbs(self) -> list[Crumb]:
        """The pages above this one."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the template its words."""
        return super().get_context_data(
            title=self.get_title(),
            submit_label=self.submit_label or _("Save"),
            explanation=self.get_explanation(),
            back_url=self.get_back_url(),
            crumbs=self.get_crumbs(),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        """Act; a refusal goes back into the form."""
        try:
            self.act(form.cleaned_data)
        except DomainError as error:
            if error.field not in form.fields:
                raise_for_page(error)
            form_errors_from(error, form)
            status = _status_of(error)
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, str(self.done_message) or _("Done."))
        return super().form_valid(form)
