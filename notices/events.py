"""The domain events this app follows: whatever its rules ask for."""

from __future__ import annotations

from django.utils import timezone

from base.dates import today as local_today
from base.events import consumer
from base.models import DomainEvent
from base.reminders import reminder_rules
from notices.services.making import follow


@consumer("notices.follow_events", kinds={kind for rule in reminder_rules().values() for kind in rule.events})
def follow_events(event: DomainEvent) -> None:
    """Reminders follow the facts at once, not only at night."""
    follow(event, today=local_today(), now=timezone.now())
