"""The ways in: hand a wage workbook in, find it again, confirm, drop, undo. Pages and the API call these."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import IO, BinaryIO

from django.db import transaction

from base.jobs import enqueue_job
from base.models.workbook import RowVerdict, StagedRow, WorkbookImport
from base.workbooks.safety import check_file_size, check_workbook
from base.workbooks.writing import SheetColumn, Value, write_workbook
from skills.roster.imports import (
    confirm_import,
    discard_import,
    find_import,
    new_import,
    require_import_right,
)
from skills.wages.columns import LABELS, TEMPLATE_KEYS
from skills.wages.commit import undo_wages as undo_written
from skills.wages.faults import describe_with_column
from skills.wages.staging import KIND
from workforce.models import User

READ_JOB = "skills.wages.read"
COMMIT_JOB = "skills.wages.commit"
_REASONS = "退回原因"


def stage_wages(*, file: BinaryIO, name: str, actor: User, now: datetime) -> WorkbookImport:
    """Keep an uploaded wage workbook and have it read in the background; nothing is written but staging.

    Raises NotPermitted, and InvalidInput at once for a file that cannot be a workbook; such one is not kept.
    """
    require_import_right(actor)
    check_file_size(file.seek(0, os.SEEK_END))
    file.seek(0)
    content = file.read()
    check_workbook(content, name=name)
    with transaction.atomic():
        batch = new_import(content, name=name, actor=actor, keep=True, now=now, kind=KIND)
        batch.job = enqueue_job(READ_JOB, params={"import": batch.pk}, actor=actor, now=now)
        batch.save(update_fields=["job"])
    return batch


def find_wages(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """A wage import of the actor's own. Raises Missing for anybody else's."""
    return find_import(import_id, actor=actor, now=now, kind=KIND)


def confirm_wages(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """Have a checked workbook written in the background. Raises Missing, NotPermitted, Conflict."""
    require_import_right(actor)
    return confirm_import(find_wages(import_id, actor=actor, now=now), COMMIT_JOB, actor=actor, now=now)


def discard_wages(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """Drop a workbook that was not written. Raises Missing, Conflict."""
    return discard_import(find_wages(import_id, actor=actor, now=now), actor=actor, now=now)


def undo_wages(import_id: int, *, actor: User, reason: str = "", now: datetime) -> WorkbookImport:
    """Take a written workbook back as a whole. Raises Missing, NotPermitted, Conflict."""
    require_import_right(actor)
    batch = find_wages(import_id, actor=actor, now=now)
    return undo_written(batch, actor=actor, reason=reason, now=now)


def write_template(target: IO[bytes]) -> None:
    """The empty workbook to fill in: its header alone."""
    columns = [SheetColumn(LABELS[key], 16) for key in TEMPLATE_KEYS]
    write_workbook(target, sheet="工资", columns=columns, rows=())


def write_rejected(import_id: int, *, target: IO[bytes], actor: User, now: datetime) -> int:
    """The rejected rows with their reasons as a workbook to mend and send again; how many there are."""
    require_import_right(actor)
    batch = find_wages(import_id, actor=actor, now=now)
    columns = [SheetColumn(LABELS[key], 16) for key in TEMPLATE_KEYS] + [SheetColumn(_REASONS, 50)]
    return write_workbook(target, sheet="退回", columns=columns, rows=_rejected(batch))


def _rejected(batch: WorkbookImport) -> Iterator[list[Value]]:
    rows = StagedRow.objects.filter(batch=batch, verdict=RowVerdict.REJECTED).order_by("sheet_row")
    for row in rows.iterator(chunk_size=500):
        reasons = "；".join(describe_with_column(fault) for fault in row.faults)
        yield [*(row.cells.get(key, "") for key in TEMPLATE_KEYS), f"第{row.sheet_row}行 {reasons}"]
