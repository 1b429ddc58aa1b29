"""One-time codes with which people set their first, or a new, password.

A code is shown once, on the sheet HR prints; the database keeps a keyed digest. It lives for 14 days, works
once, and is withdrawn when a new one is issued.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.encryption import blind_index
from base.errors import InvalidInput
from base.events import record_event
from base.text import clean
from workforce.enums import EMPLOYED
from workforce.models import ActivationCode, RoleGrant, Unit, User
from workforce.rules import require
from workforce.second_factor import remove_second_factors
from workforce.services.accounts import (
    end_sessions,
    leading_beyond,
    require_account_control,
    withdraw_codes,
)
from workforce.services.directory_links import unlink_directory_identities
from workforce.services.logins import count_attempt, forgive_attempts

VALID_FOR = timedelta(days=14)
#: Without characters that look alike on paper (0 O, 1 I L, 5 S, 2 Z, 8 B).
_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_GROUPS, _GROUP_LENGTH = 3, 4
_BATCH = 2_000

REFUSED = _("The number or the code is not right, or the code no longer holds. Ask HR for a new one.")


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code as it is handed to its person; there is no second chance to see it."""

    user: User
    code: str
    expires_at: datetime


def issue_activation_codes(
    *, actor: User, unit: Unit, now: datetime, replace: bool = False
) -> list[IssuedCode]:
    """Codes for everybody employed in a unit or below it who has no password yet, ordered by unit and number.

    Those who hold a code that still works are left out, unless `replace` withdraws it. Accounts that hold
    roles are left out unless the actor may grant roles (`require_account_control` says why).
    Raises NotPermitted.
    """
    require(actor, "workforce.issue_codes", unit)
    with transaction.atomic():
        users = _waiting_below(actor, unit, now, replace=replace)
        withdraw_codes(user_ids=[user.pk for user in users])
        issued = _issue(actor, users, now)
        if issued:
            record_event(
                "workforce.codes_issued",
                subject="workforce.unit",
                subject_id=unit.pk,
                payload={"user_ids": [user.pk for user in users]},
                actor=actor,
            )
    return issued


def _waiting_below(actor: User, unit: Unit, now: datetime, *, replace: bool) -> list[User]:
    """The accounts below the unit that wait for a code, locked: of two clerks the second finds none left."""
    today = timezone.localdate(now)
    lasting = Q(until__isnull=True) | Q(until__gt=today)
    users = User.objects.filter(
        is_active=True,
        is_staff=False,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
        worker__status__in=EMPLOYED,
        worker__unit__in=Unit.objects.below([unit.pk]),
    ).exclude(pk=actor.pk)
    if not actor.has_perm("workforce.manage_roles"):
        users = users.exclude(pk__in=RoleGrant.objects.filter(lasting).values("user"))
        users = users.exclude(worker__in=leading_beyond(actor=actor, today=today))
    locked = [user.pk for user in users.order_by("pk").select_for_update(of=("self",), no_key=True)]
    waiting = User.objects.filter(pk__in=locked).select_related("worker__unit")
    if not replace:
        live = ActivationCode.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)
        waiting = waiting.exclude(pk__in=live.values("user"))
    return list(waiting.order_by("worker__unit__code", "worker__employee_no"))


