"""What HR does with a webhook besides what every channel knows: a subscription, a new secret, a replay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from base.broker import wake
from base.errors import Conflict, Missing
from base.events import record_event
from base.outward_events import outward_events
from notices.enums import ChannelKind, MessageState
from notices.models import Channel, Message
from notices.rules import KEEP_CHANNEL, require_over
from notices.services.channels import ChannelValues, add_channel, change_channel
from notices.services.composing import DELIVER_TASK
from notices.services.webhooks import known_events, new_secret
from workforce.models import Unit, User

REPLAYED = "notices.message_replayed"


def subscribe(
    *,
    actor: User | None,
    unit: Unit,
    name: str,
    address: str,
    event_kinds: Sequence[str],
    now: datetime,
) -> tuple[Channel, str]:
    """A webhook of a unit, and the secret it signs with: shown once, kept sealed.

    Raises as `add_channel`, InvalidInput for `event_kinds` that are not declared.
    """
    known_events(event_kinds, outward_events())
    secret = new_secret()
    channel = add_channel(
        actor=actor,
        kind=ChannelKind.WEBHOOK,
        unit=unit,
        values=ChannelValues(name=name, event_kinds=event_kinds),
        address=address,
        secret=secret,
        now=now,
    )
    return channel, secret


def renew_secret(*, actor: User | None, channel: Channel, now: datetime) -> str:
    """Another secret in the old one's place, from the next message on. Raises NotPermitted, Conflict."""
    _require_webhook(channel)
    secret = new_secret()
    values = ChannelValues(name=channel.name, event_kinds=channel.event_kinds)
    change_channel(actor=actor, channel=channel, values=values, secret=secret, now=now)
    return secret


def replay_message(*, actor: User | None, message: Message, now: datetime) -> Message:
    """Send a webhook's message again under the same id, whether it arrived or failed.

    Raises NotPermitted unless the actor keeps the channel, Missing, Conflict while it waits.
    """
    require_over(actor, KEEP_CHANNEL, message.channel)
    _require_webhook(message.channel)
    with transaction.atomic():
        held = Message.objects.select_for_update(no_key=True).filter(pk=message.pk).first()
        if held is None:
            raise Missing(_("There is no such message any more."))
        if held.state == MessageState.QUEUED:
            raise Conflict(_("It is waiting to be sent already."), code="waits_already")
        held.state, held.attempts, held.send_after, held.sent_at = MessageState.QUEUED, 0, now, None
        held.lease_by, held.lease_until = None, None
        held.save(update_fields=["state", "attempts", "send_after", "sent_at", "lease_by", "lease_until"])
        record_event(
            REPLAYED, subject="notices.message", subject_id=held.pk, payload={}, actor=actor, now=now
        )
        transaction.on_commit(lambda: wake(DELIVER_TASK))
    return held


def _require_webhook(channel: Channel) -> None:
    if channel.kind != ChannelKind.WEBHOOK:
        raise Conflict(_("This is no webhook."), code="no_webhook")
