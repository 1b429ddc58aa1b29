"""Who heads a unit, dated."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.errors import Conflict, InvalidInput
from base.events import record_event
from workforce.enums import EMPLOYED
from workforce.models import Unit, UnitHead, User, Worker
from workforce.rules import require


def set_head(
    *, actor: User | None, unit: Unit, worker: Worker | None, since: date, today: date
) -> UnitHead | None:
    """Make a worker head of a unit from a day on (None: nobody); the head until then ends that day.

    A head sees the unit's people, so nobody makes oneself head. Raises NotPermitted, InvalidInput for a day
    to come or one not after the present head's first day, Conflict for a worker who left.
    """
    require(actor, "workforce.keep_unit", unit)
    if worker is not None:
        require(actor, "workforce.keep_worker", worker)
    if since > today:
        raise InvalidInput(_("This day has not come yet."), code="date_in_future", field="since")
    with transaction.atomic():
        if worker is not None and Worker.objects.lock_in_order([worker.pk])[0].status not in EMPLOYED:
            raise Conflict(_("This person has left or retired."), code="worker_departed", field="worker")
        Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
        _end_present_head(unit, since)
        head = None
        if worker is not None:
            head = UnitHead.objects.create(unit=unit, worker=worker, since=since)
        record_event(
            "workforce.head_set",
            subject="workforce.unit",
            subject_id=unit.pk,
            payload={"worker_id": worker.pk if worker else None, "since": since.isoformat()},
            actor=actor,
        )
    return head


def _end_present_head(unit: Unit, since: date) -> None:
    """End the headship that reaches beyond `since`. Raises InvalidInput when it does not begin before it."""
    lasting = UnitHead.objects.filter(unit=unit).filter(Q(until__isnull=True) | Q(until__gt=since))
    if lasting.filter(since__gt=since).exists():
        raise InvalidInput(
            _("The unit has a head who began later than this day. Choose a later day."),
            code="head_begins_later",
            field="since",
        )
    lasting.filter(since=since).delete()
    lasting.update(until=since)
