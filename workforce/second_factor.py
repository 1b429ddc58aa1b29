"""The second factor: who must have one, who has one, and how allauth keeps it."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.encryption import decrypt, encrypt
from workforce.access import Access
from workforce.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MISSING = gettext_lazy(
    "Your role needs a second factor. Sign in with a browser and set up an authenticator app or a passkey."
)


def needs_second_factor(user: User) -> bool:
    """Whether a role the account holds today makes a second factor compulsory."""
    if not settings.MFA_REQUIRED or user.is_system:
        return False
    held = Access.of(user).granted_units
    return any(role in held for role in settings.MFA_REQUIRED_ROLES)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=user.pk, type__in=FACTORS).exists())


def lacks_second_factor(user: User) -> bool:
    """Whether the account must have a second factor and had none when the request came in.

    One statement, unless the account was read with the answer.
    """
    if not needs_second_factor(user):
        return False
    known: bool | None = getattr(user, "came_with_second_factor", None)
    return not (has_second_factor(user) if known is None else known)


def came_by_directory(request: HttpRequest) -> bool:
    """Whether this session was opened by the enterprise's directory, whose second factor may count."""
    return came_by_directory_as(request, request.user)


def came_by_directory_as(request: HttpRequest, user: Any) -> bool:
    """The same for an account that is still on its way in."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "socialaccount" for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's questions about second factors, answered for this house."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Set up another one first, then remove this one."
        ),
        "incorrect_code": gettext_lazy(
            "This code is not right, or it was used already. Wait for the next one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of apps and seeds of recovery codes rest encrypted."""
        return base64.b64encode(encrypt(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return decrypt(base64.b64decode(encrypted_text)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one."""
        user = User.objects.get(pk=authenticator.user_id)
        if not needs_second_factor(user):
            return True
        others = Authenticator.objects.filter(user=user.pk, type__in=FACTORS).exclude(pk=authenticator.pk)
        return bool(others.exists())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """A name to begin with."""
        number = Authenticator.objects.filter(user=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_totp_label(self, user: Any) -> str:
        """The login, as the app shows it."""
        return str(user.login)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name the device shows beside the host."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def remove_second_factors(*, user: User) -> int:
    """Remove every factor and recovery code of an account; how many there were."""
    deleted: int
    deleted, _rows = Authenticator.objects.filter(user=user.pk).delete()
    return deleted
