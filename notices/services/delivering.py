"""Messages are sent by any number of workers: each leases a few, sends them, and notes every attempt.

The row is the truth. A worker that dies leaves its lease to run out, and another sends what it held: outside
a message may come twice, under the same id, and none is lost. What was sent is noted under the fence of the
lease. A channel nothing gets through rests, longer each time, while the others go on.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import shuffle
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from notices.enums import MessageState
from notices.models import Channel, Message
from notices.senders import SENDERS
from notices.senders.faults import BROKE_OFF, NOT_IN_WORDS, ChannelDown, Refused, SendFault, TryLater
from notices.senders.sender import Content, Sender
from notices.services.attempts import Begun, begin_attempt, note_fault, note_sent
from notices.services.leases import lease, release

log = structlog.get_logger(__name__)

BATCH = 20
"""Messages of a channel leased at a time."""
A_TASK_FOR = 500
"""For so many due messages one task more is published."""

Clock = Callable[[], datetime]
Noted = TypeVar("Noted")


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages a run began: sent, to be tried again later, failed."""

    sent: int = 0
    later: int = 0
    failed: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        """Both together."""
        return Delivered(self.sent + other.sent, self.later + other.later, self.failed + other.failed)


@dataclass(frozen=True)
class _Run:
    """One run over the channels: its clock, whether it is to end, and its fence."""

    clock: Clock
    is_stopping: Callable[[], bool]
    fence: uuid.UUID = field(default_factory=uuid.uuid4)


def deliver(*, clock: Clock, is_stopping: Callable[[], bool] = lambda: False) -> Delivered:
    """Send what is due until nothing is, or until `is_stopping`; does nothing while enough others are at it.

    `clock` is asked before each message. May run in any number of processes at once.
    """
    if senders_at_work(now=clock()) >= settings.DELIVERERS_AT_ONCE:
        return Delivered()
    run, total = _Run(clock, is_stopping), Delivered()
    while not is_stopping():
        leased = 0
        channels = _channels_with_work(clock())
        shuffle(channels)  # several runs do not follow each other from channel to channel
        for channel in channels:
            goes_slowly = channel.consecutive_failures or SENDERS[channel.kind].interval
            ids = lease(channel, run.fence, most=1 if goes_slowly else BATCH, now=clock())
            leased += len(ids)
            total += _send_batch(channel, ids, run)
        if not leased:
            break
    return total


def tasks_wanted(*, now: datetime) -> int:
    """How many tasks should begin to send besides those at it: one, and one more for every 500 due."""
    most = settings.DELIVERERS_AT_ONCE
    due = Message.objects.filter(
        channel__in=_free_channels(now), state=MessageState.QUEUED, send_after__lte=now
    )
    counted = due.order_by()[: A_TASK_FOR * most].count()
    if not counted:
        return 0
    return max(0, min(1 + counted // A_TASK_FOR, most) - senders_at_work(now=now))


def senders_at_work(*, now: datetime) -> int:
    """How many runs hold messages just now. One statement over what is held."""
    held = Message.objects.filter(lease_until__gt=now).order_by()
    return int(held.aggregate(runs=Count("lease_by", distinct=True))["runs"])


def _free_channels(now: datetime) -> QuerySet[Channel]:
    """Those that are on, do not rest and may be used this moment."""
    is_rested = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    is_free = Q(next_free_at__isnull=True) | Q(next_free_at__lte=now)
    return Channel.objects.filter(is_rested, is_free, is_on=True, kind__in=list(SENDERS))


def _channels_with_work(now: datetime) -> list[Channel]:
    due = Message.objects.filter(channel=OuterRef("pk"), state=MessageState.QUEUED, send_after__lte=now)
    return list(_free_channels(now).filter(Exists(due)).select_related("unit").order_by())


def _send_batch(channel: Channel, ids: list[int], run: _Run) -> Delivered:
    """Send what was leased; what is left when the channel is down, or this run is to end, is put back."""
    total = Delivered()
    sender = SENDERS[channel.kind](channel)
    try:
        for position, message_id in enumerate(ids):
            if run.is_stopping():
                release(channel, run.fence, now=run.clock())
                break
            became, is_down = _send_one(sender, message_id, run)
            total += became
            if is_down and position + 1 < len(ids):
                release(channel, run.fence, now=run.clock())
                break
    finally:
        sender.close()
    return total


def _send_one(sender: Sender, message_id: int, run: _Run) -> tuple[Delivered, bool]:
    """One attempt; also whether the channel is down."""
    now = run.clock()
    begun = _in_any_case(lambda: begin_attempt(message_id, run.fence, interval=sender.interval, now=now))
    if begun is None:
        return Delivered(), False
    try:
        detail = _put_into_words_and_send(sender, begun, now)
    except SendFault as raised:
        fault = raised
        failed = _in_any_case(lambda: note_fault(begun, sender.channel, fault, run.fence, now=run.clock()))
        return Delivered(failed=1) if failed else Delivered(later=1), isinstance(fault, ChannelDown)
    _in_any_case(lambda: note_sent(begun, sender.channel, detail, run.fence, now=run.clock()))
    return Delivered(sent=1), False


def _put_into_words_and_send(sender: Sender, begun: Begun, now: datetime) -> str:
    """Whatever goes wrong with one message goes wrong with this one alone."""
    message = begun.message
    with translation.override(message.language):
        content = _content(sender, begun, now)
        try:
            return sender.send(message, content, now=now)
        except SendFault:
            raise
        except Exception as error:
            log.exception("message_sending_broke_off", message=message.pk)
            raise TryLater(f"{BROKE_OFF}: {type(error).__name__}") from error


def _content(sender: Sender, begun: Begun, now: datetime) -> Content:
    today = timezone.localdate(now, timezone.get_default_timezone())
    try:
        return sender.write(begun.message, begun.reminders, today=today)
    except Exception as error:
        log.exception("message_not_in_words", message=begun.message.pk)
        raise Refused(f"{NOT_IN_WORDS}: {type(error).__name__}") from error


def _in_any_case(note: Callable[[], Noted]) -> Noted:
    """Write it down, over a new connection if the present one was cut meanwhile.

    Not noted, a message that was sent would be sent again.
    """
    try:
        return note()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return note()
