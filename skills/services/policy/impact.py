"""What a draft would do to whom: reckoned in the background by the one eligibility text, then taken back.

Per batch of workers: keep the dates of the day of effect, apply the draft inside a savepoint, compare, roll
the savepoint back. No worker is locked and nobody else sees the draft. The result is kept under the name of
the draft and of the policy it stands on (`ground_of`), and counts only while both are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from base.enums import JobState
from base.errors import Conflict
from base.job_run import JobRun
from base.jobs import enqueue_job
from base.models import Job
from skills.eligibility.statement import Question, Source, fetch, parameters, planned_for_many, statement
from skills.enums import ImpactEffect, PolicyState
from skills.models import PolicyChange, PolicyImpact
from skills.services.policy.affected import affected_workers, employed, ids_of
from skills.services.policy.applying import apply_change
from skills.services.policy.ground import ground_of
from workforce.models import User

IMPACT_JOB = "skills.policy_impact"
#: Workers compared in one step: progress shows, and the draft stands in its savepoint for seconds only.
BATCH = 5_000

_KEEP_BEFORE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS policy_before (
        worker bigint, occupation bigint, target smallint, opens_on date, code varchar(12)
    ) ON COMMIT DROP
"""


def request_impact(change: PolicyChange, *, actor: User | None, now: datetime) -> Job:
    """Ask for the impact of a draft or of a change that waits; a job still at work on it is superseded."""
    if change.state not in (PolicyState.DRAFT, PolicyState.SUBMITTED):
        raise Conflict(_("This change was decided; its impact is kept as it was."), code="state_changed")
    job = enqueue_job(IMPACT_JOB, params={"change": change.pk}, actor=actor, now=now)
    change.impact_job, change.impact_ground = job, ""
    change.save(update_fields=["impact_job", "impact_ground"])
    return job


def is_being_reckoned(change: PolicyChange) -> bool:
    """Whether a job is at work on the impact, or waits for its turn."""
    return change.impact_job is not None and change.impact_job.state in (JobState.QUEUED, JobState.RUNNING)


def compute_impact(change: PolicyChange, *, run: JobRun, now: datetime) -> dict[str, Any]:
    """Reckon and keep the impact in one transaction that ends the job; a run begun again starts from nothing.

    Raises Conflict when the draft or the policy it stands on changed meanwhile, or leaves no room for it.
    """
    ground = ground_of(change)
    workers = ids_of(employed(affected_workers(change)))
    found = 0
    with transaction.atomic():
        PolicyImpact.objects.filter(change=change).delete()
        for done, batch in _batches(workers):
            run.advance(done, len(workers))
            rows = [_as_row(change, row) for row in differences(change, batch, now=now)]
            PolicyImpact.objects.bulk_create(rows, batch_size=2_000)
            found += len(rows)
        run.advance(len(workers), len(workers))
        result = {"looked_at": len(workers), "found": found}
        locked = PolicyChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if locked.impact_job_id != run.job_id or ground_of(locked) != ground:
            message = _("The draft or the policy in force changed meanwhile. Ask for the impact again.")
            raise Conflict(message, code="changed_meanwhile")
        locked.impact_ground, locked.impact_at, locked.impact_looked_at = ground, now, len(workers)
        locked.save(update_fields=["impact_ground", "impact_at", "impact_looked_at"])
        run.complete(result)
    return result


def differences(change: PolicyChange, worker_ids: Sequence[int], *, now: datetime) -> list[tuple[Any, ...]]:
    """Worker, occupation, level, date before and after, route before and after, where the dates differ.

    Both as of the day the change takes effect. The draft is applied inside a savepoint and rolled back.
    """
    day = change.effective_on
    values = parameters(today=day, worker_ids=worker_ids)
    with transaction.atomic(), connection.cursor() as cursor, planned_for_many():
        cursor.execute(_KEEP_BEFORE)
        cursor.execute("TRUNCATE policy_before")
        cursor.execute(
            "INSERT INTO policy_before " + statement(Source.STORED, Question.IMPACT_BEFORE), values
        )
        with transaction.atomic():
            apply_change(change, actor=None, now=now)
            change.version = change.standard = None
            rows = fetch(Source.STORED, Question.IMPACT_AFTER, today=day, worker_ids=list(worker_ids))
            transaction.set_rollback(True)
    return rows


def effect_of(before: date | None, after: date | None) -> ImpactEffect:
    """What the change does to a date; the two differ."""
    if before is None:
        return ImpactEffect.GAINED
    if after is None:
        return ImpactEffect.LOST
    return ImpactEffect.EARLIER if after < before else ImpactEffect.LATER


def _as_row(change: PolicyChange, row: tuple[Any, ...]) -> PolicyImpact:
    worker, occupation, target, before, after, before_route, after_route = row
    return PolicyImpact(
        change=change,
        worker_id=worker,
        occupation_id=occupation,
        target=target,
        effect=effect_of(before, after),
        before_on=before,
        after_on=after,
        before_route=before_route,
        after_route=after_route,
    )


def _batches(ids: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    for start in range(0, len(ids), BATCH):
        yield start, ids[start : start + BATCH]
