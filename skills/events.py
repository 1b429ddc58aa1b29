"""The domain events this app records, and those of the workforce it follows."""

from __future__ import annotations

from base.events import consumer
from base.models import DomainEvent
from skills.dates import day_of
from skills.services.refresh_eligibility import refresh_eligibility


@consumer(
    "skills.follow_workers",
    kinds=("workforce.workers_created", "workforce.worker_details_changed"),
)
def follow_workers(event: DomainEvent) -> None:
    """New workers get a standing; a birth date changed elsewhere moves the age clauses."""
    refresh_eligibility(event.payload["worker_ids"], today=day_of(event.occurred_at))
