"""Facts and grades handled alike: find, record, correct, take back, whatever the kind.

The two differ in how they are kept (facts are voided, grades are append-only); pages need not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from base.edit_marks import Shown
from base.errors import InvalidInput, Missing
from base.models import StoredFile
from skills.enums import FactKind, GradeKind
from skills.models import GradeRecord
from skills.services.career_changes import Notice
from skills.services.fact_marks import CareerRow
from skills.services.fact_values import VALUES_BY_KIND, FactValues
from skills.services.facts import correct_fact, find_fact, record_fact, void_fact
from skills.services.grades import GradeValues, annul_grade, correct_grade, record_grade
from workforce.models import User

RowValues = FactValues | GradeValues


@dataclass(frozen=True)
class RowWritten:
    """The row now in force and what the clerk should look at."""

    row: CareerRow
    notices: list[Notice]


def values_class(kind: FactKind) -> type[FactValues] | type[GradeValues]:
    """The values a record of this kind states."""
    return GradeValues if kind == FactKind.GRADE else VALUES_BY_KIND[kind]


def needed_fields(kind: FactKind) -> frozenset[str]:
    """The values without which there is no such record."""
    return frozenset(item.name for item in fields(values_class(kind)) if item.default is MISSING)


def values_from(kind: FactKind, given: Mapping[str, Any]) -> RowValues:
    """The values from named entries; what may be left out and is empty is left out.

    Raises InvalidInput with the field that is needed and empty.
    """
    needed = needed_fields(kind)
    for name in needed:
        if given.get(name) in (None, ""):
            raise InvalidInput(_("Please fill this in."), code="required", field=name)
    return values_class(kind)(**{name: value for name, value in given.items() if value not in (None, "")})


def find_row(kind: FactKind, row_id: int, *, worker_id: int) -> CareerRow:
    """A worker's record by kind and id. Raises Missing, also for a record of another worker."""
    if kind != FactKind.GRADE:
        return find_fact(kind, row_id, worker_id=worker_id)
    grade = GradeRecord.objects.filter(pk=row_id, worker_id=worker_id, kind=GradeKind.GRANT).first()
    if grade is None:
        raise Missing(_("There is no such grade."))
    return grade


def record_row(
    values: RowValues, *, actor: User | None, worker_id: int, evidence: StoredFile | None, now: datetime
) -> RowWritten:
    """Add a record. Raises as `record_fact` and `record_grade`."""
    if isinstance(values, GradeValues):
        grade = record_grade(values, actor=actor, worker_id=worker_id, evidence=evidence, now=now)
        return RowWritten(grade.grade, grade.notices)
    fact = record_fact(values, actor=actor, worker_id=worker_id, evidence=evidence, now=now)
    return RowWritten(fact.fact, fact.notices)


def correct_row(
    row: CareerRow,
    values: RowValues,
    *,
    actor: User | None,
    reason: str,
    evidence: StoredFile | None,
    shown: Shown | None,
    now: datetime,
) -> RowWritten:
    """Put what is right in a record's place. Raises as `correct_fact` and `correct_grade`."""
    if isinstance(row, GradeRecord) and isinstance(values, GradeValues):
        grade = correct_grade(
            row, values, actor=actor, reason=reason, evidence=evidence, shown=shown, now=now
        )
        return RowWritten(grade.grade, grade.notices)
    if isinstance(row, GradeRecord) or isinstance(values, GradeValues):
        raise TypeError(f"{values!r} cannot replace {row!r}")
    fact = correct_fact(row, values, actor=actor, reason=reason, evidence=evidence, shown=shown, now=now)
    return RowWritten(fact.fact, fact.notices)


def take_row_back(
    row: CareerRow, *, actor: User | None, reason: str, shown: Shown | None, now: datetime
) -> CareerRow:
    """Void a fact, annul a grade. Raises as `void_fact` and `annul_grade`."""
    if isinstance(row, GradeRecord):
        return annul_grade(row, actor=actor, reason=reason, shown=shown, now=now)
    return void_fact(row, actor=actor, reason=reason, shown=shown, now=now)
