"""Heavy work in the background: asked for in a transaction, run under a lease, fenced by attempt number.

A handler is declared in `<app>/jobs.py`:

    @job_handler("skills.import_roster")
    def import_roster(run: JobRun) -> dict[str, Any]: ...

It may be started again from the beginning when its worker dies, so it writes in one transaction that ends
with `run.complete(result)`: that marks the job finished in the same commit, and refuses a run that was
overtaken.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pghistory
import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.broker import wake
from base.enums import JobState
from base.errors import DomainError
from base.job_run import LEASE, JobFenced, JobRun
from base.models.job import Job

log = structlog.get_logger(__name__)

PUBLISH_AGAIN_AFTER = timedelta(minutes=5)
"""A queued job whose message may have been lost is published again after this time."""

Handler = Callable[[JobRun], Mapping[str, Any] | None]

_handlers: dict[str, Handler] = {}


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what does the jobs of `kind`. It returns the job's result, or has completed it itself."""

    def register(handler: Handler) -> Handler:
        known = _handlers.get(kind)
        if known is not None and known is not handler:
            raise ValueError(f"The job kind {kind!r} is declared twice.")
        _handlers[kind] = handler
        return handler

    return register


def enqueue_job(
    kind: str, *, params: Mapping[str, Any], actor: AbstractBaseUser | None, now: datetime | None = None
) -> Job:
    """Ask for a job; a worker is woken when the caller's transaction commits.

    With the broker down the job stays queued and says so; the sweep publishes it later. `params` are JSON
    values, ids rather than personal data. Raises LookupError for a kind nobody handles.
    """
    if kind not in _handlers:
        raise LookupError(f"No handler is declared for jobs of kind {kind!r}.")
    job = Job.objects.create(
        kind=kind,
        params=dict(params),
        owner_id=None if actor is None else actor.pk,
        language=translation.get_language() or "",
        created_at=now or timezone.now(),
    )
    transaction.on_commit(lambda: _publish(job.pk))
    return job


def _publish(job_id: int) -> None:
    if wake("base.run_job", job_id):
        Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(published_at=timezone.now())


def run_job(job_id: int) -> None:
    """Run a job if it is queued; otherwise do nothing (another message was faster, or it is over)."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempt=F("attempt") + 1,
        lease_until=now + LEASE,
        heartbeat_at=now,
        started_at=Coalesce(F("started_at"), now),
        progress_done=0,
        progress_total=None,
        message="",
        error="",
    )
    if not claimed:
        return
    job = Job.objects.select_related("owner").get(pk=job_id)
    with (
        translation.override(job.language or None),
        pghistory.context(user=job.owner_id, reason=f"job {job.kind} #{job.pk}"),
        JobRun(job) as run,
    ):
        _run(job, run)


def _run(job: Job, run: JobRun) -> None:
    try:
        handler = _handlers.get(job.kind)
        if handler is None:
            run.fail(_("This version of the system cannot do this kind of work."))
            return
        result = handler(run)
        if not run.completed:
            run.complete(result)
    except JobFenced:
        log.warning("job_overtaken", job=job.pk, attempt=run.attempt)
    except DomainError as error:
        run.fail(str(error))
    except SoftTimeLimitExceeded:
        log.exception("job_took_too_long", job=job.pk)
        run.fail(_("This took longer than allowed and was stopped."))
    except Exception:  # a handler's fault must end in the job's row, whatever it is
        log.exception("job_failed", job=job.pk, attempt=run.attempt)
        if job.attempt < job.max_attempts:
            run.release()
        else:
            run.fail(_failure_message(job.pk))


def _failure_message(job_id: int) -> str:
    return _(
        "This did not succeed because of a fault on our side. Please tell the administrator: job %(id)s."
    ) % {"id": job_id}


def sweep_jobs(*, now: datetime) -> int:
    """Requeue jobs whose worker is gone, fail those that used up their attempts, publish what waits.

    Returns how many jobs were published. Run once a minute; safe to run twice at once.
    """
    with transaction.atomic():
        lost = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(state=JobState.RUNNING, lease_until__lt=now)
            .order_by("pk")
        )
        for job in lost:
            _give_up_or_requeue(job, now)
    waiting = list(
        Job.objects.filter(state=JobState.QUEUED)
        .filter(Q(published_at=None) | Q(published_at__lt=now - PUBLISH_AGAIN_AFTER))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    published = 0
    for job_id in waiting:
        if not wake("base.run_job", job_id):
            break
        Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(published_at=now)
        published += 1
    return published


def _give_up_or_requeue(job: Job, now: datetime) -> None:
    job.lease_until = None
    if job.attempt >= job.max_attempts:
        with translation.override(job.language or None):
            job.error = _(
                "The background worker stopped %(count)s times while doing this. It was given up."
            ) % {"count": job.attempt}
        job.state, job.finished_at = JobState.FAILED, now
    else:
        job.state, job.published_at = JobState.QUEUED, None
    log.warning("job_lost_its_worker", job=job.pk, attempt=job.attempt, state=job.state)
    job.save(update_fields=["state", "lease_until", "error", "finished_at", "published_at"])
