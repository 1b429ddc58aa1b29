"""How people sign in: by employee number and password; nobody signs up, and nothing goes by e-mail."""

import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.text import clean
from workforce.enums import DEPARTED
from workforce.models import User
from workforce.second_factor import FACTORS
from workforce.services.logins import count_attempt, forgive_attempts
from workforce.session_tracking import client_address

_ALLAUTH_STAGE = "allauth.mfa.stages.AuthenticateStage"

LOGIN_REFUSED = _(
    "The number or the password is not right, or the account is locked for a while after too many wrong "
    "passwords. Try again later, or ask HR for a new activation code."
)


def may_act(user: AbstractBaseUser | None) -> bool:
    """Whether the account may do anything: switched on, its person still here, and no demo account outside
    demo mode, whose password everybody knows.
    """
    if not isinstance(user, User) or not user.is_active or (user.is_demo and not settings.DEMO_MODE):
        return False
    return user.worker is None or user.worker.status not in DEPARTED


def may_sign_in(user: User) -> bool:
    """Whether the account may be opened now by another way than its password: not while it is locked."""
    locked = user.locked_until is not None and user.locked_until > timezone.now()
    return may_act(user) and not user.is_system and not locked


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Checks passwords under the lock after wrong ones; asks at every request if the person is still here."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        """The account, or None: wrong, unknown and locked look alike and take alike long."""
        login = clean(str(credentials.get("username") or ""))
        password = credentials.get("password")
        if not (login and password):
            return None
        if not count_attempt(login=login, now=timezone.now()):
            self._mitigate_timing_attack(password)
            return None
        user = super().authenticate(request, **{**credentials, "username": login})
        if not isinstance(user, User):
            return None
        forgive_attempts(user=user)
        return user

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Accounts switched off and people who left or retired do not sign in, and stop being signed in.

        Nor do demo accounts outside demo mode, nor the accounts of programs.
        """
        return may_act(user) and not (isinstance(user, User) and user.is_system)

    def get_user(self, user_id: int) -> User | None:
        """The signed-in account with its worker, and whether it has a second factor; asked at every request
        (one statement).
        """
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        rows = User.objects.select_related("worker").annotate(came_with_second_factor=Exists(factors))
        user = rows.filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's questions, answered for this house."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": LOGIN_REFUSED,
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "enter_current_password": _("Type your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made for workers by HR, never by visitors."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Whatever the way in (passkey, directory, password): only who may sign in does."""
        if not may_sign_in(user):
            return HttpResponseRedirect(reverse("account_inactive"))
        answer: HttpResponse | None = super().pre_login(request, user, **options)
        return answer

    def get_login_stages(self) -> list[str]:
        """The directory's second factor may stand for ours, when the settings say so."""
        stages: list[str] = super().get_login_stages()
        return [
            "workforce.login_stages.SecondFactorStage" if stage == _ALLAUTH_STAGE else stage
            for stage in stages
        ]

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within five minutes of signing in: nobody types the password twice to set up a factor."""
        records = get_authentication_records(self.request, self.request.user) if self.request else []
        latest = records[-1]["at"] if records else 0
        if time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who it is, in our words."""
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [
            {**way, "description": words.get(way["id"], way["description"])}
            for way in super().get_reauthentication_methods(user)
        ]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address rate limits count by and the list of sessions shows."""
        return client_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the own account."""
        return reverse("workforce:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail is sent: passwords are renewed by activation codes."""
