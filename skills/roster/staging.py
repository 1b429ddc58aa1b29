"""A roster file to staged rows with verdicts; nothing but staging is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from base.models.workbook import RowVerdict, StagedRow, WorkbookImport
from base.text import clean
from base.workbooks.reading import Cell, SheetRow, Table, read_table
from base.workbooks.staging import (
    CHUNK,
    RowToStage,
    RowToWrite,
    chunks_of_batch,
    copy_rows,
    count_batch,
    unseal,
)
from skills.roster.cell_values import mask_id_numbers, raw_text
from skills.roster.columns import COLUMNS, ID_COLUMN, KEYS
from skills.roster.comparison import RosterJudge, SeenInFile
from skills.roster.parsing import ID_NUMBER_LENGTH, ParsedRow, parse_row
from skills.roster.plan import JudgedRow
from workforce.access import Access
from workforce.enums import Role

#: Called with rows done and rows in all as far as known.
Progress = Callable[[int, int], None]
KIND = "skills.roster"
#: Where an import's parameters say on which ground all its rows were judged (`RosterJudge.ground`).
GROUND = "ground"


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def judge_for(batch: WorkbookImport, *, today: date, seen: SeenInFile | None = None) -> RosterJudge:
    """The judge of an import: its columns, its parameters, and the units its uploader keeps."""
    actor = batch.uploaded_by
    return RosterJudge(
        today=today,
        columns=batch.parameters.get("columns") or KEYS,
        editable_unit_ids=Access.of(actor).unit_ids(Role.HR_OFFICER) if actor is not None else None,
        create_units=bool(batch.parameters.get("create_units")),
        own_worker_id=getattr(actor, "worker_id", None),
        seen=seen,
    )


def read_roster(content: bytes, *, name: str, is_checked: bool = False) -> Table:
    """The roster's table. Raises InvalidInput when the file cannot be read as one.

    `is_checked`: the bytes passed `check_workbook` when they were handed in.
    """
    return read_table(content, name=name, columns=COLUMNS, is_checked=is_checked)


def stage_table(
    batch: WorkbookImport, table: Table, *, today: date, progress: Progress = no_progress
) -> None:
    """Judge the table's rows and stage them, beginning anew; sets the batch's parameters and counts, unsaved.

    Each chunk is a transaction of its own, unless the caller has one open.
    """
    StagedRow.objects.filter(batch=batch).delete()
    columns = table.header.columns
    batch.parameters = {
        **batch.parameters,
        "sheet": table.sheet,
        "header_row": table.header.row,
        "columns": sorted(columns, key=lambda key: columns[key]),
        "unknown_columns": list(table.header.unknown),
    }
    judge = judge_for(batch, today=today)
    batch.parameters[GROUND] = judge.ground
    done = 0
    for rows in _chunks(table.rows):
        with transaction.atomic():
            copy_rows(batch.pk, _stage_rows(rows, judge, today=today))
        done += len(rows)
        progress(done, max(done, table.height))
    batch.counts = count_batch(batch.pk)


def _chunks(rows: Iterable[SheetRow]) -> Iterable[list[SheetRow]]:
    chunk: list[SheetRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _stage_rows(rows: Sequence[SheetRow], judge: RosterJudge, *, today: date) -> Iterator[RowToStage]:
    """The rows judged, at once, and then one by one in the shape in which they are staged."""
    parsed = [parse_row(row.number, row.cells, row.cells.get(ID_COLUMN), today=today) for row in rows]
    judged_rows = judge.judge(parsed)
    return (
        to_stage(judged, stage_cells(row.cells), raw_text(row.cells.get(ID_COLUMN)).strip())
        for row, judged in zip(rows, judged_rows, strict=True)
    )


def stage_cells(cells: Mapping[str, Cell]) -> dict[str, str]:
    """The cells of a row as staged texts; an id number that strayed into another column is masked."""
    texts = {}
    for key, value in cells.items():
        if value == "" or key == ID_COLUMN:
            continue
        if isinstance(value, str) and len(value) < ID_NUMBER_LENGTH:
            texts[key] = value.strip()  # too short for an id number
        else:
            texts[key] = raw_text(value) if isinstance(value, date) else _stageable(value)
    return texts


def _stageable(value: Cell) -> str:
    text = raw_text(value).strip()
    if len(text) < ID_NUMBER_LENGTH:
        return text
    narrow = clean(text)
    masked = mask_id_numbers(narrow)
    return text if masked == narrow else masked


def to_stage(judged: JudgedRow, cells: dict[str, str], secret: str) -> RowToStage:
    """A judged row in the shape in which it is staged."""
    return RowToStage(
        sheet_row=judged.row.sheet_row,
        key=judged.key[:64],
        cells=cells,
        secret=secret,
        secret_index=judged.id_index,
        verdict=judged.verdict,
        faults=[fault.as_json() for fault in judged.row.faults],
        changes=judged.changes,
        repairs=judged.row.repairs,
        notices=[notice.as_json() for notice in judged.row.notices],
        subject_id=judged.stored.id if judged.stored else None,
    )


def parse_staged(row: StagedRow | RowToWrite, *, today: date) -> ParsedRow:
    """What a staged row says; nothing is asked of the database."""
    return parse_row(row.sheet_row, row.cells or {}, unseal(row.secret), today=today)


def judge_staged(rows: Sequence[StagedRow], judge: RosterJudge, *, today: date) -> list[JudgedRow]:
    """Staged rows judged again against what is stored now."""
    return judge.judge([parse_staged(row, today=today) for row in rows])


def rejudge_batch(batch: WorkbookImport, *, today: date) -> None:
    """Judge all staged rows anew and store what became of them; the batch's counts and parameters follow
    (not saved).
    """
    judge = judge_for(batch, today=today)
    batch.parameters = {**batch.parameters, GROUND: judge.ground}
    for rows in chunks_of_batch(batch.pk):
        changed = []
        for row, judged in zip(rows, judge_staged(rows, judge, today=today), strict=True):
            if update_staged(row, judged):
                changed.append(row)
        StagedRow.objects.bulk_update(changed, JUDGED_FIELDS, batch_size=500)
    batch.counts = count_batch(batch.pk)


#: What judging a row again may change.
JUDGED_FIELDS = ("key", "secret_index", "verdict", "faults", "changes", "repairs", "notices", "subject_id")


def update_staged(row: StagedRow, judged: JudgedRow) -> bool:
    """Put a new judgement on a staged row; whether anything about it is different."""
    fresh = to_stage(judged, row.cells, "")
    before = [_comparable(getattr(row, name)) for name in JUDGED_FIELDS]
    for name in JUDGED_FIELDS:
        value = getattr(fresh, name)
        setattr(row, name, value.value if isinstance(value, RowVerdict) else value)
    return before != [_comparable(getattr(row, name)) for name in JUDGED_FIELDS]


def _comparable(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
