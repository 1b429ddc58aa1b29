"""The own account: how one signs in, language, keys to the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views import View
from django.views.generic import TemplateView

from base.pages import LoginRequired
from workforce.access import Access, actor_of
from workforce.enums import Role
from workforce.models import ApiToken, RoleGrant, User
from workforce.second_factor import has_second_factor, needs_second_factor
from workforce.services.accounts import set_language


class AccountPage(LoginRequired, TemplateView):
    """Who I am here, and what I can set."""

    template_name = "workforce/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account's facts."""
        user = actor_of(self.request)
        own = RoleGrant.objects.filter(user=user.pk).in_force_on(Access.of(user).day).select_related("unit")
        return super().get_context_data(
            roles=[(Role(grant.role).label, grant.unit.name, grant.since) for grant in own],
            has_second_factor=has_second_factor(user),
            needs_second_factor=needs_second_factor(user),
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
