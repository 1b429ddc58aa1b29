"""The roster in its own columns, id numbers masked, so that importing it again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.exports.sources import name_kind
from base.models import ExportRecord
from base.workbooks.writing import SheetColumn, Value, write_workbook
from skills.enums import Level
from skills.roster.books import OccupationBook, UnitBook
from skills.roster.cell_values import LEVEL_TEXTS, SEX_TEXTS
from skills.roster.columns import COLUMNS
from skills.roster.staging import KIND
from skills.roster.stored import StoredWorker, load_workers
from skills.rules import EXPORT_ROSTER, may_import_roster
from workforce.enums import Sex
from workforce.models import User
from workforce.rules import require

_WIDTHS = {
    "seq": 6,
    "sex": 6,
    "id_number": 22,
    "unit": 20,
    "workshop": 18,
    "certificate_no": 26,
    "remark": 24,
}
SHEET = "花名册"
#: Workers read at a time: a web process writes the file too, and keeps what memory it once took.
CHUNK = 1_000
name_kind(KIND, _("Roster"), like="skills.people", who=may_import_roster.test)


def export_roster(
    *,
    target: IO[bytes],
    worker_ids: Iterable[int],
    parameters: Mapping[str, Any],
    actor: User | None,
    today: date,
    now: datetime,
) -> ExportRecord:
    """Write the roster of the given workers, in their order, to a seekable file opened for update.

    The caller has chosen workers the actor may see. What was asked, when, by whom and the file's checksum are
    kept. Raises NotPermitted.
    """
    require(actor, EXPORT_ROSTER)
    count = write_roster(target, worker_ids, today=today)
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()  # type: ignore[arg-type]
    target.seek(0)
    return ExportRecord.objects.create(
        kind=KIND,
        parameters=dict(parameters),
        row_count=count,
        sha256=digest,
        exported_by=actor,
        exported_at=now,
        finished_at=timezone.now(),
    )


def write_roster(target: IO[bytes], worker_ids: Iterable[int], *, today: date) -> int:
    """Write the roster of the given workers, in their order; how many rows there are."""
    columns = [SheetColumn(column.label, _WIDTHS.get(column.key, 14)) for column in COLUMNS]
    return write_workbook(target, sheet=SHEET, columns=columns, rows=roster_rows(worker_ids, today=today))


def roster_rows(worker_ids: Iterable[int], *, today: date) -> Iterator[list[Value]]:
    """The rows of the roster in the order of the ids, read in chunks; withdrawn workers are left out."""
    units, occupations = UnitBook(today=today), OccupationBook.load(today=today)
    waiting = iter(worker_ids)
    number = 0
    while chunk := list(islice(waiting, CHUNK)):
        for worker in load_workers(chunk):
            if not worker.is_withdrawn:
                number += 1
                shown = shown_cells(worker, units, occupations)
                yield [number, *(shown[column.key] for column in COLUMNS[1:])]


def shown_cells(worker: StoredWorker, units: UnitBook, occupations: OccupationBook) -> dict[str, Value]:
    """How the roster shows a worker, by column."""
    company, workshop = units.shown(worker.unit_id)
    occupation_id = worker.shown_occupation_id
    spells = worker.open_spells
    grade, diploma, title = worker.shown_grade, worker.shown_diploma, worker.shown_title
    level = Level(grade.level) if grade else Level.APPRENTICE if occupation_id else None
    return {
        "employee_no": worker.employee_no,
        "name": worker.name,
        "sex": SEX_TEXTS[Sex(worker.sex)],
        "id_number": worker.id_number_mask,
        "unit": company,
        "workshop": workshop,
        "post": worker.post,
        "occupation": occupations.names[occupation_id] if occupation_id else "",
        "level": LEVEL_TEXTS[level] if level else "",
        "certificate_no": grade.certificate_no if grade else "",
        "issued_on": grade.issued_on if grade else None,
        "hire_date": worker.hire_date,
        "occupation_since": spells[0].since if spells else None,
        "diploma_kind": diploma.kind if diploma else "",
        "major": diploma.major_name if diploma else "",
        "graduated_on": diploma.graduated_on if diploma else None,
        "title": title.name if title else "",
        "title_on": title.awarded_on if title else None,
        "phone": worker.phone,
        "remark": worker.remark,
    }
