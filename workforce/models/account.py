"""Accounts: who may sign in."""

from __future__ import annotations

from typing import ClassVar

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from base.history import tracked
from workforce.models.worker import Worker

#: Apps of the framework whose rows no administrator needs to see: groups, addresses, second factors.
_KEYS_AND_GROUPS = frozenset({"auth", "account", "mfa"})


class UserManager(BaseUserManager["User"]):
    """Makes accounts; only an administrator's is made with a password."""

    def create_user(self, login: str, password: str | None = None, **fields: object) -> User:
        """An account; without a password it waits for its activation code."""
        user = self.model(login=login, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, login: str, password: str | None = None, **fields: object) -> User:
        """The system administrator's account (technical upkeep; holds no role over people's records)."""
        return self.create_user(login, password, is_staff=True, is_superuser=True, **fields)


@tracked(exclude=["password", "last_login", "failed_logins", "locked_until", "session_epoch", "language"])
class User(AbstractBaseUser, PermissionsMixin):
    """An account. A worker's login is the employee number; an external auditor's is a name of its own."""

    login = models.CharField(_("Employee number or login"), max_length=64, unique=True)
    worker = models.OneToOneField(Worker, models.PROTECT, null=True, blank=True, related_name="account")
    display_name = models.CharField(_("Name"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_staff = models.BooleanField(_("System administrator"), default=False)
    language = models.CharField(_("Language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    failed_logins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, help_text=_("Raising it ends every session."))
    is_demo = models.BooleanField(default=False)
    demo_note = models.CharField(max_length=200, blank=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Account")
        verbose_name_plural = _("Accounts")
        constraints = [
            # people sign in without regard to case; also the index by which a login is found
            models.UniqueConstraint(Upper("login"), name="user_login_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or (self.worker.name if self.worker else self.login)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Rights over people's records come from roles alone: being the system administrator gives none.

        Under /system/ the administrator looks and changes nothing, and does not see second factors.
        """
        if rules.perm_exists(perm):
            return self.is_active and bool(rules.has_perm(perm, self, obj))
        app, _dot, act = perm.partition(".")
        looks_only = act.startswith("view_") and app not in _KEYS_AND_GROUPS
        return looks_only and super().has_perm(perm, obj)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Sessions carry this: a new password or a raised epoch ends them all at the next request."""
        key_salt = "workforce.models.account.User.session_epoch"
        value = f"{self.password}\x00{self.session_epoch}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()


class ActivationCode(models.Model):
    """A one-time code that lets a person set a password; only its digest is kept. Valid for 14 days."""

    user = models.ForeignKey(User, models.CASCADE, related_name="activation_codes")
    digest = models.BinaryField(max_length=32, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Activation code")
        verbose_name_plural = _("Activation codes")
        constraints = [
            models.CheckConstraint(
                name="activation_code_expires_after_issue", condition=Q(expires_at__gt=F("issued_at"))
            ),
            # two clerks at once: one live code a person
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="activation_code_one_live_a_user",
            ),
        ]

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class ApiToken(AbstractAuthToken):  # type: ignore[misc]
    """A person's key to the API, under a label of their own; only its digest is kept."""

    label = models.CharField(_("Label"), max_length=60)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.label
