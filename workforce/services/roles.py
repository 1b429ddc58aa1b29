"""Roles on units: granted and ended by HR officers at the root unit, never for oneself."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.access import Access
from workforce.enums import Role
from workforce.models import RoleGrant, Unit, User


def grant_role(
    *, actor: User | None, user: User, role: Role, unit: Unit, since: date, today: date, reason: str = ""
) -> RoleGrant:
    """Give a user a role over a unit and everything below it, from a day on.

    Raises NotPermitted unless the actor is HR officer at the root unit and another person, InvalidInput for
    a day gone by, Conflict when the role is held already, the unit is closed or the account is switched off.
    The system (None) bootstraps the first one.
    """
    with transaction.atomic():
        _take_turns(actor, user, today)
        if actor is not None and since < today:
            raise InvalidInput(
                _("A role is granted from today on, not for days gone by."), code="date_past", field="since"
            )
        locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        if not locked.is_active:
            raise Conflict(_("This account may not sign in."), code="account_closed", field="user")
        if unit.closed_on is not None:
            raise Conflict(_("This unit is closed."), code="unit_closed", field="unit")
        try:
            with transaction.atomic():
                grant = RoleGrant.objects.create(
                    user=locked,
                    role=role,
                    unit=unit,
                    since=since,
                    granted_by=actor,
                    reason=hide_typed_id_numbers(clean(reason))[:200],
                )
        except IntegrityError as error:
            raise Conflict(
                _("The person holds this role over this unit already."), code="role_held", field="role"
            ) from error
        _record("workforce.role_granted", grant, actor)
    Access.forget(user)
    return grant


def end_role(*, actor: User | None, grant: RoleGrant, today: date, reason: str = "") -> RoleGrant:
    """End a role at once. Raises NotPermitted as `grant_role`, Conflict when it has ended."""
    with transaction.atomic():
        _take_turns(actor, grant.user, today)
        grant = RoleGrant.objects.select_for_update(of=("self",), no_key=True).get(pk=grant.pk)
        if grant.until is not None and grant.until <= today:
            raise Conflict(_("This role has ended already."), code="role_ended")
        grant.until = max(today, grant.since)
        grant.reason = hide_typed_id_numbers(clean(reason))[:200] or grant.reason
        grant.save(update_fields=["until", "reason"])
        _record("workforce.role_ended", grant, actor)
    return grant


def _take_turns(actor: User | None, user: User, today: date) -> None:
    """Changes of roles wait for one another, and the actor's right is looked at again in one's turn.

    Two who hold the right could otherwise end each other's at once and leave nobody.
    """
    list(Unit.objects.filter(parent__isnull=True).order_by("pk").select_for_update(of=("self",), no_key=True))
    if actor is None:
        return
    if actor.pk == user.pk:
        raise NotPermitted(_("Nobody changes the own roles."), code="own_account")
    if not Access(actor, today).holds_at_root(Role.HR_OFFICER):
        raise NotPermitted(_("Only an HR officer of the whole group changes roles."))


def _record(kind: str, grant: RoleGrant, actor: User | None) -> None:
    record_event(
        kind,
        subject="workforce.user",
        subject_id=grant.user_id,
        payload={"grant_id": grant.pk, "role": grant.role, "unit_id": grant.unit_id},
        actor=actor,
    )
