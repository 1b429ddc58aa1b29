"""What is stored about the workers a roster names, and how a roster of ours would show it.

The comparison reads a blank cell as "what is shown here", and the export writes the same view, so that
re-importing an export changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper

from base.models.workbook import ImportState, StagedRow
from skills.enums import DiplomaKind, GradeKind
from skills.models import Diploma, EmploymentSpell, GradeRecord, Title
from workforce.enums import WorkerStatus
from workforce.models import Worker

_DIPLOMA_ORDER = {kind.value: position for position, kind in enumerate(DiplomaKind)}


@dataclass(frozen=True, slots=True)
class StoredSpell:
    """Work in an occupation in [since, until)."""

    id: int
    occupation_id: int
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StoredGrade:
    """A grade in force."""

    id: int
    occupation_id: int
    level: int
    issued_on: date
    certificate_no: str


@dataclass(frozen=True, slots=True)
class StoredDiploma:
    """A diploma in force."""

    id: int
    kind: str
    major_name: str
    graduated_on: date | None


@dataclass(frozen=True, slots=True)
class StoredTitle:
    """A title in force."""

    id: int
    rank: int
    name: str
    awarded_on: date


@dataclass(slots=True)
class StoredWorker:
    """A worker with the facts in force that a roster can speak of."""

    id: int
    employee_no: str
    name: str
    sex: str
    birth_date: date | None
    id_number_index: bytes | None
    id_number_mask: str
    phone: str
    hire_date: date | None
    remark: str
    unit_id: int
    post: str
    status: str
    #: The record this duplicate was merged into.
    merged_into_id: int | None = None
    erased_at: datetime | None = None
    #: Created by an import that was undone: only the row stayed, and the next roster finds a new worker.
    is_withdrawn: bool = False
    spells: list[StoredSpell] = field(default_factory=list)
    grades: list[StoredGrade] = field(default_factory=list)
    diplomas: list[StoredDiploma] = field(default_factory=list)
    titles: list[StoredTitle] = field(default_factory=list)

    @property
    def open_spells(self) -> list[StoredSpell]:
        """Spells still going on, the one begun last first."""
        return sorted(
            (s for s in self.spells if s.until is None), key=lambda s: (s.since, s.id), reverse=True
        )

    @property
    def shown_occupation_id(self) -> int | None:
        """The main occupation: of the open spell begun last, else the highest grade, else the last spell."""
        if self.open_spells:
            return self.open_spells[0].occupation_id
        if self.grades:
            return max(self.grades, key=_by_level).occupation_id
        if self.spells:
            return max(self.spells, key=lambda s: (s.since, s.id)).occupation_id
        return None

    @property
    def shown_grade(self) -> StoredGrade | None:
        """The highest grade in the main occupation."""
        grades = [g for g in self.grades if g.occupation_id == self.shown_occupation_id]
        return max(grades, key=_by_level, default=None)

    @property
    def shown_diploma(self) -> StoredDiploma | None:
        """The highest diploma, of equal ones the latest."""
        return max(self.diplomas, key=_by_schooling, default=None)

    @property
    def shown_title(self) -> StoredTitle | None:
        """The highest title, of equal ones the latest."""
        return max(self.titles, key=lambda t: (t.rank, t.awarded_on, t.id), default=None)


def _by_level(grade: StoredGrade) -> tuple[int, date, int]:
    return grade.level, grade.issued_on, grade.id


def _by_schooling(diploma: StoredDiploma) -> tuple[int, date, int]:
    return _DIPLOMA_ORDER[diploma.kind], diploma.graduated_on or date.min, diploma.id


_WORKER_FIELDS = (
    "id",
    "employee_no",
    "name",
    "sex",
    "birth_date",
    "id_number_index",
    "id_number_mask",
    "phone",
    "hire_date",
    "remark",
    "unit_id",
    "post",
    "status",
    "merged_into_id",
    "erased_at",
)


def load_workers(worker_ids: Iterable[int]) -> list[StoredWorker]:
    """The given workers with their facts, in the order of the ids; at most six statements for any number."""
    ids = list(worker_ids)
    rows = Worker.objects.filter(pk__in=ids).values(*_WORKER_FIELDS)
    workers = {values["id"]: _stored_worker(values) for values in rows}
    _mark_withdrawn(workers)
    _load_spells(workers)
    _load_grades(workers)
    _load_schooling(workers)
    return [workers[worker_id] for worker_id in ids if worker_id in workers]


def _mark_withdrawn(workers: dict[int, StoredWorker]) -> None:
    """Withdrawn is who left without an id number and was created last by an import since undone."""
    bare = [w.id for w in workers.values() if w.status == WorkerStatus.LEFT and w.id_number_index is None]
    if not bare:
        return
    creating = StagedRow.objects.filter(subject_id__in=bare, applied__created=True).order_by("batch_id")
    last = dict(creating.values_list("subject_id", "batch__state"))
    for worker_id, state in last.items():
        if worker_id is not None:
            workers[worker_id].is_withdrawn = state == ImportState.UNDONE


def _load_spells(workers: dict[int, StoredWorker]) -> None:
    spells = EmploymentSpell.objects.filter(worker_id__in=list(workers), voided_at=None)
    for spell in spells.only("worker_id", "occupation_id", "since", "until"):
        stored = StoredSpell(spell.pk, spell.occupation_id, spell.since, spell.until)
        workers[spell.worker_id].spells.append(stored)


def _load_grades(workers: dict[int, StoredWorker]) -> None:
    columns = ("pk", "worker_id", "occupation_id", "level", "issued_on", "certificate_no")
    grades = GradeRecord.objects.filter(worker_id__in=list(workers), kind=GradeKind.GRANT, is_void=False)
    for pk, worker_id, occupation_id, level, issued_on, number in grades.values_list(*columns):
        if occupation_id is not None and level is not None and issued_on is not None:
            workers[worker_id].grades.append(StoredGrade(pk, occupation_id, level, issued_on, number))


def _load_schooling(workers: dict[int, StoredWorker]) -> None:
    diplomas = Diploma.objects.filter(worker_id__in=list(workers), voided_at=None)
    for pk, worker_id, kind, major_name, graduated_on in diplomas.values_list(
        "pk", "worker_id", "kind", "major_name", "graduated_on"
    ):
        workers[worker_id].diplomas.append(StoredDiploma(pk, kind, major_name, graduated_on))
    titles = Title.objects.filter(worker_id__in=list(workers), voided_at=None)
    for pk, worker_id, rank, name, awarded_on in titles.values_list(
        "pk", "worker_id", "rank", "name", "awarded_on"
    ):
        workers[worker_id].titles.append(StoredTitle(pk, rank, name, awarded_on))


def _stored_worker(values: dict[str, Any]) -> StoredWorker:
    index = values["id_number_index"]
    return StoredWorker(**{**values, "id_number_index": None if index is None else bytes(index)})


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """What is stored that a chunk of rows can touch; workers by their number in capitals."""

    by_employee_no: dict[str, StoredWorker]
    worker_by_id_index: dict[bytes, int]
    worker_by_certificate_no: dict[str, int]
    #: By the id of a kept record a merged number leads to: its number and unit.
    kept: dict[int, tuple[str, int]]


def load_chunk(
    *, employee_nos: Collection[str], id_indexes: Collection[bytes], certificate_nos: Collection[str]
) -> StoredChunk:
    """The workers, id numbers and certificate numbers stored that these rows name; numbers in any case."""
    capitals = [number.upper() for number in employee_nos]
    named = Worker.objects.alias(capitals=Upper("employee_no"))
    ids = named.filter(Q(employee_no__in=employee_nos) | Q(capitals__in=capitals)).values_list(
        "pk", flat=True
    )
    owners = Worker.objects.filter(id_number_index__in=id_indexes).values_list("id_number_index", "pk")
    holders = GradeRecord.objects.filter(
        certificate_no__in=certificate_nos, kind=GradeKind.GRANT, is_void=False
    )
    workers = load_workers(ids)
    leading_on = [worker.merged_into_id for worker in workers if worker.merged_into_id is not None]
    kept = Worker.objects.filter(pk__in=leading_on).values_list("pk", "employee_no", "unit_id")
    return StoredChunk(
        {worker.employee_no.upper(): worker for worker in workers},
        {bytes(index): worker_id for index, worker_id in owners if index is not None},
        dict(holders.values_list("certificate_no", "worker_id")),
        {pk: (number, unit_id) for pk, number, unit_id in kept} if leading_on else {},
    )
