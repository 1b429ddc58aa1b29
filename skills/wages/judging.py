"""Rows of a wage workbook against what is stored: new, changed, unchanged, rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from base.models.workbook import RowVerdict, StagedRow, WorkbookImport
from base.workbooks.staging import RowToStage
from skills.models import MonthlyWage
from skills.wages.months import month_text
from skills.wages.rows import WageRow, read_row
from workforce.access import Access
from workforce.enums import DEPARTED, Role
from workforce.models import Worker


@dataclass(slots=True)
class JudgedWage:
    """A row with its verdict, the worker it is about and the wage it would replace."""

    row: WageRow
    verdict: RowVerdict
    worker_id: int | None = None
    stored: MonthlyWage | None = None

    @property
    def changes(self) -> list[dict[str, str]]:
        """The wage on record and the row's, where they differ."""
        if self.verdict not in (RowVerdict.NEW, RowVerdict.CHANGED):
            return []
        old = f"{self.stored.amount}" if self.stored else ""
        return [{"column": "amount", "from": old, "to": f"{self.row.amount}"}]

    def to_stage(self) -> RowToStage:
        """In the shape in which it is staged. The key is the employee number."""
        return RowToStage(
            sheet_row=self.row.sheet_row,
            key=self.row.employee_no[:64],
            cells=self.row.cells,
            secret="",
            secret_index=None,
            verdict=self.verdict,
            faults=self.row.faults,
            changes=self.changes,
            notices=self.row.notices,
            subject_id=self.worker_id,
        )


@dataclass(slots=True)
class WageJudge:
    """Judges rows chunk by chunk. `editable_unit_ids` None: the system, which reaches all."""

    today: date
    editable_unit_ids: frozenset[int] | None
    own_worker_id: int | None
    seen: dict[tuple[int, date], int] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: WorkbookImport, *, today: date) -> WageJudge:
        """The judge of an import: the units its uploader keeps, and never the uploader's own wage."""
        actor = batch.uploaded_by
        units = Access.of(actor).unit_ids(Role.HR_OFFICER) if actor is not None else None
        return cls(today, units, getattr(actor, "worker_id", None))

    def judge(self, rows: Sequence[WageRow]) -> list[JudgedWage]:
        """The verdicts. Two statements, whatever the number of rows."""
        workers = self._workers(rows)
        wages = self._wages(rows, workers)
        return [self._one(row, workers.get(row.employee_no), wages) for row in rows]

    def _workers(self, rows: Sequence[WageRow]) -> dict[str, Worker]:
        found = Worker.objects.unmerged().filter(
            erased_at=None, employee_no__in={row.employee_no for row in rows}
        )
        if self.editable_unit_ids is not None:
            found = found.filter(unit_id__in=self.editable_unit_ids)
        return {worker.employee_no: worker for worker in found.defer("id_number", "id_number_index")}

    def _wages(
        self, rows: Sequence[WageRow], workers: dict[str, Worker]
    ) -> dict[tuple[int, date], MonthlyWage]:
        stored = MonthlyWage.objects.current().filter(
            worker__in=[worker.pk for worker in workers.values()],
            month__in={row.month for row in rows if row.month},
        )
        return {(wage.worker_id, wage.month): wage for wage in stored}

    def _one(
        self, row: WageRow, worker: Worker | None, wages: dict[tuple[int, date], MonthlyWage]
    ) -> JudgedWage:
        if worker is None:
            if row.employee_no:
                row.fault("employee_no", "worker_unknown", value=row.employee_no[:40])
        else:
            self._check_worker(row, worker)
        if row.faults or worker is None or row.month is None:
            return JudgedWage(row, RowVerdict.REJECTED, worker.pk if worker else None)
        self.seen.setdefault((worker.pk, row.month), row.sheet_row)
        stored = wages.get((worker.pk, row.month))
        if stored is None:
            return JudgedWage(row, RowVerdict.NEW, worker.pk)
        verdict = RowVerdict.UNCHANGED if stored.amount == row.amount else RowVerdict.CHANGED
        return JudgedWage(row, verdict, worker.pk, stored)

    def _check_worker(self, row: WageRow, worker: Worker) -> None:
        if worker.pk == self.own_worker_id:
            row.fault("employee_no", "own_record")
        if row.name and "".join(row.name.split()) != "".join(worker.name.split()):
            row.fault("name", "name_differs", expected=worker.name)
        if row.month and (worker.pk, row.month) in self.seen:
            first = self.seen[worker.pk, row.month]
            row.fault("month", "duplicated_in_file", row=first, value=month_text(row.month))
        if worker.status in DEPARTED:
            row.notices.append({"column": "employee_no", "code": "worker_departed", "params": {}})


def judge_staged(rows: Sequence[StagedRow], judge: WageJudge) -> list[JudgedWage]:
    """Staged rows judged again against what is stored now."""
    return judge.judge([read_row(row.sheet_row, row.cells, today=judge.today) for row in rows])


#: What judging a row again may change.
JUDGED_FIELDS = ("key", "verdict", "faults", "changes", "notices", "subject_id")


def update_staged(row: StagedRow, judged: JudgedWage) -> bool:
    """Put a new judgement on a staged row; whether anything about it is different."""
    fresh = judged.to_stage()
    before: list[Any] = [getattr(row, name) for name in JUDGED_FIELDS]
    for name in JUDGED_FIELDS:
        value = getattr(fresh, name)
        setattr(row, name, value.value if isinstance(value, RowVerdict) else value)
    return before != [getattr(row, name) for name in JUDGED_FIELDS]
