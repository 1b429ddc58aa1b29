"""The ways in: hand a roster in, find it again, confirm it, drop it. Pages and the API call these."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.enums import JobState
from base.errors import Conflict, Missing, NotPermitted
from base.files import store_file
from base.jobs import enqueue_job
from base.log_redaction import hide_typed_id_numbers
from base.models.workbook import ImportState, StagedRow, WorkbookImport
from base.transitions import apply_transition
from base.workbooks.safety import check_file_size, check_workbook
from base.workbooks.transitions import IMPORT_TRANSITIONS
from skills.roster.staging import KIND
from skills.rules import IMPORT_ROSTER
from workforce.access import Access
from workforce.enums import EMPLOYED, Role
from workforce.models import User, Worker

#: The file is kept encrypted for this long, then dropped; the staged rows stay as the record.
KEPT_FOR = timedelta(days=30)
READ_JOB = "skills.roster.read"
COMMIT_JOB = "skills.roster.commit"


def stage_roster(
    *, file: BinaryIO, name: str, actor: User, create_units: bool = False, now: datetime
) -> WorkbookImport:
    """Keep an uploaded roster and have it read in the background; nothing is written but staging.

    Raises NotPermitted, and InvalidInput at once for a file that is not a workbook, is too large, protected,
    damaged, or carries macros; such a file is not kept.
    """
    require_import_right(actor)
    check_file_size(file.seek(0, os.SEEK_END))
    file.seek(0)
    content = file.read()
    check_workbook(content, name=name)
    with transaction.atomic():
        batch = new_import(content, name=name, actor=actor, create_units=create_units, keep=True, now=now)
        batch.job = enqueue_job(READ_JOB, params={"import": batch.pk}, actor=actor, now=now)
        batch.save(update_fields=["job"])
    return batch


def require_import_right(actor: User | None) -> None:
    """Raise NotPermitted unless the actor keeps people's records anywhere; the system itself may."""
    if actor is not None and not actor.has_perm(IMPORT_ROSTER):
        raise NotPermitted(_("Only HR officers import rosters."), code="not_the_keeper")


def new_import(
    content: bytes,
    *,
    name: str,
    actor: User | None,
    create_units: bool = False,
    keep: bool,
    now: datetime,
    kind: str = KIND,
) -> WorkbookImport:
    """The import's row, with the file beside it when it is to be kept.

    An earlier import of the very same bytes that stands written is named in the parameters, for the clerk.
    """
    digest = hashlib.sha256(content).hexdigest()
    written = WorkbookImport.objects.filter(kind=kind, sha256=digest, state=ImportState.COMMITTED)
    earlier = written.order_by("-committed_at").first()
    parameters: dict[str, Any] = {"create_units": create_units}
    if earlier is not None and earlier.committed_at is not None:
        parameters["same_file"] = {"import": earlier.pk, "written_at": earlier.committed_at.isoformat()}
    stored = None
    if keep:
        stored = store_file(
            kind, content=io.BytesIO(content), name=name, actor=actor, now=now, expires_at=now + KEPT_FOR
        )
    return WorkbookImport.objects.create(
        kind=kind,
        file=stored,
        file_name=hide_typed_id_numbers(name)[:255],
        sha256=digest,
        state=IMPORT_TRANSITIONS.initial,
        uploaded_by=actor,
        uploaded_at=now,
        parameters=parameters,
    )


def find_import(import_id: int, *, actor: User, now: datetime, kind: str = KIND) -> WorkbookImport:
    """An import of the actor's own, with its state true to its job. Raises Missing for anybody else's."""
    batch = (
        WorkbookImport.objects.visible_to(actor).filter(kind=kind, pk=import_id).select_related("job").first()
    )
    if batch is None:
        raise Missing(_("There is no such import."))
    return settle_import(batch, now=now)


def settle_import(batch: WorkbookImport, *, now: datetime) -> WorkbookImport:
    """Let an import whose job was given up say so: it failed to be read, or waits for confirmation again."""
    job = batch.job
    if job is None or job.state != JobState.FAILED:
        return batch
    after = {ImportState.UPLOADED: ImportState.FAILED, ImportState.COMMITTING: ImportState.STAGED}
    target = after.get(ImportState(batch.state))
    if target is not None:
        apply_transition(batch, target, actor=None, now=now, changes={"error": job.error[:500]})
    return batch


def confirm_roster(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """Have a checked roster written in the background, in one transaction.

    Raises Missing, NotPermitted, Conflict when it is not waiting for confirmation.
    """
    require_import_right(actor)
    return confirm_import(find_import(import_id, actor=actor, now=now), COMMIT_JOB, actor=actor, now=now)


def confirm_import(batch: WorkbookImport, job: str, *, actor: User, now: datetime) -> WorkbookImport:
    """Queue the job that writes a checked import. Raises Conflict when it does not wait for confirmation."""
    with transaction.atomic():
        batch = apply_transition(batch, ImportState.COMMITTING, actor=actor, now=now, changes={"error": ""})
        batch.job = enqueue_job(job, params={"import": batch.pk}, actor=actor, now=now)
        batch.save(update_fields=["job"])
    return batch


def discard_roster(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """Drop a roster that was not written: its staged rows go, its row stays. Raises Missing, Conflict."""
    return discard_import(find_import(import_id, actor=actor, now=now), actor=actor, now=now)


def discard_import(batch: WorkbookImport, *, actor: User, now: datetime) -> WorkbookImport:
    """Drop an import of any kind that was not written. Raises Conflict while it is being read."""
    if (
        batch.state == ImportState.UPLOADED
        and batch.job is not None
        and not JobState(batch.job.state).is_over
    ):
        raise Conflict(_("The workbook is still being read. Please wait a moment."), code="import_being_read")
    with transaction.atomic():
        batch = apply_transition(batch, ImportState.DISCARDED, actor=actor, now=now)
        StagedRow.objects.filter(batch=batch).delete()
        if batch.file is not None:
            batch.file.expires_at = now
            batch.file.save(update_fields=["expires_at"])
    return batch


def absent_workers(batch: WorkbookImport) -> QuerySet[Worker]:
    """People employed in the units of the importer that the file does not name; they are left as they are."""
    named = StagedRow.objects.filter(batch=batch, subject_id__isnull=False).values("subject_id")
    workers = Worker.objects.filter(status__in=EMPLOYED).exclude(pk__in=named)
    if batch.uploaded_by is not None:
        reached = Access.of(batch.uploaded_by).reach(Role.HR_OFFICER)
        workers = workers.filter(reached.rows("unit"))
    return workers
