"""The ways in that are not the password: the activation code, and in demo mode a click."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from base.errors import DomainError, InvalidInput
from base.pages import form_errors_from
from workforce.forms.sign_in import ActivationForm
from workforce.models import User
from workforce.services.activation_codes import activate

BACKEND = "workforce.accounts.AccountBackend"
TOO_MANY = _("Too many attempts. Wait five minutes, then try again.")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ActivationPage(FormView[ActivationForm]):
    """Number, code, new password twice; then signed in."""

    template_name = "workforce/activate.html"
    form_class = ActivationForm

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        """Set the password and sign in; a refusal tells nothing about whether the number exists."""
        data = form.cleaned_data
        allowed = ratelimit.consume(self.request, action="activate", key=data["login"].lower())
        try:
            if not allowed:
                raise InvalidInput(TOO_MANY, code="too_many_attempts")
            user = activate(
                login=data["login"],
                code=data["code"],
                new_password=data["new_password"],
                now=timezone.now(),
            )
        except DomainError as error:
            form_errors_from(error, form)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        login(self.request, user, backend=BACKEND)
        record_authentication(self.request, user, "password")
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


class DemoPage(TemplateView):
    """Demo mode only: the demo accounts, each one click away. Anywhere else there is no such page."""

    template_name = "workforce/demo.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """There is nothing here outside demo mode."""
        if not settings.DEMO_MODE:
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_accounts(self) -> QuerySet[User]:
        """Accounts made for the demo that may sign in."""
        return User.objects.filter(is_demo=True, is_active=True, is_staff=False).order_by("pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The accounts with what to look at as each."""
        return super().get_context_data(accounts=self.get_accounts(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in as the chosen one."""
        user = get_object_or_404(self.get_accounts(), login=request.POST.get("login", ""))
        login(request, user, backend=BACKEND)
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


def demo_url() -> str:
    """The demo page's address in demo mode, else nothing."""
    return reverse("workforce:demo") if settings.DEMO_MODE else ""
