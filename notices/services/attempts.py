"""One attempt to send a message: how it begins, and what becomes of message and channel after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F

from notices.enums import AttemptOutcome, MessageState
from notices.models import Attempt, Channel, Message, Reminder
from notices.senders.faults import DIED, ChannelDown, Refused, SendFault
from notices.services.leases import LEASE

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8
GIVE_UP_AFTER = timedelta(days=2)
"""A message is given up after so many attempts that speak against it, or with its channel down so long."""
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=2)
FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=15)

_BEGIN = """
INSERT INTO notices_attempt (message_id, number, started_at, outcome, detail)
SELECT %(message)s, coalesce(max(number), 0) + 1, %(now)s, '', ''
  FROM notices_attempt WHERE message_id = %(message)s
RETURNING id, number
"""
_LEAVE_OUT = """
DELETE FROM notices_messageitem item
 USING notices_reminder reminder
 WHERE item.message_id = %(message)s AND reminder.id = item.reminder_id AND reminder.ended_at IS NOT NULL
"""
_TAKE_TURN = """
UPDATE notices_channel SET next_free_at = %(next)s
 WHERE id = %(channel)s AND (next_free_at IS NULL OR next_free_at <= %(now)s)
"""
_LENGTH_KEPT = 500


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt under way: the message, what it tells, and the attempt's row and number."""

    message: Message
    reminders: list[Reminder]
    attempt_id: int
    number: int


def begin_attempt(message_id: int, fence: UUID, *, interval: timedelta | None, now: datetime) -> Begun | None:
    """Begin to send a message one holds; None when there is nothing to send.

    That is when the lease ran out and another took it, when the channel's next moment has not come yet
    (`interval` is the least time between two messages), when all it tells is over or nobody is there to be
    told (it is taken back), or when every attempt broke off (it has failed). Reminders that ended are left
    out for good; told anew, they are composed anew. One transaction.
    """
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=("self",), no_key=True)
        held = rows.filter(pk=message_id, state=MessageState.QUEUED, lease_by=fence, lease_until__gt=now)
        message = held.select_related("recipient").first()
        if message is None:
            return None
        reminders = _still_open(message)
        if (tells_reminders(message) and not reminders) or not _is_reachable(message):
            _let_go(message, state=MessageState.WITHDRAWN)
            return None
        if message.attempts >= MAX_ATTEMPTS:
            _let_go(message, state=MessageState.FAILED, last_error=DIED)
            return None
        if interval is not None and not _take_turn(message, interval, now):
            _let_go(message, send_after=now + interval)
            return None
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, {"message": message.pk, "now": now})
            attempt_id, number = cursor.fetchone()
        message.attempts += 1
        message.lease_until = message.send_after = now + LEASE
        message.save(update_fields=["attempts", "lease_until", "send_after"])
        return Begun(message, reminders, attempt_id, number)


def note_sent(begun: Begun, channel: Channel, detail: str, fence: UUID, *, now: datetime) -> None:
    """The receiver took it; a channel that had rested is well again."""
    with transaction.atomic():
        _end_attempt(begun, AttemptOutcome.SENT, detail, now)
        _end_lease(begun, fence, state=MessageState.SENT, sent_at=now, last_error="")
        if channel.consecutive_failures:
            channel.consecutive_failures, channel.paused_until = 0, None
            channel.save(update_fields=["consecutive_failures", "paused_until"])


def note_fault(begun: Begun, channel: Channel, fault: SendFault, fence: UUID, *, now: datetime) -> bool:
    """It did not arrive: it waits for the next attempt or, refused or tried often enough, has failed.

    A channel that is down rests; that speaks against no message, so the attempt is not counted. Returns
    whether the message has failed.
    """
    is_down = isinstance(fault, ChannelDown)
    with transaction.atomic():
        has_failed = isinstance(fault, Refused) or _is_given_up(begun, is_down, now)
        outcome = AttemptOutcome.FAILED if has_failed else AttemptOutcome.RETRY
        changes: dict[str, Any] = {"last_error": fault.reason[:_LENGTH_KEPT]}
        if is_down:
            changes["attempts"] = F("attempts") - 1
        if has_failed:
            changes["state"] = MessageState.FAILED
        else:
            changes["send_after"] = now + _delay(begun.number)
        _end_attempt(begun, outcome, fault.reason, now)
        _end_lease(begun, fence, **changes)
        if isinstance(fault, ChannelDown):
            _let_rest(channel, fault, now)
    return has_failed


def tells_reminders(message: Message) -> bool:
    """Whether a message is about reminders: to a person or a group; no event, and no trial."""
    return message.recipient_id is not None or message.is_digest


def _still_open(message: Message) -> list[Reminder]:
    """What is left to be told of, soonest first."""
    if not tells_reminders(message):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE_OUT, {"message": message.pk})
    told = Reminder.objects.filter(items__message=message).select_related("worker", "unit")
    return list(told.defer("worker__id_number", "worker__id_number_index").order_by("due_on", "id"))


def _is_reachable(message: Message) -> bool:
    """Whoever is told may still sign in and has an address; a group is always there."""
    told = message.recipient
    return told is None or (told.is_active and bool(told.email))


def _take_turn(message: Message, interval: timedelta, now: datetime) -> bool:
    """Whether the channel takes a message now; then not another one before `interval` has passed."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN, {"channel": message.channel_id, "now": now, "next": now + interval})
        return bool(cursor.rowcount)


def _let_go(message: Message, **changes: Any) -> None:
    """End the lease before anything was tried."""
    Message.objects.filter(pk=message.pk).update(lease_by=None, lease_until=None, **changes)


def _end_attempt(begun: Begun, outcome: AttemptOutcome, detail: str, now: datetime) -> None:
    Attempt.objects.filter(pk=begun.attempt_id).update(
        ended_at=now, outcome=outcome, detail=detail[:_LENGTH_KEPT]
    )


def _end_lease(begun: Begun, fence: UUID, **changes: Any) -> None:
    """Write down what became of the message, unless somebody else holds it by now."""
    held = Message.objects.filter(pk=begun.message.pk, state=MessageState.QUEUED, lease_by=fence)
    if not held.update(lease_by=None, lease_until=None, **changes):
        log.warning("message_overtaken", message=begun.message.pk, attempt=begun.number)


def _is_given_up(begun: Begun, is_down: bool, now: datetime) -> bool:
    if not is_down:
        return begun.message.attempts >= MAX_ATTEMPTS
    first = Attempt.objects.get(message=begun.message, number=1)
    return now - first.started_at >= GIVE_UP_AFTER


def _delay(number: int) -> timedelta:
    """How long a message waits after its attempt: twice as long each time, never all at one moment."""
    longest: timedelta = min(FIRST_DELAY * 2 ** min(number - 1, 20), LONGEST_DELAY)
    return longest * uniform(0.5, 1)  # noqa: S311 - no secret


def _let_rest(channel: Channel, fault: ChannelDown, now: datetime) -> None:
    """Nobody tries the channel for a while: as long as the receiver asks, else twice as long each time."""
    longest: timedelta = min(FIRST_REST * 2 ** min(channel.consecutive_failures, 20), LONGEST_REST)
    rest = fault.rest if fault.rest is not None else longest * uniform(0.5, 1)  # noqa: S311 - no secret
    channel.paused_until = now + rest
    Channel.objects.filter(pk=channel.pk).update(
        paused_until=channel.paused_until, consecutive_failures=F("consecutive_failures") + 1
    )
    log.warning("channel_rests", channel=channel.pk, reason=fault.reason, until=channel.paused_until)
