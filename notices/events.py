"""The domain events this app follows: whatever its rules ask for."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from base.dates import today as local_today
from base.events import consumer
from base.models import DomainEvent
from base.outward_events import outward_events
from base.reminders import reminder_rules
from notices.services.composing import wake_composing
from notices.services.making import follow
from notices.services.webhooks import tell_webhooks


@consumer("notices.follow_events", kinds={kind for rule in reminder_rules().values() for kind in rule.events})
def follow_events(event: DomainEvent) -> None:
    """Reminders follow the facts at once, not only at night."""
    made = follow(event, today=local_today(), now=timezone.now())
    if made.made or made.renewed:
        transaction.on_commit(wake_composing)


@consumer("notices.tell_webhooks", kinds={kind for one in outward_events().values() for kind in one.kinds})
def tell_other_systems(event: DomainEvent) -> None:
    """What happened is told to the webhooks that asked for it."""
    tell_webhooks(event, now=timezone.now())
