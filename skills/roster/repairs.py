"""Rejected rows mended in place, by hand or by what the check suggests, or sent back as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, Missing
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.workbooks.staging import chunks_of_batch, count_batch, seal, unseal
from base.workbooks.writing import SheetColumn, Value, write_workbook
from skills.dates import day_of
from skills.roster.columns import COLUMNS, ID_COLUMN, KEYS
from skills.roster.comparison import SeenInFile
from skills.roster.faults import describe_with_column
from skills.roster.imports import find_import, require_import_right
from skills.roster.staging import (
    GROUND,
    JUDGED_FIELDS,
    judge_for,
    judge_staged,
    rejudge_batch,
    stage_cells,
    update_staged,
)
from workforce.models import User

REASON_HEADING = "退回原因"
_EARLIER = """
SELECT 'employee_no', upper(cells ->> 'employee_no'), NULL::bytea, min(sheet_row) FROM base_stagedrow
 WHERE batch_id = %(batch)s AND sheet_row < %(row)s
   AND upper(cells ->> 'employee_no') = upper(%(employee_no)s) GROUP BY 2
UNION ALL
SELECT 'id_number', NULL, secret_index, min(sheet_row) FROM base_stagedrow
 WHERE batch_id = %(batch)s AND sheet_row < %(row)s AND secret_index IS NOT NULL GROUP BY 3
UNION ALL
SELECT 'certificate_no', cells ->> 'certificate_no', NULL, min(sheet_row) FROM base_stagedrow
 WHERE batch_id = %(batch)s AND sheet_row < %(row)s AND cells ->> 'certificate_no' = %(certificate_no)s
 GROUP BY 2
"""


def repair_row(
    import_id: int, sheet_row: int, *, cells: Mapping[str, str], actor: User, now: datetime
) -> StagedRow:
    """Type other texts into cells of a staged row and have it judged again; nothing else is written.

    Raises Missing, Conflict once the import is confirmed, InvalidInput for a column the roster lacks.
    """
    unknown = set(cells) - set(KEYS)
    with transaction.atomic():
        batch = _open_import(import_id, actor=actor, now=now)
        if unknown:
            raise InvalidInput(_("The roster has no such column."), code="unknown_column", field=min(unknown))
        row = _lock_row(batch, sheet_row)
        typed = dict(cells)
        if ID_COLUMN in typed:
            row.secret = seal(typed.pop(ID_COLUMN).strip())
        row.cells = {**row.cells, **stage_cells(dict(typed))}
        for column, text in typed.items():
            if not text.strip():
                row.cells.pop(column, None)
        _judge_again(batch, row, now=now)
    return row


def accept_repairs(import_id: int, *, actor: User, now: datetime) -> int:
    """Take every suggested value, judge the whole import again; how many rows were mended."""
    mended = 0
    with transaction.atomic():
        batch = _open_import(import_id, actor=actor, now=now)
        for rows in chunks_of_batch(batch.pk):
            changed = [row for row in rows if _take_suggestions(row)]
            StagedRow.objects.bulk_update(changed, ["cells"], batch_size=500)
            mended += len(changed)
        if mended:
            rejudge_batch(batch, today=day_of(now))
            batch.save(update_fields=["counts", "parameters"])
    return mended


def _take_suggestions(row: StagedRow) -> bool:
    suggested = {fault["column"]: fault["suggestion"] for fault in row.faults if fault.get("suggestion")}
    row.cells = {**row.cells, **suggested}
    return bool(suggested)


def _open_import(import_id: int, *, actor: User, now: datetime) -> WorkbookImport:
    """The import, locked to the end of the transaction: nobody confirms it while its rows are mended."""
    require_import_right(actor)
    found = find_import(import_id, actor=actor, now=now)
    batch = WorkbookImport.objects.select_for_update().get(pk=found.pk)
    if batch.state != ImportState.STAGED:
        raise Conflict(_("This import is not waiting for confirmation any more."), code="state_changed")
    return batch


def _lock_row(batch: WorkbookImport, sheet_row: int) -> StagedRow:
    row = StagedRow.objects.select_for_update().filter(batch=batch, sheet_row=sheet_row).first()
    if row is None:
        raise Missing(_("The workbook has no such row."))
    return row


def _judge_again(batch: WorkbookImport, row: StagedRow, *, now: datetime) -> None:
    today = day_of(now)
    judge = judge_for(batch, today=today, seen=_seen_before(batch, row))
    update_staged(row, judge_staged([row], judge, today=today)[0])
    row.save(update_fields=["cells", "secret", *JUDGED_FIELDS])
    batch.counts = count_batch(batch.pk)
    if batch.parameters.get(GROUND) != judge.ground:
        batch.parameters[GROUND] = None  # from now on no one ground is that of all rows
    batch.save(update_fields=["counts", "parameters"])


def _seen_before(batch: WorkbookImport, row: StagedRow) -> SeenInFile:
    """The numbers that earlier rows of the file use up."""
    seen = SeenInFile()
    values = {"batch": batch.pk, "row": row.sheet_row}
    texts = {name: row.cells.get(name, "") for name in ("employee_no", "certificate_no")}
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {**values, **texts})
        for kind, text, index, first in cursor.fetchall():
            if kind == "employee_no":
                seen.employee_nos[text] = first
            elif kind == "certificate_no":
                seen.certificate_nos[text] = first
            else:
                seen.id_indexes[bytes(index)] = first
    return seen


def write_rejected(import_id: int, *, target: IO[bytes], actor: User, now: datetime) -> int:
    """Write the rejected rows with their reasons as a workbook to mend and send again; how many there are.

    Id numbers are opened while the rows stream by, for the person who handed them in, and pass through no
    file of ours. Raises Missing, NotPermitted.
    """
    require_import_right(actor)
    batch = find_import(import_id, actor=actor, now=now)
    columns = [SheetColumn(column.label) for column in COLUMNS] + [SheetColumn(REASON_HEADING, 50)]
    return write_workbook(target, sheet="退回", columns=columns, rows=_rejected_rows(batch))


def _rejected_rows(batch: WorkbookImport) -> Iterator[list[Value]]:
    rows = StagedRow.objects.filter(batch=batch, verdict=RowVerdict.REJECTED).order_by("sheet_row")
    for row in rows.iterator(chunk_size=500):
        cells = {**row.cells, ID_COLUMN: unseal(row.secret)}
        reasons = "；".join(describe_with_column(fault) for fault in row.faults)
        yield [*(cells.get(key, "") for key in KEYS), f"第{row.sheet_row}行 {reasons}"]
