"""What is stored about the workers a roster names, and how a roster of ours would show it.

The comparison reads a blank cell as "what is shown here", and the export writes the same view, so that
re-importing an export changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from base.models.workbook import ImportState, StagedRow
from skills.enums import DiplomaKind
from workforce.enums import WorkerStatus

_DIPLOMA_ORDER = {kind.value: position for position, kind in enumerate(DiplomaKind)}


class StoredSpell(NamedTuple):
    """Work in an occupation in [since, until)."""

    id: int
    occupation_id: int
    since: date
    until: date | None


class StoredGrade(NamedTuple):
    """A grade in force."""

    id: int
    occupation_id: int
    level: int
    issued_on: date
    certificate_no: str


class StoredDiploma(NamedTuple):
    """A diploma in force."""

    id: int
    kind: str
    major_name: str
    graduated_on: date | None


class StoredTitle(NamedTuple):
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
        going_on = [s for s in self.spells if s.until is None]
        return (
            sorted(going_on, key=lambda s: (s.since, s.id), reverse=True) if len(going_on) > 1 else going_on
        )

    @property
    def shown_occupation_id(self) -> int | None:
        """The main occupation: of the open spell begun last, else the highest grade, else the last spell."""
        if going_on := self.open_spells:
            return going_on[0].occupation_id
        if self.grades:
            return max(self.grades, key=_by_level).occupation_id
        if self.spells:
            return max(self.spells, key=lambda s: (s.since, s.id)).occupation_id
        return None

    @property
    def shown_grade(self) -> StoredGrade | None:
        """The highest grade in the main occupation."""
        occupation_id = self.shown_occupation_id
        grades = [g for g in self.grades if g.occupation_id == occupation_id]
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


#: In the order of `StoredWorker`.
_WORKERS = """
SELECT id, employee_no, name, sex, birth_date, id_number_index, id_number_mask, phone, hire_date, remark,
       unit_id, post, status, merged_into_id, erased_at
  FROM workforce_worker
 WHERE"""
# numbers in plain letters have one capital form; what PostgreSQL makes of others may differ from Python's
_BY_NUMBER = "upper(employee_no) = ANY(%(capitals)s) OR employee_no = ANY(%(odd)s)"
_FACTS = {
    "spells": """
SELECT worker_id, id, occupation_id, since, until FROM skills_employmentspell
 WHERE worker_id = ANY(%(workers)s) AND voided_at IS NULL ORDER BY id""",
    "grades": """
SELECT worker_id, id, occupation_id, level, issued_on, certificate_no FROM skills_graderecord
 WHERE worker_id = ANY(%(workers)s) AND kind = 'grant' AND NOT is_void ORDER BY id""",
    "diplomas": """
SELECT worker_id, id, kind, major_name, graduated_on FROM skills_diploma
 WHERE worker_id = ANY(%(workers)s) AND voided_at IS NULL ORDER BY id""",
    "titles": """
SELECT worker_id, id, rank, name, awarded_on FROM skills_title
 WHERE worker_id = ANY(%(workers)s) AND voided_at IS NULL ORDER BY id""",
}
_SHAPES: dict[str, Callable[[Iterable[Any]], tuple[Any, ...]]] = {
    "spells": StoredSpell._make,
    "grades": StoredGrade._make,
    "diplomas": StoredDiploma._make,
    "titles": StoredTitle._make,
}
# the empty number is left out in so many words, or the index of those in force is not used
_HOLDERS = """
SELECT certificate_no, worker_id FROM skills_graderecord
 WHERE certificate_no = ANY(%(numbers)s) AND kind = 'grant' AND NOT is_void AND NOT certificate_no = ''"""
_OWNERS = "SELECT id_number_index, id FROM workforce_worker WHERE id_number_index = ANY(%(indexes)s::bytea[])"
_KEPT = "SELECT id, employee_no, unit_id FROM workforce_worker WHERE id = ANY(%(ids)s)"


def _ask(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def load_workers(worker_ids: Iterable[int]) -> list[StoredWorker]:
    """The given workers with their facts, in the order of the ids; at most six statements for any number."""
    ids = list(worker_ids)
    workers = _load(f"{_WORKERS} id = ANY(%(ids)s)", ids=ids)
    return [workers[worker_id] for worker_id in ids if worker_id in workers]


def _load(statement: str, **values: Any) -> dict[int, StoredWorker]:
    """The workers a statement finds, by id, each with the facts in force."""
    workers = {row[0]: StoredWorker(*row) for row in _ask(statement, **values)}
    if not workers:
        return workers
    _mark_withdrawn(workers)
    ids = list(workers)
    for name, facts in _FACTS.items():
        shape = _SHAPES[name]
        for worker_id, *fact in _ask(facts, workers=ids):
            getattr(workers[worker_id], name).append(shape(fact))
    return workers


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


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """What is stored that a chunk of rows can touch; workers by their number in capitals."""

    by_employee_no: dict[str, StoredWorker]
    worker_by_id_index: dict[bytes, int]
    worker_by_certificate_no: dict[str, int]
    #: By the id of a kept record a merged number leads to: its number and unit.
    kept: dict[int, tuple[str, int]]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is stored under any of the numbers."""
        return not (self.by_employee_no or self.worker_by_id_index or self.worker_by_certificate_no)


def load_chunk(
    *, employee_nos: Collection[str], id_indexes: Collection[bytes], certificate_nos: Collection[str]
) -> StoredChunk:
    """The workers, id numbers and certificate numbers stored that these rows name; numbers in any case.

    At most nine statements for any number of rows; three when nobody is stored yet.
    """
    workers = _load(
        f"{_WORKERS} {_BY_NUMBER}",
        capitals=[number.upper() for number in employee_nos],
        odd=[number for number in employee_nos if not number.isascii()],
    )
    leading_on = [worker.merged_into_id for worker in workers.values() if worker.merged_into_id is not None]
    return StoredChunk(
        {worker.employee_no.upper(): worker for worker in workers.values()},
        {bytes(index): worker_id for index, worker_id in _ask(_OWNERS, indexes=list(id_indexes))},
        dict(_ask(_HOLDERS, numbers=list(certificate_nos))),
        {pk: (number, unit_id) for pk, number, unit_id in _ask(_KEPT, ids=leading_on)} if leading_on else {},
    )
