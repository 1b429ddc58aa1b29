"""A wage workbook to staged rows with verdicts; nothing but staging is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db import transaction

from base.models.workbook import StagedRow, WorkbookImport
from base.workbooks.reading import SheetRow, Table, read_table
from base.workbooks.staging import CHUNK, chunks_of_batch, copy_rows, count_batch
from skills.roster.staging import Progress, no_progress
from skills.wages.columns import COLUMNS
from skills.wages.judging import JUDGED_FIELDS, WageJudge, judge_staged, update_staged
from skills.wages.rows import read_row

KIND = "skills.wages"


def read_wages(content: bytes, *, name: str) -> Table:
    """The workbook's table. Raises InvalidInput when the file cannot be read as one."""
    return read_table(content, name=name, columns=COLUMNS)


def stage_table(
    batch: WorkbookImport, table: Table, *, today: date, progress: Progress = no_progress
) -> None:
    """Judge the table's rows and stage them, beginning anew; the batch itself is not saved."""
    StagedRow.objects.filter(batch=batch).delete()
    batch.parameters = {
        **batch.parameters,
        "sheet": table.sheet,
        "header_row": table.header.row,
        "unknown_columns": list(table.header.unknown),
    }
    judge = WageJudge.of(batch, today=today)
    done = 0
    for rows in _chunks(table.rows):
        judged = judge.judge([read_row(row.number, row.cells, today=today) for row in rows])
        with transaction.atomic():
            copy_rows(batch.pk, [one.to_stage() for one in judged])
        done += len(rows)
        progress(done, max(done, table.height))
    batch.counts = count_batch(batch.pk)


def _chunks(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def rejudge_batch(batch: WorkbookImport, *, today: date) -> None:
    """Judge all staged rows anew and store what became of them; the batch's counts follow (not saved)."""
    judge = WageJudge.of(batch, today=today)
    for rows in chunks_of_batch(batch.pk):
        judged = judge_staged(rows, judge)
        changed = [row for row, one in zip(rows, judged, strict=True) if update_staged(row, one)]
        StagedRow.objects.bulk_update(changed, JUDGED_FIELDS, batch_size=500)
    batch.counts = count_batch(batch.pk)
