"""Rosters made for tests: rows by column label, and the imports that carry them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from base.models.workbook import ImportState, StagedRow, WorkbookImport
from base.transitions import apply_transition
from skills.dates import day_of
from skills.roster.at_once import Report, import_at_once
from skills.roster.columns import COLUMNS
from skills.roster.commit import commit_roster
from skills.roster.imports import new_import
from skills.roster.staging import read_roster, stage_table
from tests.base.workbooks.books import workbook
from tests.workforce.id_number_samples import make_id_number
from workforce.models import User

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
BORN = date(1985, 6, 1)
LABELS = [column.label for column in COLUMNS]


def row(number: str = "A1", **cells: Any) -> dict[str, Any]:
    """A good row of 甲公司 / 一车间 about a 钳工 who holds 中级工; `cells` by column key replace its own."""
    serial = sum(number.encode()) % 499 * 2 + 1
    return {
        "employee_no": number,
        "name": "张三",
        "sex": "男",
        "id_number": make_id_number(BORN, serial),
        "unit": "甲公司",
        "workshop": "一车间",
        "post": "钳工岗",
        "occupation": "钳工",
        "level": "中级工",
        "certificate_no": f"Y000015000001124{serial:06}",
        "issued_on": "2012-05-06",
        "hire_date": "2005-07-01",
        "occupation_since": "2006-07-01",
        **cells,
    }


def sheet(*rows: Mapping[str, Any]) -> bytes:
    """A roster workbook of these rows under the usual header."""
    return workbook(LABELS, *([cells.get(column.key) for column in COLUMNS] for cells in rows))


def judge(*rows: Mapping[str, Any], create_units: bool = False) -> Report:
    """What the check says of these rows; nothing is kept."""
    return import_at_once(sheet(*rows), name="名册.xlsx", create_units=create_units, commit=False, now=NOW)


def write(*rows: Mapping[str, Any], create_units: bool = False) -> Report:
    """Import these rows and write them."""
    return import_at_once(sheet(*rows), name="名册.xlsx", create_units=create_units, commit=True, now=NOW)


def last_import() -> WorkbookImport:
    """The import made last."""
    return WorkbookImport.objects.order_by("pk").reverse()[0]


def staged(*rows: Mapping[str, Any], actor: User | None = None, create_units: bool = False) -> WorkbookImport:
    """An import of these rows, checked and waiting for confirmation."""
    content = sheet(*rows)
    batch = new_import(content, name="名册.xlsx", actor=actor, create_units=create_units, keep=False, now=NOW)
    stage_table(batch, read_roster(content, name="名册.xlsx"), today=TODAY)
    changes = {"counts": batch.counts, "parameters": batch.parameters}
    apply_transition(batch, ImportState.STAGED, actor=None, now=NOW, changes=changes)
    return batch


def commit(batch: WorkbookImport) -> None:
    """Confirm an import and write it."""
    apply_transition(batch, ImportState.COMMITTING, actor=batch.uploaded_by, now=NOW)
    commit_roster(batch, actor=batch.uploaded_by, today=day_of(NOW), now=NOW)


def only_row(batch: WorkbookImport) -> StagedRow:
    """The one staged row of an import."""
    return StagedRow.objects.get(batch=batch)


def faults(*rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Column and code of every fault of the last row."""
    batch = staged(*rows)
    last = StagedRow.objects.filter(batch=batch).order_by("sheet_row").reverse()[0]
    return [(fault["column"], fault["code"]) for fault in last.faults]


def upload(*rows: Mapping[str, Any]) -> io.BytesIO:
    """The workbook as an upload hands it over."""
    return io.BytesIO(sheet(*rows))
