"""Accounts of workers: made without a password, closed when their person leaves, open again on return."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.copying import copy_values
from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from base.text import clean
from workforce.access import Access
from workforce.enums import DEPARTED, EMPLOYED, Role
from workforce.models import ActivationCode, ApiToken, Delegation, RoleGrant, UnitHead, User, Worker
from workforce.rules import require

_OPENED = ("worker_id", "login", "display_name", "is_active", "password")
#: Random bytes of a password nobody knows, as many as `set_unusable_password` takes.
_UNUSABLE_BYTES = 20

_TAKEN = """
SELECT min(worker.employee_no) FROM workforce_worker worker
  JOIN workforce_user account ON upper(account.login) = upper(worker.employee_no)
 WHERE worker.id = ANY(%(worker_ids)s)
"""


def open_accounts(people: Sequence[tuple[int, str, str, str]]) -> None:
    """Give new workers, as (id, employee number, name, status), an account under their number; set-based.

    It has no password until an activation code is used. Raises Conflict (`employee_no_taken`) when an
    account of somebody else bears such a login.
    """
    random = secrets.token_hex(_UNUSABLE_BYTES * len(people))
    each = 2 * _UNUSABLE_BYTES
    accounts = (
        (pk, number, name, status in EMPLOYED, UNUSABLE_PASSWORD_PREFIX + random[each * i : each * (i + 1)])
        for i, (pk, number, name, status) in enumerate(people)
    )
    try:
        with transaction.atomic():
            copy_values(User, _OPENED, accounts)
    except IntegrityError as error:
        with connection.cursor() as cursor:
            cursor.execute(_TAKEN, {"worker_ids": [pk for pk, *_rest in people]})
            (taken,) = cursor.fetchone()
        if taken is None:
            raise
        raise Conflict(
            gettext("Another account signs in as %(login)s.") % {"login": taken},
            code="employee_no_taken",
            field="employee_no",
        ) from error


def end_sessions(*, user_ids: Iterable[int]) -> None:
    """End every session and withdraw every API token and unused activation code of the accounts, at once."""
    ids = list(user_ids)
    User.objects.filter(pk__in=ids).update(session_epoch=F("session_epoch") + 1)
    ApiToken.objects.filter(user__in=ids).delete()


def withdraw_codes(*, user_ids: Iterable[int]) -> None:
    """Make unused activation codes of the accounts worthless."""
    ActivationCode.objects.filter(
        user__in=list(user_ids), used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=Now())


def match_accounts_to_status(*, worker_ids: Sequence[int] | None, today: date) -> None:
    """Close the accounts of people who left or retired and reopen those of people who came back.

    A closed account loses its sessions, tokens and codes at once; roles and headships of its person end
    `today`, so that coming back does not bring them back. None: all workers.
    """
    accounts = User.objects.filter(worker__isnull=False)
    if worker_ids is not None:
        accounts = accounts.filter(worker__in=list(worker_ids))
    closing = dict(
        accounts.filter(is_active=True, worker__status__in=DEPARTED).values_list("pk", "worker_id")
    )
    if closing:
        User.objects.filter(pk__in=closing).update(is_active=False)
        end_sessions(user_ids=closing)
        withdraw_codes(user_ids=closing)
        _end_roles_and_headships(user_ids=list(closing), worker_ids=list(closing.values()), today=today)
    accounts.filter(is_active=False, worker__status__in=EMPLOYED).update(is_active=True)


def _end_roles_and_headships(*, user_ids: list[int], worker_ids: list[int | None], today: date) -> None:
    lasting = Q(until__isnull=True) | Q(until__gt=today)
    RoleGrant.objects.filter(lasting, user__in=user_ids).update(until=Greatest(F("since"), today))
    headships = UnitHead.objects.filter(lasting, worker__in=worker_ids)
    list(headships.order_by("pk").select_for_update(of=("self",)))  # a deputy named just now goes with it
    headships.filter(since__gte=today).delete()
    headships.filter(since__lt=today).update(until=today)
    stand_ins = Delegation.objects.filter(deputy__in=worker_ids, until__gt=today)
    stand_ins.update(until=Greatest(F("since"), today))


def leading_beyond(*, actor: User, today: date) -> QuerySet[Worker]:
    """Workers who head a unit the actor does not keep, or stand in for its head: now or on a day to come."""
    kept = Access.of(actor).reach(Role.HR_OFFICER)
    heads = UnitHead.objects.filter(Q(until__isnull=True) | Q(until__gt=today)).exclude(kept.rows("unit"))
    stand_ins = Delegation.objects.filter(until__gt=today).exclude(kept.rows("headship__unit"))
    return Worker.objects.filter(Q(pk__in=heads.values("worker")) | Q(pk__in=stand_ins.values("deputy")))


def require_account_control(*, actor: User | None, user: User, today: date) -> None:
    """Raise NotPermitted unless the actor may renew the way into this account.

    Whoever renews an account's password could sign in as its person, so an account that holds roles, or leads
    a unit out of the actor's reach, is renewed only by those who may grant roles, and nobody renews the own
    one.
    """
    if actor is None:
        return
    if actor.pk == user.pk:
        raise NotPermitted(_("Change your own password on your account page."), code="own_account")
    if user.worker is None or user.is_staff or holds_roles(user=user, today=today):
        require(actor, "workforce.manage_roles")
    if user.worker is not None:
        require(actor, "workforce.issue_codes", user.worker)
        if leading_beyond(actor=actor, today=today).filter(pk=user.worker.pk).exists():
            require(actor, "workforce.manage_roles")


def holds_roles(*, user: User, today: date) -> bool:
    """Whether roles are granted to the account now or later. One statement."""
    return RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=user).exists()


def set_language(*, actor: User, language: str) -> None:
    """The language the pages speak to this person ("" = the default)."""
    User.objects.filter(pk=actor.pk).update(language=language)


def set_email(*, actor: User, email: str) -> None:
    """Where messages to this person go ("" = nowhere). Whoever calls has made sure that they read there."""
    with transaction.atomic():
        User.objects.filter(pk=actor.pk).update(email=email)
        record_event(
            "workforce.email_set" if email else "workforce.email_removed",
            subject="workforce.user",
            subject_id=actor.pk,
            payload={},
            actor=actor,
        )


def create_external_account(*, actor: User | None, login: str, display_name: str) -> User:
    """An account for somebody who is no worker, such as an auditor from outside; it waits for its code.

    Raises NotPermitted (only HR at the root unit), InvalidInput, Conflict when the login is taken.
    """
    require(actor, "workforce.manage_roles")
    login, display_name = clean(login), clean(display_name)
    if not login:
        raise InvalidInput(_("A login is needed."), code="login_missing", field="login")
    if not display_name:
        raise InvalidInput(_("A name is needed."), code="name_missing", field="display_name")
    taken = Conflict(_("This login is taken."), code="login_taken", field="login")
    if User.objects.filter(login__iexact=login).exists():
        raise taken
    if Worker.objects.filter(employee_no__iexact=login).exists():
        raise taken
    try:
        with transaction.atomic():
            user = User.objects.create_user(login, display_name=display_name)
            record_event(
                "workforce.account_created",
                subject="workforce.user",
                subject_id=user.pk,
                payload={},
                actor=actor,
            )
    except IntegrityError as error:
        raise taken from error
    return user
