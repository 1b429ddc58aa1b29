"""Rosters in the background: reading one, writing one. Each may be begun anew when its worker dies."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from base.collector import collector_paused
from base.errors import Conflict, DomainError
from base.files import open_file
from base.job_run import JobRun
from base.jobs import job_handler
from base.models.workbook import ImportState, WorkbookImport
from base.transitions import apply_transition
from skills.dates import day_of
from skills.roster.commit import commit_roster
from skills.roster.imports import COMMIT_JOB, READ_JOB
from skills.roster.staging import read_roster, rejudge_batch, stage_table


@job_handler(READ_JOB)
def read_roster_job(run: JobRun) -> dict[str, Any]:
    """Read a kept workbook into staged rows. A second attempt begins anew, from the file."""
    batch = _batch(run)
    if batch.state != ImportState.UPLOADED or batch.file is None:
        return {"state": batch.state}
    now = timezone.now()
    try:
        # the file was checked when it was handed in, and is kept sealed
        with collector_paused():
            table = read_roster(b"".join(open_file(batch.file)), name=batch.file_name, is_checked=True)
            stage_table(batch, table, today=day_of(now), progress=run.advance)
    except DomainError as error:
        apply_transition(batch, ImportState.FAILED, actor=None, now=now, changes={"error": str(error)[:500]})
        raise
    with transaction.atomic():
        changes = {"counts": batch.counts, "parameters": batch.parameters, "error": ""}
        apply_transition(batch, ImportState.STAGED, actor=None, now=now, changes=changes)
        run.complete(batch.counts)
    return dict(batch.counts)


@job_handler(COMMIT_JOB)
def commit_roster_job(run: JobRun) -> dict[str, Any]:
    """Write a confirmed roster in one transaction that ends with the job itself."""
    batch = _batch(run)
    if batch.state != ImportState.COMMITTING:
        return {"state": batch.state}
    now = timezone.now()
    try:
        with collector_paused(), transaction.atomic():
            commit_roster(batch, actor=batch.uploaded_by, today=day_of(now), now=now, progress=run.advance)
            run.complete(batch.counts)
    except Conflict as refusal:
        with transaction.atomic():
            rejudge_batch(batch, today=day_of(now))
            changes = {
                "counts": batch.counts,
                "parameters": batch.parameters,
                "error": str(refusal)[:500],
            }
            apply_transition(batch, ImportState.STAGED, actor=None, now=now, changes=changes)
        raise
    return dict(batch.counts)


def _batch(run: JobRun) -> WorkbookImport:
    return WorkbookImport.objects.select_related("file", "uploaded_by").get(pk=run.params["import"])
