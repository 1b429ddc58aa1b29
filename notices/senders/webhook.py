"""Webhooks: an event as signed JSON, by the rules of standardwebhooks.com.

The signature is that of "id.timestamp.body", so that neither can be exchanged; the id stays the same over all
attempts, so that a receiver drops what it had. See docs/webhooks.md.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from base.outgoing import AddressRefused, Answer, Unreachable, post
from base.outward_events import outward_event_of
from notices.models import Message, Reminder
from notices.senders.faults import ANSWERED, PRIVATE_NETWORK, ChannelDown, Refused, TryLater
from notices.senders.sender import Content, Sender
from notices.services.webhooks import SECRET_PREFIX

#: The event of a test message.
TEST_EVENT = "test"
_MOST_REDIRECTS = 3
_BUSY = frozenset({429, 503})
_GONE = 410
_LONGEST_REST = timedelta(hours=1)


class WebhookSender(Sender):
    """Sends what happened to the address of a subscription."""

    def write(self, message: Message, reminders: Sequence[Reminder], *, today: date) -> Content:
        """The event as JSON."""
        return Content("", json.dumps(self.body(message), ensure_ascii=False))

    def body(self, message: Message) -> dict[str, Any]:
        """What a receiver reads: `id`, `event`, `occurred_at`, `unit` (of the subscription), `data`."""
        event, unit = message.event, self.channel.unit
        outward = outward_event_of(event) if event is not None else None
        if unit is None or (event is not None and outward is None):
            raise LookupError("the event is declared no more")
        moment = event.occurred_at if event is not None else timezone.now()
        return {
            "id": str(message.message_id),
            "event": outward.name if outward is not None else TEST_EVENT,
            "occurred_at": moment.isoformat(timespec="seconds"),
            "unit": unit.code,
            "data": dict(outward.data(event, unit.pk)) if outward is not None and event is not None else {},
        }

    def send(self, message: Message, content: Content, *, now: datetime) -> str:
        """Post it, signed. Any answer between 200 and 299 means that it arrived."""
        body = content.text.encode()
        headers = {
            "Content-Type": "application/json",
            **signed_headers(str(message.message_id), now, body, self.channel.secret or ""),
        }
        try:
            answer = post(
                self.channel.address or "", body=body, headers=headers, most_redirects=_MOST_REDIRECTS
            )
        except Unreachable as error:
            raise ChannelDown(str(error)) from None
        except AddressRefused:
            raise ChannelDown(PRIVATE_NETWORK) from None
        return _read(answer)


def signed_headers(message_id: str, now: datetime, body: bytes, secret: str) -> dict[str, str]:
    """The headers by which a receiver knows message, moment and sender."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature(message_id, timestamp, body, secret)}",
    }


def signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    """HMAC-SHA256 of "id.timestamp.body" in base64, keyed with the bytes of the secret."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _read(answer: Answer) -> str:
    """Raise unless the receiver has it. What it says in words is not kept: it may quote what it was sent."""
    said = f"{ANSWERED}: {answer.status}"
    if 200 <= answer.status < 300:
        return str(answer.status)
    if answer.status == _GONE:
        raise Refused(said)
    if answer.status in _BUSY:
        raise ChannelDown(said, _asked_rest(answer))
    raise TryLater(said)


def _asked_rest(answer: Answer) -> timedelta | None:
    """How long the receiver asks to be left alone, an hour at most."""
    asked = answer.headers.get("retry-after", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        return None
    return min(timedelta(seconds=int(asked)), _LONGEST_REST)
