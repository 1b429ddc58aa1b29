"""Celery tasks of the skills app."""

from celery import shared_task
from django.utils import timezone

from base.dates import today as local_today
from skills.eligibility.stale import stale_worker_ids
from skills.services import past_figures
from skills.services.duplicates import find_duplicates
from skills.services.policy.switching import switch_changes
from skills.services.refresh_eligibility import refresh_eligibility


@shared_task(name="skills.refresh_stale_eligibility")
def refresh_stale_eligibility() -> int:
    """Every night: workers whom a rule version or a planned end of a spell touched; how many there were."""
    today = local_today()
    workers = stale_worker_ids(today=today)
    refresh_eligibility(workers, today=today)
    return len(workers)


@shared_task(name="skills.switch_policies")
def switch_policies() -> int:
    """Every hour, first right after midnight: follow the changes of policy whose day has come."""
    return switch_changes(today=local_today(), now=timezone.now())


@shared_task(name="skills.count_past_figures")
def count_past_figures() -> int:
    """Every night: the figures of the past are counted anew; how many counts there were."""
    return len(past_figures.count_past_figures(today=local_today(), now=timezone.now()))


@shared_task(name="skills.count_asked_figures")
def count_asked_figures() -> int:
    """Every minute: figures of the past somebody asked for and nobody counted so far."""
    return len(past_figures.count_asked_figures(today=local_today(), now=timezone.now()))


@shared_task(name="skills.find_duplicates")
def find_all_duplicates() -> int:
    """Every night: everybody is compared with everybody; how many new likenesses there were."""
    return find_duplicates()
