"""A large export made in the background: the file kept encrypted for its owner, or nothing at all."""

from __future__ import annotations

import tempfile
from typing import IO, Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from base.errors import DomainError
from base.exports.records import EXPORT_FILE, EXPORT_JOB, finish_export, note_broken_off
from base.exports.rights import may_fetch, require_right
from base.exports.writing import read_rows, write_export
from base.files import MEGABYTE, file_guard
from base.job_run import JobRun
from base.jobs import job_handler
from base.models import ExportRecord, StoredFile
from base.models.export import ExportState
from base.replica import alias_behind
from base.scoping import AnyUser


@job_handler(EXPORT_JOB)
def export_list(run: JobRun) -> dict[str, Any]:
    """Write the export a record asks for. Begun again from the start when a worker dies.

    The right is asked again before each chunk and once more before the file is kept; when it has ended, the
    job fails, the record says so and nothing is kept. The rows come from the replica where it holds all that
    was committed when the job began.
    """
    record = ExportRecord.objects.select_related("exported_by").get(pk=run.params["export"])
    if record.state != ExportState.UNDER_WAY:
        return {"rows": record.row_count}

    def ask() -> AbstractBaseUser:
        return require_right(record, now=timezone.now())

    try:
        with tempfile.TemporaryFile() as target:
            rows = read_rows(record, ask, using=alias_behind(caught_up=True))
            run.advance(0, rows.total)
            count = write_export(
                cast("IO[bytes]", target),
                rows,
                record.format,
                advance=lambda done: run.advance(done, rows.total),
            )
            with transaction.atomic():
                ask()
                finish_export(record, cast("IO[bytes]", target), rows=count, now=timezone.now(), keep=True)
                run.complete({"rows": count})
    except DomainError as error:
        note_broken_off(record, str(error), now=timezone.now())
        raise
    return {"rows": count}


@file_guard(EXPORT_FILE, allow=None, max_bytes=1024 * MEGABYTE)
def may_read_export(user: AnyUser, stored: StoredFile) -> bool:
    """Its owner, while their right to the list lasts."""
    record = ExportRecord.objects.filter(file=stored).first()
    return record is not None and isinstance(user, AbstractBaseUser) and may_fetch(record, user)
