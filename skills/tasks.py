"""Celery tasks of the skills app."""

from celery import shared_task

from base.dates import today as local_today
from skills.eligibility.stale import stale_worker_ids
from skills.services.refresh_eligibility import refresh_eligibility


@shared_task(name="skills.refresh_stale_eligibility")
def refresh_stale_eligibility() -> int:
    """Every night: workers whom a rule version or a planned end of a spell touched; how many there were."""
    today = local_today()
    workers = stale_worker_ids(today=today)
    refresh_eligibility(workers, today=today)
    return len(workers)
