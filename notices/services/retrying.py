"""A message that failed is sent anew, because somebody who answers for it asks for that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.broker import wake
from base.errors import Conflict, Missing, NotPermitted
from base.events import record_event
from notices.enums import MessageState
from notices.models import Channel, Message, Reminder
from notices.rules import KEEP_CHANNEL, RESEND
from notices.services.composing import DELIVER_TASK
from workforce.models import User

RETRIED = "notices.message_retried"


def may_retry(actor: User, message: Message) -> bool:
    """Whether a message is the actor's to send anew: HR over every unit it tells of, or over its channel.

    What is of no unit: HR of the whole group.
    """
    if actor.has_perm(KEEP_CHANNEL, message.channel):
        return True
    told = Reminder.objects.filter(items__message=message)
    units = {reminder.unit_id: reminder.unit for reminder in told.select_related("unit").order_by()}
    return bool(units) and all(actor.has_perm(RESEND, unit) for unit in units.values())


def retry_message(*, actor: User | None, message: Message, now: datetime) -> Message:
    """Have a failed message sent anew, with attempts as for a new one; its id stays.

    Raises NotPermitted, Missing when it is out of the actor's sight, Conflict when it has not failed.
    """
    if actor is not None and not may_retry(actor, message):
        raise NotPermitted(_("HR over the unit sends it anew. Ask an HR officer of the unit."))
    with transaction.atomic():
        held = Message.objects.select_for_update(no_key=True).filter(pk=message.pk).first()
        if held is None:
            raise Missing(_("There is no such message any more."))
        if held.state != MessageState.FAILED:
            raise Conflict(_("Only a message that failed is sent anew."), code="not_failed")
        _queue([held.pk], now)
        record_event(RETRIED, subject="notices.message", subject_id=held.pk, payload={}, actor=actor, now=now)
        transaction.on_commit(lambda: wake(DELIVER_TASK))
    held.refresh_from_db()
    return held


def retry_failed_of(*, actor: User | None, channel: Channel, now: datetime) -> int:
    """Have everything that failed by a channel sent anew, and let the channel rest no longer; how many.

    Raises NotPermitted unless the actor keeps the channel.
    """
    if actor is not None and not actor.has_perm(KEEP_CHANNEL, channel):
        raise NotPermitted(_("HR over the unit sends it anew. Ask an HR officer of the unit."))
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(paused_until=None, consecutive_failures=0)
        failed = Message.objects.filter(channel=channel, state=MessageState.FAILED).order_by("pk")
        ids = list(failed.select_for_update(no_key=True).values_list("pk", flat=True))
        _queue(ids, now)
        if ids:
            record_event(
                RETRIED,
                subject="notices.channel",
                subject_id=channel.pk,
                payload={"messages": len(ids)},
                actor=actor,
                now=now,
            )
        transaction.on_commit(lambda: wake(DELIVER_TASK))
    return len(ids)


def _queue(ids: list[int], now: datetime) -> None:
    Message.objects.filter(pk__in=ids).update(
        state=MessageState.QUEUED, attempts=0, send_after=now, lease_by=None, lease_until=None
    )
