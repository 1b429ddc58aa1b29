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
from base.errors import Conflict, DomainError
from base.pages import LoginRequired, form_errors_from, raise_for_page
from workforce.models import User


def page_before(request: HttpRequest) -> str:
    """The page of this site that `next` names, else nothing."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


class ServiceFormPage(LoginRequired, FormView[Form]):
    """Shows a form and hands what was typed to `act`; a refusal stands in the form and nothing is lost.

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
            explanation=self.explanation,
            back_url=self.get_back_url(),
            crumbs=self.get_crumbs(),
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        """Act; a refusal goes back into the form."""
        try:
            self.act(form.cleaned_data)
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            status = 409 if isinstance(error, Conflict) else 400
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, str(self.done_message) or _("Done."))
        return super().form_valid(form)
