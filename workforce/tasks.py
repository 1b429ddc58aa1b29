"""Celery tasks of the workforce."""

from celery import shared_task

from base.dates import today
from workforce import session_tracking
from workforce.services import placements, unit_changes, unit_totals


@shared_task(name="workforce.apply_due_placements")
def apply_due_placements() -> int:
    """Every night: placements that have begun become what lists show, and accounts follow."""
    return placements.apply_due_placements(today=today())


@shared_task(name="workforce.apply_due_unit_changes")
def apply_due_unit_changes() -> int:
    """Every night, before the placements: planned changes of units whose day has come take effect."""
    return unit_changes.apply_due_unit_changes(today=today())


@shared_task(name="workforce.purge_sessions")
def purge_sessions() -> int:
    """Every night: sessions that have run out, and what was noted about them."""
    return session_tracking.purge_sessions()


@shared_task(name="workforce.fold_unit_totals")
def fold_unit_totals() -> int:
    """Every minute: what changed in the totals of units is folded into them, so that reading stays short."""
    return unit_totals.fold_totals()
