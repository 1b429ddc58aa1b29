"""From confirmation to the day of effect: the dates lie ready beside the old ones, then all follow at once.

A version or standard that begins later is reckoned beside the old one by a job, in batches; on its day
`Eligibility.objects.in_force(day)` reads it by itself, and the switch brings what is kept for lists in line.
A major or a related occupation has no version of its own: its workers are reckoned on the day. What begins
today is reckoned in the transaction of its confirmation. So nobody reads half of a change.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pghistory
from django.db import transaction

from base.job_run import JobRun
from base.jobs import enqueue_job
from skills.dates import day_of
from skills.enums import PolicyChangeKind, PolicyState
from skills.models import PolicyChange
from skills.services.policy.affected import affected_workers, ids_of
from skills.services.refresh_eligibility import BATCH, refresh_eligibility

PREPARE_JOB = "skills.prepare_policy"
#: Changes whose results can lie ready beside those in force.
_VERSIONED = (PolicyChangeKind.VERSION, PolicyChangeKind.STANDARD)


def follow_confirmation(change: PolicyChange, *, now: datetime) -> None:
    """In the transaction of the confirmation: follow at once what begins today, else ask for the job."""
    if change.effective_on <= day_of(now):
        _switch(change, today=day_of(now), now=now)
    elif change.kind in _VERSIONED:
        change.prepare_job = enqueue_job(
            PREPARE_JOB, params={"change": change.pk}, actor=change.decided_by, now=now
        )
        change.save(update_fields=["prepare_job"])


def prepare_change(change: PolicyChange, *, run: JobRun, now: datetime) -> dict[str, Any]:
    """Reckon the dates by the coming version beside those in force, batch by batch; it may begin again."""
    workers = ids_of(affected_workers(change))
    for start in range(0, len(workers), BATCH):
        run.advance(start, len(workers))
        refresh_eligibility(workers[start : start + BATCH], today=day_of(now))
    run.advance(len(workers), len(workers))
    with transaction.atomic():
        PolicyChange.objects.filter(pk=change.pk).update(prepared_at=now)
        run.complete({"workers": len(workers)})
    return {"workers": len(workers)}


def switch_changes(*, today: date, now: datetime) -> int:
    """Follow every confirmed change whose day has come, each in one transaction; how many there were.

    Run every hour and safe to run twice: a switch that was missed is caught up by the next run.
    """
    switched = 0
    due = PolicyChange.objects.filter(
        state=PolicyState.CONFIRMED, switched_at=None, effective_on__lte=today
    ).order_by("effective_on", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic(), pghistory.context(reason=f"policy change {pk}"):
            change = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if change is not None:
                _switch(change, today=today, now=now)
                switched += 1
    return switched


def _switch(change: PolicyChange, *, today: date, now: datetime) -> None:
    refresh_eligibility(ids_of(affected_workers(change)), today=today)
    change.switched_at = now
    change.prepared_at = change.prepared_at or now
    change.save(update_fields=["switched_at", "prepared_at"])
