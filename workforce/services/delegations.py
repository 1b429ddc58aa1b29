"""A unit head's absence: a deputy has the head's reach for some days, never longer than the headship.

The head gives it, or an HR officer over the unit. Nobody gives it to oneself, and a deputy cannot hand it on:
what a deputy holds is no headship.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from base.dates import until_after
from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from workforce.access import Access
from workforce.enums import EMPLOYED
from workforce.models import Delegation, UnitHead, User, Worker
from workforce.services.reasons import authored, kept_reason, required_reason

#: Whoever is away longer than a year is not absent: the unit needs another head.
LONGEST = timedelta(days=366)


def may_delegate(user: User, headship: UnitHead) -> bool:
    """Whether the user is this head, or an HR officer over the unit."""
    own = user.worker_id is not None and user.worker_id == headship.worker_id
    return own or user.has_perm("workforce.keep_unit", headship.unit)


def delegate(
    *,
    actor: User | None,
    headship: UnitHead,
    deputy: Worker,
    since: date,
    last_day: date,
    reason: str,
    today: date,
) -> Delegation:
    """Give a worker the reach of a head from one day to another, both included.

    Raises NotPermitted (also for oneself as deputy), InvalidInput for days gone by, outside the headship or
    more than a year, and without a reason, Missing, Conflict for a deputy who left or when somebody stands in
    already.
    """
    until = _checked_until(since, last_day, today)
    reason = required_reason(reason)
    with transaction.atomic(), authored(actor, reason):
        deputy = Worker.objects.lock_in_order([deputy.pk])[0]
        headship = _lock_headship(headship.pk)
        _require_giver(actor, headship, deputy)
        if deputy.pk == headship.worker_id:
            raise InvalidInput(
                _("The head needs another person as deputy."), code="same_person", field="deputy"
            )
        if deputy.status not in EMPLOYED:
            raise Conflict(_("This person has left or retired."), code="worker_departed", field="deputy")
        if since < headship.since or (headship.until is not None and until > headship.until):
            raise InvalidInput(
                _("These days lie outside the time the head heads the unit."),
                code="outside_headship",
                field="since" if since < headship.since else "last_day",
            )
        try:
            with transaction.atomic():
                delegation = Delegation.objects.create(
                    headship=headship,
                    deputy=deputy,
                    since=since,
                    until=until,
                    reason=reason,
                    granted_by=actor,
                )
        except IntegrityError as error:
            raise Conflict(
                _("Somebody stands in for the head on some of these days already."),
                code="deputy_taken",
                field="since",
            ) from error
        _record("workforce.head_delegated", delegation, actor, reason)
    return delegation


def end_delegation(
    *, actor: User | None, delegation: Delegation, today: date, reason: str = ""
) -> Delegation:
    """End a delegation at once, or take one back that has not begun.

    The head, an HR officer over the unit, or the deputy (who hands it back). Raises NotPermitted, Missing,
    Conflict.
    """
    reason = kept_reason(reason)
    with transaction.atomic(), authored(actor, reason):
        headship = _lock_headship(delegation.headship_id)
        rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
        stored = rows.filter(pk=delegation.pk).first()
        if stored is None:
            raise Missing(_("This delegation is no longer on record."))
        delegation = stored
        is_deputy = actor is not None and actor.worker_id == delegation.deputy_id
        if actor is not None and not is_deputy and not may_delegate(actor, headship):
            raise NotPermitted(
                _("Only the head, the deputy or an HR officer over the unit ends a delegation.")
            )
        if delegation.until <= max(today, delegation.since):
            raise Conflict(_("The delegation has ended already."), code="delegation_ended")
        delegation.until = max(today, delegation.since)
        delegation.ended_by, delegation.end_reason = actor, reason
        delegation.save(update_fields=["until", "ended_by", "end_reason"])
        _record("workforce.head_delegation_ended", delegation, actor, reason)
    return delegation


def _checked_until(since: date, last_day: date, today: date) -> date:
    if since < today:
        raise InvalidInput(_("A delegation begins today at the earliest."), code="date_past", field="since")
    if last_day < since:
        raise InvalidInput(_("The end lies before the beginning."), code="ends_before", field="last_day")
    if since > today + LONGEST or last_day - since >= LONGEST:
        raise InvalidInput(
            _("A delegation lasts a year at most. For longer, name another head."),
            code="too_long",
            field="last_day",
        )
    return until_after(last_day) or last_day


def _require_giver(actor: User | None, headship: UnitHead, deputy: Worker) -> None:
    if actor is None:
        return
    if not may_delegate(actor, headship):
        raise NotPermitted(_("Only the head or an HR officer over the unit names a deputy."))
    if actor.worker_id == deputy.pk:
        raise NotPermitted(
            _("Nobody names oneself as deputy. Another HR officer can."), code="own_record", field="deputy"
        )
    if not actor.has_perm("workforce.view_worker", deputy):
        raise NotPermitted(_("Choose somebody among the people you see."), field="deputy")


def _lock_headship(headship_id: int) -> UnitHead:
    """Raises Missing when another head was named from the same day on, or the unit closed before it."""
    rows = UnitHead.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "worker")
    headship = rows.filter(pk=headship_id).first()
    if headship is None:
        raise Missing(_("This headship is no longer on record."))
    return headship


def _record(kind: str, delegation: Delegation, actor: User | None, reason: str) -> None:
    record_event(
        kind,
        subject="workforce.unit",
        subject_id=delegation.headship.unit_id,
        payload={
            "delegation_id": delegation.pk,
            "worker_id": delegation.deputy_id,
            "since": delegation.since.isoformat(),
            "until": delegation.until.isoformat(),
            "reason": reason,
        },
        actor=actor,
    )
    account = getattr(delegation.deputy, "account", None)
    if account is not None:
        Access.forget(account)
