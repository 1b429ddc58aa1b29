"""Who heads a unit, dated: set from a day on, also a day to come; ended; never overlapping."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.dates import until_after
from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from workforce.enums import EMPLOYED
from workforce.models import Unit, UnitHead, User, Worker
from workforce.rules import require
from workforce.services.reasons import authored, kept_reason

#: Further ahead no head is named: a later day is a slip of the keyboard.
FARTHEST = timedelta(days=366)


def set_head(
    *,
    actor: User | None,
    unit: Unit,
    worker: Worker | None,
    since: date,
    today: date,
    reason: str = "",
) -> UnitHead | None:
    """Make a worker head of a unit from a day on (None: nobody); the head until then ends that day.

    A head sees the unit's people, so nobody makes oneself head. Raises NotPermitted, InvalidInput for a day
    more than a year ahead or one not after the present head's first day, Conflict for a worker who left.
    """
    require(actor, "workforce.keep_unit", unit)
    if worker is not None:
        require(actor, "workforce.keep_worker", worker)
    if since > today + FARTHEST:
        raise InvalidInput(_("A head is named at most a year ahead."), code="date_too_far", field="since")
    with transaction.atomic(), authored(actor, kept_reason(reason)):
        if worker is not None and Worker.objects.lock_in_order([worker.pk])[0].status not in EMPLOYED:
            raise Conflict(_("This person has left or retired."), code="worker_departed", field="worker")
        unit = Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
        if worker is not None and unit.closed_on is not None:
            raise Conflict(_("This unit is closed."), code="unit_closed", field="unit")
        _end_present_head(unit, since)
        head = None
        if worker is not None:
            head = UnitHead.objects.create(unit=unit, worker=worker, since=since)
        _record(
            "workforce.head_set",
            unit.pk,
            actor,
            {"worker_id": worker.pk if worker else None, "since": since.isoformat()},
            reason,
        )
    return head


def end_head(
    *, actor: User | None, head: UnitHead, last_day: date, today: date, reason: str = ""
) -> UnitHead | None:
    """End a headship after its last day; None when it is taken out because it never began.

    Its delegations end with it. Raises NotPermitted (also for one's own), InvalidInput, Missing, Conflict
    when it ended before that day.
    """
    require(actor, "workforce.keep_unit", head.unit)
    if actor is not None and actor.worker_id == head.worker_id:
        raise NotPermitted(_("Nobody ends the own headship."), code="own_record")
    if last_day > today + FARTHEST:
        raise InvalidInput(_("The end lies more than a year ahead."), code="date_too_far", field="last_day")
    until = until_after(last_day)
    with transaction.atomic(), authored(actor, kept_reason(reason)):
        Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=head.unit_id)
        stored = UnitHead.objects.select_for_update(of=("self",), no_key=True).filter(pk=head.pk).first()
        if stored is None:  # another head was named from the same day on
            raise Missing(_("This headship is no longer on record."))
        head = stored
        if head.until is not None and until is not None and head.until <= until:
            raise Conflict(_("The headship has ended already."), code="head_ended")
        ended: UnitHead | None = head
        if last_day < head.since:
            if head.since <= today:
                raise InvalidInput(
                    _("The end lies before the beginning."), code="ends_before", field="last_day"
                )
            head.delete()
            ended = None
        else:
            head.until = until
            head.save(update_fields=["until"])
        _record(
            "workforce.head_ended",
            head.unit_id,
            actor,
            {"worker_id": head.worker_id, "last_day": last_day.isoformat()},
            reason,
        )
    return ended


def _end_present_head(unit: Unit, since: date) -> None:
    """End the headship that reaches beyond `since`. Raises InvalidInput when it does not begin before it."""
    lasting = UnitHead.objects.filter(unit=unit).filter(Q(until__isnull=True) | Q(until__gt=since))
    if lasting.filter(since__gt=since).exists():
        raise InvalidInput(
            _("The unit has a head who begins later than this day. Choose a later day."),
            code="head_begins_later",
            field="since",
        )
    list(lasting.order_by("pk").select_for_update(of=("self",)))  # a deputy named just now goes with it
    lasting.filter(since=since).delete()
    lasting.update(until=since)


def _record(kind: str, unit_id: int, actor: User | None, payload: dict[str, object], reason: str) -> None:
    record_event(
        kind,
        subject="workforce.unit",
        subject_id=unit_id,
        payload={**payload, "reason": kept_reason(reason)},
        actor=actor,
    )
