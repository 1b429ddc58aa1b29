"""How the ways out of the system stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery

from notices.enums import MessageState
from notices.models import Channel, Message


@dataclass(frozen=True, slots=True)
class ChannelStanding:
    """What waits in a channel, what failed, and when the last message was sent."""

    waiting: int = 0
    failed: int = 0
    sent_at: datetime | None = None


def standing_of(channels: Iterable[Channel]) -> Mapping[int, ChannelStanding]:
    """The standing of each channel by its id. Two statements, which pass over what was sent."""
    ids = [channel.pk for channel in channels]
    unsent = Message.objects.filter(channel__in=ids, state__in=(MessageState.QUEUED, MessageState.FAILED))
    counted = unsent.order_by().values_list("channel", "state").annotate(count=Count("pk"))
    counts = {(channel, state): count for channel, state, count in counted}
    sent = Message.objects.filter(channel=OuterRef("pk"), state=MessageState.SENT).order_by("-sent_at")
    last = Channel.objects.filter(pk__in=ids).annotate(last=Subquery(sent.values("sent_at")[:1]))
    return {
        pk: ChannelStanding(
            counts.get((pk, MessageState.QUEUED), 0), counts.get((pk, MessageState.FAILED), 0), sent_at
        )
        for pk, sent_at in last.values_list("pk", "last")
    }
