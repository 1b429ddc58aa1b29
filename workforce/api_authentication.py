"""Who asks through the API with a token: people who may sign in and systems, no longer than they may."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, Throttled
from rest_framework.request import Request

from base.throttling import seconds_to_wait
from workforce.accounts import may_act
from workforce.api_scopes import is_allowed, scope_needed
from workforce.models import ApiToken
from workforce.second_factor import MISSING, lacks_second_factor
from workforce.session_tracking import client_address

USE_NOTED_EVERY = timedelta(minutes=1)


class SecondFactorMissing(APIException):
    """The token's person must have a second factor and has none."""

    status_code = 403
    default_code = "second_factor_missing"
    default_detail = MISSING


class ScopeMissing(APIException):
    """The token's scopes do not name this."""

    status_code = 403
    default_code = "scope_missing"


class ApiTokenAuthentication(TokenAuthentication):  # type: ignore[misc]
    """Knox's tokens, asked at every request whether their account may still act; the use is noted.

    Scopes are looked at here and not by a permission class: a view that names permissions of its own would
    drop that one unseen.
    """

    def authenticate(self, request: Request) -> Any:
        """The account and its token, or None without one.

        Raises AuthenticationFailed, SecondFactorMissing, ScopeMissing, Throttled after many refused tokens.
        """
        plain: HttpRequest = getattr(request, "_request", request)
        try:
            answer = super().authenticate(request)
        except AuthenticationFailed:
            if seconds := seconds_to_wait(plain):
                raise Throttled(wait=seconds) from None
            raise
        if answer is not None:
            note_use(answer[1], client_address(plain))
            require_scope(answer[1], plain.path_info, plain.method or "GET")
        return answer

    def authenticate_credentials(self, token: bytes) -> Any:
        """The account and its token. Raises AuthenticationFailed, also for what cannot be a token."""
        if not (token.isascii() and token.isalnum()):
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: Any) -> Any:
        """Refuse accounts switched off, people who left, demo accounts; whoever lacks the second factor."""
        if not may_act(auth_token.user):
            raise AuthenticationFailed(_("This account may not sign in."))
        if lacks_second_factor(auth_token.user):
            raise SecondFactorMissing
        return auth_token.user, auth_token


def require_scope(token: ApiToken, path: str, method: str) -> None:
    """Raise ScopeMissing unless the token's scopes reach; a token never does more than its account may."""
    if is_allowed(path, method, token.scopes):
        return
    try:
        needed = scope_needed(path, method)
    except LookupError:
        raise ScopeMissing(_("Tokens are not admitted here. Sign in with a browser.")) from None
    raise ScopeMissing(
        _("The token lacks the scope %(scope)s. Make a new token that has it.") % {"scope": needed}
    )


def note_use(token: ApiToken, address: str) -> None:
    """Write when and from where the token was used, at most once a minute and address."""
    now = timezone.now()
    is_fresh = token.last_used_at is not None and now - token.last_used_at < USE_NOTED_EVERY
    if not (is_fresh and token.last_used_from == address):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now, last_used_from=address)


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """How the OpenAPI document tells of it."""

    target_class = ApiTokenAuthentication  # type: ignore[assignment]
