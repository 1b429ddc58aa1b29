"""Roles on units: granted and ended by HR officers at the root unit, never for oneself."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.dates import until_after
from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from workforce.access import Access
from workforce.enums import Role
from workforce.models import RoleGrant, Unit, User
from workforce.services.reasons import authored, kept_reason

#: A role that begins later is not granted yet; one that lasts longer is granted without a last day.
FARTHEST = timedelta(days=366)
LONGEST = timedelta(days=20 * 366)


def grant_role(
    *,
    actor: User | None,
    user: User,
    role: Role,
    unit: Unit,
    since: date,
    today: date,
    reason: str = "",
    last_day: date | None = None,
) -> RoleGrant:
    """Give a user a role over a unit and everything below it, from a day on (to a last day, if named).

    Raises NotPermitted unless the actor is HR officer at the root unit and another person, InvalidInput for
    a day gone by or too far ahead, Conflict when the role is held already, the unit is closed or the account
    is switched off.
    The system (None) bootstraps the first one.
    """
    with transaction.atomic():
        _take_turns(actor, user, today)
        if actor is not None and since < today:
            raise InvalidInput(
                _("A role is granted from today on, not for days gone by."), code="date_past", field="since"
            )
        if since > today + FARTHEST:
            raise InvalidInput(_("A role begins at most a year ahead."), code="date_too_far", field="since")
        if last_day is not None and not since <= last_day <= since + LONGEST:
            raise InvalidInput(
                _("The last day lies before the first, or too far ahead."),
                code="ends_before",
                field="last_day",
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
                    until=until_after(last_day),
                    granted_by=actor,
                    reason=kept_reason(reason),
                )
        except IntegrityError as error:
            raise Conflict(
                _("The person holds this role over this unit already."), code="role_held", field="role"
            ) from error
        _record("workforce.role_granted", grant, actor)
    Access.forget(user)
    return grant


def end_role(
    *, actor: User | None, grant: RoleGrant, today: date, reason: str = "", last_day: date | None = None
) -> RoleGrant:
    """End a role at once, or after a last day from today on; why is kept beside why it was given.

    Raises NotPermitted as `grant_role`, InvalidInput, Conflict when it has ended, or ends sooner anyway.
    """
    reason = kept_reason(reason)
    with transaction.atomic(), authored(actor, reason):
        _take_turns(actor, grant.user, today)
        grant = RoleGrant.objects.select_for_update(of=("self",), no_key=True).get(pk=grant.pk)
        if grant.until is not None and grant.until <= max(today, grant.since):
            raise Conflict(_("This role has ended already."), code="role_ended")
        until = max(today, grant.since)
        if last_day is not None:
            if not max(today, grant.since) <= last_day <= today + LONGEST:
                raise InvalidInput(_("Choose a last day from today on."), code="date_past", field="last_day")
            until = last_day + timedelta(days=1)
        if grant.until is not None and grant.until <= until:
            raise Conflict(_("This role ends sooner already."), code="role_ended", field="last_day")
        grant.until, grant.ended_by, grant.end_reason = until, actor, reason
        grant.save(update_fields=["until", "ended_by", "end_reason"])
        _record("workforce.role_ended", grant, actor)
    Access.forget(grant.user)
    return grant


def _take_turns(actor: User | None, user: User, today: date) -> None:
    """Changes of roles wait for one another, and the actor's right is looked at again in one's turn.

    Two who hold the right could otherwise end each other's at once and leave nobody.
    """
    list(Unit.objects.filter(parent__isnull=True).order_by("pk").select_for_update(of=("self",), no_key=True))
    if actor is None:
        return
    if actor.pk == user.pk:
        raise NotPermitted(
            _("Nobody changes the own roles. Ask another HR officer of the whole group."),
            code="own_account",
            field="user",
        )
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
