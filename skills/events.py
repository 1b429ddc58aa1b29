"""The domain events this app records, those of the workforce it follows, and what it asks before one."""

from __future__ import annotations

from base.events import consumer
from base.models import DomainEvent
from skills.dates import day_of
from skills.services.duplicates import find_duplicates
from skills.services.personal_data import refuse_birth_after_facts
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.services.workers import checks_birth_date

checks_birth_date(refuse_birth_after_facts)


@consumer(
    "skills.follow_workers",
    kinds=("workforce.workers_created", "workforce.worker_details_changed"),
)
def follow_workers(event: DomainEvent) -> None:
    """New workers get a standing; a birth date changed elsewhere moves the age clauses."""
    refresh_eligibility(event.payload["worker_ids"], today=day_of(event.occurred_at))


@consumer(
    "skills.find_duplicates",
    kinds=("workforce.workers_created", "workforce.worker_details_changed"),
)
def look_for_duplicates(event: DomainEvent) -> None:
    """A record taken up or changed may be another's duplicate now."""
    find_duplicates(event.payload["worker_ids"])
