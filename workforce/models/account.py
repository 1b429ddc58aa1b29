"""Accounts: who may sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from base.history import tracked
from workforce.api_scopes import Scope, read_scopes
from workforce.models.worker import Worker

#: Apps of the framework whose rows no administrator needs to see: groups, addresses, second factors.
_KEYS_AND_GROUPS = frozenset({"auth", "account", "mfa", "socialaccount", "usersessions"})


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
    """An account. A worker's login is the employee number; an external auditor's is a name of its own.

    A system account is a program's: it has no password and no sign-in, acts through tokens alone, holds
    roles like anybody, and names the person who answers for it (`owner`) and what it is for (`purpose`).
    """

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
    is_system = models.BooleanField(_("System account"), default=False)
    owner = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("Answers for it"),
    )
    purpose = models.CharField(_("What for"), max_length=200, blank=True)
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
            models.CheckConstraint(
                name="user_system_account_is_nobodys",
                condition=Q(is_system=False, owner__isnull=True, purpose="")
                | Q(is_system=True, owner__isnull=False, worker__isnull=True, is_staff=False)
                & ~Q(purpose=""),
            ),
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


class ExpiryDay(models.Func):
    """The day of a moment by the calendar of the enterprise, as days since the year 2000."""

    template = f"((%(expressions)s AT TIME ZONE '{settings.TIME_ZONE}')::date - DATE '2000-01-01')"
    output_field = models.IntegerField()
    arity = 1


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
        indexes = [
            # the reminder of codes not used: those that run out on a day
            models.Index(
                ExpiryDay("expires_at"),
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="activation_code_live_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"code of {self.user_id}"


class ApiToken(AbstractAuthToken):  # type: ignore[misc]
    """A key to the API of a person or a system, under a label; only its digest is kept.

    It may do what its account may and its scopes name (`workforce.api_scopes`), until `expiry`. Scopes do not
    change: another set is another token.
    """

    label = models.CharField(_("Label"), max_length=60)
    scopes = ArrayField(
        models.CharField(max_length=24, choices=Scope.choices), verbose_name=_("Scopes"), default=read_scopes
    )
    issued_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Issued by")
    )
    last_used_at = models.DateTimeField(_("Last used"), null=True, blank=True)
    last_used_from = models.GenericIPAddressField(_("Last used from"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(name="api_token_expires", condition=Q(expiry__isnull=False)),
            models.CheckConstraint(
                name="api_token_has_known_scopes",
                condition=Q(scopes__contained_by=Scope.values) & Q(scopes__len__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words, in the table's order."""
        return [str(scope.label) for scope in Scope if scope in self.scopes]

    @property
    def ends_soon(self) -> bool:
        """Whether it stops working within 14 days."""
        return self.expiry is not None and self.expiry - timezone.now() < timedelta(days=14)
