"""Sign-in with the enterprise's own directory (OpenID Connect): to accounts that exist, never making any.

The account is the one whose login is the claim OIDC_LOGIN_CLAIM; e-mail addresses are never compared. The
directory's identity is bound to the account at the first sign-in: another identity that later bears the same
login is refused until HR renews the account.
"""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from base.text import clean
from workforce.accounts import may_sign_in
from workforce.models import User
from workforce.services.directory_links import link_directory_identity

log = structlog.get_logger(__name__)

PROVIDER_ID = "directory"


def directory_name() -> str:
    """What the button says; nothing while sign-in with a directory is switched off."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    return str(providers["openid_connect"]["APPS"][0]["name"]) if providers else ""


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's questions about sign-in with a directory, answered for this house."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """A directory makes no accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account the claim names, or refuse. Raises ImmediateHttpResponse."""
        data = sociallogin.account.extra_data
        claims = data.get("id_token") or {}
        login = clean(str(claims.get(settings.OIDC_LOGIN_CLAIM) or ""))
        sociallogin.account.extra_data = {}  # what else the directory knows about people is not kept
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        user = User.objects.select_related("worker").filter(login__iexact=login).first() if login else None
        if user is None or user.is_staff or not may_sign_in(user):
            self._refuse(request, "no_account")
        elif sociallogin.is_existing and sociallogin.user.pk != user.pk:
            self._refuse(request, "other_account")
        elif not sociallogin.is_existing:
            if SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
                self._refuse(request, "other_identity")
            sociallogin.account.user = user
            link_directory_identity(user=user, account=sociallogin.account)
            sociallogin.user = user

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """The directory is away, refused, or said what cannot be believed. Raises ImmediateHttpResponse."""
        raise ImmediateHttpResponse(_back(request, exception))

    def _refuse(self, request: HttpRequest, why: str) -> None:
        log.warning("directory_sign_in_refused", why=why)
        messages.error(
            request,
            _("%(name)s knows you, but there is no account here that you may use. Ask your HR officer.")
            % {"name": directory_name()},
        )
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


class DirectoryProtocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The protocol, with the signature of the identity always verified and the issuer the one we named."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the directory tells of itself. Raises OAuth2Error when it is another one."""
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != self._issuer:
            raise OAuth2Error("The directory calls itself by another issuer than OIDC_ISSUER.")
        return config

    @property
    def _issuer(self) -> str:
        server: str = self.get_provider().app.settings["server_url"]
        return server.partition("/.well-known/")[0].rstrip("/")

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not directory_name() or provider_id != PROVIDER_ID:
        raise Http404
    protocol = DirectoryProtocol(request, PROVIDER_ID)
    try:
        response: HttpResponse = view.adapter_view(protocol)(request)
    except (OAuth2Error, RequestException, KeyError, ValueError) as error:
        return _back(request, error)  # it is away, or does not speak as the standard has it
    return response


def _back(request: HttpRequest, error: Exception | None) -> HttpResponse:
    """To the sign-in page, which says that it did not work."""
    log.warning("directory_sign_in_failed", exception=type(error).__name__)
    messages.error(
        request, _("Signing in with %(name)s did not work. Try again.") % {"name": directory_name()}
    )
    return HttpResponseRedirect(reverse("account_login"))


@login_not_required  # type: ignore[untyped-decorator]
def directory_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the directory."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required  # type: ignore[untyped-decorator]
def directory_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the person back."""
    return _answer(OAuth2CallbackView, request, provider_id)
