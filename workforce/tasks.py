"""Celery tasks of the workforce."""

from celery import shared_task

from base.dates import today
from workforce.services import placements


@shared_task(name="workforce.apply_due_placements")
def apply_due_placements() -> int:
    """Every night: placements that have begun become what lists show, and accounts follow."""
    return placements.apply_due_placements(today=today())
