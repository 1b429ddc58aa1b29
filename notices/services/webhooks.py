"""What happened here is told to other systems: one message a subscription and event."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.broker import wake
from base.errors import InvalidInput
from base.models import DomainEvent
from base.outward_events import outward_event_of
from notices.enums import ChannelKind
from notices.models import Channel, Message
from notices.services.composing import DELIVER_TASK
from workforce.models import Unit

#: What a secret begins with, by which receivers and scanners of code know it.
SECRET_PREFIX = "whsec_"  # noqa: S105 - no secret
_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret to sign with: 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def tell_webhooks(event: DomainEvent, *, now: datetime) -> int:
    """Write a message to each webhook that asked for the event; how many.

    In the transaction that marks the event as taken, so that a subscription is told of it once. Who
    subscribed to a unit is told what concerns it or a unit below.
    """
    outward = outward_event_of(event)
    if outward is None:
        return 0
    subscribed = Channel.objects.filter(
        kind=ChannelKind.WEBHOOK, is_on=True, event_kinds__contains=[outward.name]
    )
    if not subscribed.exists():
        return 0
    channels = _concerned(subscribed, outward.units(event))
    messages = [
        Message(channel_id=channel, event=event, language=settings.LANGUAGE_CODE, send_after=now)
        for channel in channels
    ]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        transaction.on_commit(lambda: wake(DELIVER_TASK))
    return len(messages)


def known_events(named: Collection[str], declared: Collection[str]) -> None:
    """Raise InvalidInput for `event_kinds` when one of them is not declared."""
    if not set(declared) >= set(named):
        raise InvalidInput(_("There is no such event."), code="event_unknown", field="event_kinds")


def _concerned(subscribed: QuerySet[Channel], unit_ids: Collection[int]) -> list[int]:
    """The subscriptions to one of the units or a unit above it."""
    paths = Unit.objects.filter(pk__in=unit_ids).order_by().values_list("path", flat=True)
    above = {unit_id for path in paths for unit_id in path}
    return list(subscribed.filter(unit__in=above).order_by("pk").values_list("pk", flat=True))
