"""Subscriptions, and what they are told of."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from base.events import record_event
from base.models import DomainEvent
from notices.enums import ChannelKind, MessageState
from notices.models import Channel, Message
from notices.services.webhooks import new_secret
from skills.event_kinds import FACTS_CHANGED
from tests.access import Cast
from workforce.models import Unit

#: A host that nothing resolves.
NOWHERE = "https://hooks.invalid/a-long-path"


def webhook(unit: Unit, address: str = NOWHERE, **fields: Any) -> Channel:
    """A subscription of a unit to every event of facts."""
    usual: dict[str, Any] = {
        "kind": ChannelKind.WEBHOOK,
        "unit": unit,
        "name": "考勤系统",
        "address": address,
        "secret": new_secret(),
        "event_kinds": ["fact.changed"],
        "added_at": timezone.now(),
    }
    return Channel.objects.create(**{**usual, **fields})


def fact_changed(cast: Cast, name: str) -> DomainEvent:
    """A title of one of the cast was recorded."""
    with transaction.atomic():
        return record_event(
            FACTS_CHANGED,
            subject="workforce.worker",
            subject_id=cast.worker(name).pk,
            payload={"changes": [{"act": "recorded", "kind": "title", "id": 12, "level": 3}]},
            actor=None,
        )


def webhook_message(cast: Cast, **fields: Any) -> Message:
    """What a subscription of company A was to be told of carol, and failed to be."""
    channel = fields.pop("channel", None) or webhook(cast.company_a)
    usual: dict[str, Any] = {
        "channel": channel,
        "event": fact_changed(cast, "carol"),
        "language": "zh-hans",
        "send_after": timezone.now(),
        "state": MessageState.FAILED,
        "last_error": "the receiver answered: 500",
        "message_id": uuid.uuid4(),
    }
    return Message.objects.create(**{**usual, **fields})
