"""The own account: password, language, keys to the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from base.components import Crumb
from base.errors import DomainError
from base.pages import ConfirmPage, LoginRequired, raise_for_page
from workforce.access import Access
from workforce.enums import Role
from workforce.forms.account import TokenForm
from workforce.models import ApiToken, RoleGrant, User
from workforce.services.accounts import set_language
from workforce.services.api_tokens import create_api_token, withdraw_api_token
from workforce.views.form_page import ServiceFormPage


class AccountPage(LoginRequired, TemplateView):
    """Who I am here, and what I can set."""

    template_name = "workforce/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account's facts."""
        user = self.request.user
        own = RoleGrant.objects.filter(user=user.pk).in_force_on(Access.of(user).day).select_related("unit")
        return super().get_context_data(
            roles=[(Role(grant.role).label, grant.unit.name, grant.since) for grant in own],
            tokens=ApiToken.objects.filter(user=user.pk).order_by("created"),
            languages=[(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
            **kwargs,
        )


class LanguageView(LoginRequired, View):
    """Keep the language for this person, on every device."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it; an unknown one is not taken."""
        language = request.POST.get("language", "")
        response = HttpResponseRedirect(reverse("workforce:account"))
        if language in dict(settings.LANGUAGES) and isinstance(request.user, User):
            set_language(actor=request.user, language=language)
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response


class NewTokenPage(ServiceFormPage):
    """Make a key to the API; the answer shows it once."""

    form_class = TokenForm
    title = gettext_lazy("New API token")
    submit_label = gettext_lazy("Make the token")
    explanation = gettext_lazy(
        "Whoever has the token acts as you: sees what you see and may what you may. Keep it like a password."
    )

    def get_success_url(self) -> str:
        """The own account."""
        return reverse("workforce:account")

    def get_crumbs(self) -> list[Crumb]:
        """The own account."""
        return [Crumb(_("My account"), reverse("workforce:account"))]

    def form_valid(self, form: Any) -> HttpResponse:
        """Make it and show it."""
        try:
            token, key = create_api_token(actor=self.actor, **form.cleaned_data)
        except DomainError as error:
            raise_for_page(error)
            messages.error(self.request, str(error.message))
            return HttpResponseRedirect(self.get_success_url())
        self.template_name = "workforce/token_made.html"
        response: Any = self.render_to_response({"token": token, "key": key})
        response.render()
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        return response  # type: ignore[no-any-return]


class WithdrawTokenPage(ConfirmPage):
    """Ask, then make one of the own tokens worthless."""

    action_label = gettext_lazy("Withdraw the token")
    question = gettext_lazy("Withdraw this token? The program that uses it is refused from now on.")
    done_message = gettext_lazy("The token is withdrawn.")
    dangerous = True

    def perform(self) -> None:
        """Withdraw it."""
        withdraw_api_token(actor=self.request.user, digest=self.kwargs["digest"])  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """The own account."""
        return reverse("workforce:account")
