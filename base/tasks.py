"""Tasks: primitives in, one call out. The settings route `base.run_job` to the queue "heavy"."""

from celery import shared_task
from django.utils import timezone

from base.events import dispatch_events as deliver_due_events
from base.files import purge_files as purge_stored_files
from base.idempotency import purge_idempotent_answers
from base.jobs import run_job as run_one_job
from base.jobs import sweep_jobs as sweep_all_jobs
from base.retention import purge_all
from base.schedule_plan import RUN_TASK
from base.schedules import run_scheduled as run_if_due
from base.schedules import start_overdue


@shared_task(name=RUN_TASK)
def run_scheduled(name: str) -> None:
    """Run an entry of the schedule, if its moment is due and nobody else took it."""
    run_if_due(name, now=timezone.now())


@shared_task(name="base.start_overdue_schedules")
def start_overdue_schedules() -> None:
    """Start what was not sent in its time, and tell what is late."""
    start_overdue(now=timezone.now())


@shared_task(name="base.run_job")
def run_job(job_id: int) -> None:
    """Run one queued job, if it is still queued."""
    run_one_job(job_id)


@shared_task(name="base.sweep_jobs")
def sweep_jobs() -> None:
    """Queue again what lost its worker, and publish again what the broker did not take."""
    sweep_all_jobs(now=timezone.now())


@shared_task(name="base.dispatch_events")
def dispatch_events() -> None:
    """Deliver due events to their consumers."""
    deliver_due_events(now=timezone.now())


@shared_task(name="base.purge_files")
def purge_files() -> None:
    """Remove the content of expired files, and content that no row knows."""
    purge_stored_files(now=timezone.now())


@shared_task(name="base.purge_idempotent_answers")
def purge_answers() -> None:
    """Forget the answers kept for repeated requests of more than a day ago."""
    purge_idempotent_answers(now=timezone.now())


@shared_task(name="base.purge_retained")
def purge_retained() -> None:
    """Remove what is kept longer than the retention rules say; the files freed go with `purge_files`."""
    purge_all(now=timezone.now())
