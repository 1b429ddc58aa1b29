"""Accounts of programs: no password and no sign-in; a person answers for each."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.accounts import may_act
from workforce.models import ApiToken, User, Worker
from workforce.rules import require


def create_system(*, actor: User | None, login: str, display_name: str, owner: User, purpose: str) -> User:
    """An account for a program. It may nothing until it is granted a role and given a token.

    Raises NotPermitted (only HR of the whole group), InvalidInput, Conflict when the login is taken.
    """
    require(actor, "workforce.manage_roles")
    login, display_name = clean(login), clean(display_name)[:80]
    if not login:
        raise InvalidInput(_("A login is needed."), code="login_missing", field="login")
    if not display_name:
        raise InvalidInput(_("A name is needed."), code="name_missing", field="display_name")
    purpose = _purpose(purpose)
    _require_owner(owner)
    taken = Conflict(_("This login is taken."), code="login_taken", field="login")
    if Worker.objects.filter(employee_no__iexact=login).exists():
        raise taken
    try:
        with transaction.atomic():
            system = User.objects.create_user(
                login, display_name=display_name, is_system=True, owner=owner, purpose=purpose
            )
            _record("workforce.system_created", system, actor)
    except IntegrityError as error:
        raise taken from error
    return system


def hand_over_system(*, actor: User | None, system: User, owner: User, purpose: str) -> User:
    """Let another person answer for the system, or say anew what it is for. Raises as `create_system`."""
    require(actor, "workforce.manage_roles")
    _require_owner(owner)
    with transaction.atomic():
        system = _lock(system)
        system.owner, system.purpose = owner, _purpose(purpose)
        system.save(update_fields=["owner", "purpose"])
        _record("workforce.system_handed_over", system, actor)
    return system


def close_system(*, actor: User | None, system: User) -> None:
    """Switch the account off and withdraw its tokens at once; its roles stay in the record.

    Raises NotPermitted, Missing, Conflict when it is closed already.
    """
    require(actor, "workforce.manage_roles")
    with transaction.atomic():
        system = _lock(system)
        if not system.is_active:
            raise Conflict(_("This account is closed already."), code="account_closed")
        system.is_active = False
        system.save(update_fields=["is_active"])
        ApiToken.objects.filter(user=system).delete()
        _record("workforce.system_closed", system, actor)


def _lock(system: User) -> User:
    found = (
        User.objects.select_for_update(of=("self",), no_key=True).filter(pk=system.pk, is_system=True).first()
    )
    if found is None:
        raise Missing(_("There is no such system."))
    return found


def _purpose(purpose: str) -> str:
    purpose = hide_typed_id_numbers(clean(purpose))[:200]
    if not purpose:
        raise InvalidInput(_("Say what the system is for."), code="purpose_missing", field="purpose")
    return purpose


def _require_owner(owner: User) -> None:
    if owner.is_system or not may_act(owner):
        raise InvalidInput(
            _("A person who works here answers for a system."), code="owner_unfit", field="owner"
        )


def _record(kind: str, system: User, actor: User | None) -> None:
    record_event(kind, subject="workforce.user", subject_id=system.pk, payload={}, actor=actor)
