"""Who asks through the API with a token: the same people who may sign in, and no longer than they may."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from workforce.accounts import AccountBackend


class ApiTokenAuthentication(TokenAuthentication):  # type: ignore[misc]
    """Knox's tokens, asked at every request whether their person may still sign in."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """The account and its token. Raises AuthenticationFailed, also for what cannot be a token."""
        if not (token.isascii() and token.isalnum()):
            raise AuthenticationFailed(_("Invalid token."))
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: Any) -> Any:
        """Refuse whom the sign-in page refuses: accounts switched off, people who left, demo accounts."""
        if not AccountBackend().user_can_authenticate(auth_token.user):
            raise AuthenticationFailed(_("This account may not sign in."))
        return auth_token.user, auth_token


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """How the OpenAPI document tells of it."""

    target_class = ApiTokenAuthentication  # type: ignore[assignment]