def reset_password(*, actor: User | None, user: User, now: datetime) -> IssuedCode:
    """A new code for one account, whose password, sessions and tokens end at once.

    Its second factors and its tie to the directory's identity go too: this is also the way back in for
    whoever lost the phone. Raises NotPermitted (`require_account_control`, never for oneself), InvalidInput
    for an account that may not sign in and for a system's.
    """
    with transaction.atomic():
        user = (
            User.objects.select_for_update(of=("self",), no_key=True)
            .select_related("worker__unit")
            .get(pk=user.pk)
        )
        require_account_control(actor=actor, user=user, today=timezone.localdate(now))
        if not user.is_active or user.is_system:
            raise InvalidInput(_("This account may not sign in."), code="account_closed")
        factors = remove_second_factors(user=user)
        identities = unlink_directory_identities(user=user)
        user.password = make_password(None)
        user.save(update_fields=["password"])
        forgive_attempts(user=user)
        end_sessions(user_ids=[user.pk])
        withdraw_codes(user_ids=[user.pk])
        issued = _issue(actor, [user], now)[0]
        record_event(
            "workforce.password_reset",
            subject="workforce.user",
            subject_id=user.pk,
            payload={"factors_removed": factors, "identities_removed": identities},
            actor=actor,
        )
    return issued


def activate(*, login: str, code: str, new_password: str, now: datetime) -> User:
    """Set the password of the account whose code this is, and use the code up.

    A wrong number, a wrong, used, withdrawn, expired or other person's code, a locked and a closed account
    are one answer: InvalidInput `activation_refused`. A password that is too weak (InvalidInput on
    `new_password`) leaves the code as it is. Attempts count like attempts to sign in, and lock like them;
    the count is kept whatever happens, so this must not be called inside a transaction that may roll back.
    """
    refused = InvalidInput(REFUSED, code="activation_refused")
    login = clean(login)
    if not count_attempt(login=login, now=now):
        raise refused
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",), no_key=True).filter(login__iexact=login).first()
        row = _live_code(user, code, now) if user is not None else None
        if user is None or row is None:
            raise refused
        forgive_attempts(user=user)
        weakness = _weakness(new_password, user)
        if weakness is None:
            _use_up(user, row, new_password, now)
    if weakness is not None:  # raised outside: the forgiven attempts stay forgiven
        raise weakness
    return User.objects.get(pk=user.pk)


def _use_up(user: User, row: ActivationCode, new_password: str, now: datetime) -> None:
    user.set_password(new_password)
    user.save(update_fields=["password"])
    end_sessions(user_ids=[user.pk])
    row.used_at = now
    row.save(update_fields=["used_at"])
    record_event(
        "workforce.account_activated",
        subject="workforce.user",
        subject_id=user.pk,
        payload={},
        actor=user,
    )


def _live_code(user: User, code: str, now: datetime) -> ActivationCode | None:
    if (
        not user.is_active
        or user.is_system
        or (user.worker is not None and user.worker.status not in EMPLOYED)
    ):
        return None
    return (
        ActivationCode.objects.select_for_update()
        .filter(user=user, digest=_digest(user.pk, code), used_at=None, withdrawn_at=None, expires_at__gt=now)
        .first()
    )


def _weakness(password: str, user: User) -> InvalidInput | None:
    """Everything the validators say against the password."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return InvalidInput(" ".join(error.messages), code="password_too_weak", field="new_password")
    return None


def _issue(actor: User | None, users: Sequence[User], now: datetime) -> list[IssuedCode]:
    issued = [IssuedCode(user, _make_code(), now + VALID_FOR) for user in users]
    ActivationCode.objects.bulk_create(
        [
            ActivationCode(
                user=one.user,
                digest=_digest(one.user.pk, one.code),
                issued_by=actor,
                issued_at=now,
                expires_at=one.expires_at,
            )
            for one in issued
        ],
        batch_size=_BATCH,
    )
    return issued


def _make_code() -> str:
    """Three groups of four characters, 55 bits: ADF4-K7RT-93QX."""
    return "-".join(_group() for _position in range(_GROUPS))


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _position in range(_GROUP_LENGTH))


def _digest(user_id: int, code: str) -> bytes:
    """What is kept of a code; bound to its account, so that it opens no other."""
    letters = "".join(_letters_of(code))
    return blind_index(f"{user_id}:{letters}", purpose="activation_code")


def _letters_of(code: str) -> Iterable[str]:
    return (char for char in clean(code).upper() if char in _ALPHABET)
