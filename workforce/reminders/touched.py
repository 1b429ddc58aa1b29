"""Whom an event touches."""

from __future__ import annotations

from base.models import DomainEvent


def touched_workers(event: DomainEvent) -> list[int]:
    """The workers an event of theirs names: one by its subject, or many in the payload."""
    if event.subject != "workforce.worker":
        return []
    ids = event.payload.get("worker_ids", [event.subject_id])
    return [int(worker_id) for worker_id in ids]
