"""Every fact and grade of a worker as those who keep or audit the record see them, taken back ones too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from base.dates import last_day
from base.models import StoredFile
from base.scoping import AnyUser
from skills.enums import DiplomaKind, FactKind, GradeBasis, GradeKind, Level, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    Document,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Title,
)
from skills.models.document import PROVES
from skills.queries.facts import visible_facts
from skills.services.documents import kind_of_row
from skills.services.fact_marks import CareerRow
from skills.services.fact_values import VALUES_BY_KIND
from skills.wages.months import month_text
from workforce.fields import Field, visible_fields
from workforce.models import User, Worker

#: Wages shown before one asks for all: two years.
WAGES_SHOWN = 24
#: The kinds in the order of the page.
KINDS = (
    FactKind.SPELL,
    FactKind.GRADE,
    FactKind.TITLE,
    FactKind.DIPLOMA,
    FactKind.APPRENTICESHIP,
    FactKind.WAGE,
)


@dataclass(frozen=True)
class Ending:
    """Who took a row back, when and why; `is_corrected` when another row says what is right."""

    by: str
    at: datetime | None
    reason: str
    is_corrected: bool


@dataclass(frozen=True)
class Scan:
    """A proof of a row: its evidence (`document` None) or a later scan."""

    file: StoredFile
    document: Document | None = None


@dataclass(frozen=True)
class KeptRow:
    """A row in words. `ending` is None while it counts."""

    kind: FactKind
    row: CareerRow
    title: str
    detail: str
    on: date | None
    last: date | None
    is_open: bool
    scans: list[Scan]
    written_by: str
    written_at: datetime
    is_imported: bool
    ending: Ending | None


@dataclass(frozen=True)
class KeptKind:
    """All rows of a kind, newest first, the taken back ones among them; `hidden` are not shown yet."""

    kind: FactKind
    rows: list[KeptRow]
    hidden: int = 0

    @property
    def in_force(self) -> int:
        """How many of the shown rows count."""
        return sum(row.ending is None for row in self.rows) + self.hidden


def fact_record(worker: Worker, *, viewer: AnyUser, all_wages: bool = False) -> list[KeptKind]:
    """The record of a worker the viewer may see, kind by kind. Eight statements, whatever its length."""
    seen = visible_fields(viewer, worker)
    scans = _scans(worker) if Field.EVIDENCE in seen else {}
    kinds = []
    for kind in KINDS:
        if kind == FactKind.WAGE and Field.WAGE not in seen:
            continue
        rows = list(_rows(kind, worker, viewer))
        hidden = max(0, len(rows) - WAGES_SHOWN) if kind == FactKind.WAGE and not all_wages else 0
        shown = rows[: len(rows) - hidden]
        kept = [_kept(kind, row, scans, shows_evidence=Field.EVIDENCE in seen) for row in shown]
        kinds.append(KeptKind(kind, kept, hidden))
    return kinds


def describe_row(row: CareerRow) -> str:
    """A row in one line: what it says and its day."""
    title, _detail = _words(row)
    day = None if isinstance(row, MonthlyWage) else _day(row)
    return f"{title} {day.isoformat()}" if day else title


def _rows(kind: FactKind, worker: Worker, viewer: AnyUser) -> QuerySet[Any]:
    if kind == FactKind.GRADE:
        people = ("recorded_by__worker", "voided_by__recorded_by__worker")
        grades: QuerySet[Any] = GradeRecord.objects.filter(worker=worker, kind=GradeKind.GRANT)
        grades = grades.select_related("occupation", "evidence", *people)
        grades = grades.defer(*(f"{who}__{name}" for who in people for name in _SECRET))
        return grades.order_by("-issued_on", "-pk")
    model: Any = VALUES_BY_KIND[kind].model
    related = ["evidence", "created_by__worker", "voided_by__worker", *_RELATED.get(kind, ())]
    seen: QuerySet[Any] = visible_facts(model, viewer)
    replacements = model._default_manager.filter(replaces=OuterRef("pk"))
    rows: QuerySet[Any] = seen.filter(worker=worker).select_related(*related)
    hidden = [f"{who}__worker__{name}" for who in ("created_by", "voided_by") for name in _SECRET]
    ordered: QuerySet[Any] = rows.annotate(is_replaced=Exists(replacements)).defer(*hidden)
    return ordered.order_by(F(_DAYS[kind]).desc(nulls_last=True), "-pk")


#: What stays in the database of the clerks' own records.
_SECRET = ("id_number", "id_number_index")
_RELATED: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.SPELL: ("occupation",),
    FactKind.APPRENTICESHIP: ("occupation",),
    FactKind.TITLE: ("major",),
}
_DAYS: Mapping[FactKind, str] = {
    FactKind.SPELL: "since",
    FactKind.TITLE: "awarded_on",
    FactKind.DIPLOMA: "graduated_on",
    FactKind.APPRENTICESHIP: "completed_on",
    FactKind.WAGE: "month",
    FactKind.GRADE: "issued_on",
}


def _scans(worker: Worker) -> dict[tuple[str, int], list[Document]]:
    """The later scans of the worker by the row they prove."""
    found: dict[tuple[str, int], list[Document]] = defaultdict(list)
    for document in Document.objects.current().filter(worker=worker).select_related("file").order_by("pk"):
        for name in PROVES:
            if row_id := getattr(document, f"{name}_id"):
                found[name, row_id].append(document)
    return found


def _kept(
    kind: FactKind, row: Any, scans: Mapping[tuple[str, int], list[Document]], *, shows_evidence: bool
) -> KeptRow:
    title, detail = _words(row)
    files = [Scan(row.evidence)] if row.evidence and shows_evidence else []
    files += [Scan(document.file, document) for document in scans.get((kind.value, row.pk), ())]
    is_grade = isinstance(row, GradeRecord)
    return KeptRow(
        kind=kind,
        row=row,
        title=title,
        detail=detail,
        on=_day(row),
        last=last_day(getattr(row, "until", None)),
        is_open=isinstance(row, EmploymentSpell) and row.until is None,
        scans=files,
        written_by=_name(row.recorded_by if is_grade else row.created_by),
        written_at=row.recorded_at if is_grade else row.created_at,
        is_imported=row.batch_id is not None,
        ending=_grade_ending(row) if is_grade else _fact_ending(row),
    )


def _fact_ending(row: Any) -> Ending | None:
    if row.voided_at is None:
        return None
    return Ending(_name(row.voided_by), row.voided_at, row.void_reason, is_corrected=row.is_replaced)


def _grade_ending(row: GradeRecord) -> Ending | None:
    if not row.is_void:
        return None
    later: GradeRecord = row.voided_by
    is_corrected = later.kind == GradeKind.GRANT
    return Ending(_name(later.recorded_by), later.recorded_at, later.reason, is_corrected=is_corrected)


def _name(user: User | None) -> str:
    return str(user) if user else ""


def _day(row: CareerRow) -> date | None:
    day: date | None = getattr(row, _DAYS[kind_of_row(row)])
    return day


def _words(row: CareerRow) -> tuple[str, str]:
    """What a row says, and what more there is to it."""
    if isinstance(row, GradeRecord):
        level = Level(row.level).label if row.level else ""
        basis = str(GradeBasis(row.basis).label) if row.basis else ""
        return f"{row.occupation} {level}", _join(basis, row.certificate_no)
    if isinstance(row, Title):
        major = row.major.name if row.major else ""
        return _join(row.name, row.speciality, by=" "), _join(str(TitleRank(row.rank).label), major)
    if isinstance(row, Diploma):
        return _join(str(DiplomaKind(row.kind).label), row.major_name, by=" "), row.school
    if isinstance(row, MonthlyWage):
        return _("%(month)s: %(amount)s yuan") % {
            "month": month_text(row.month),
            "amount": f"{row.amount:,.2f}",
        }, ""
    if isinstance(row, EmploymentSpell):
        return _("Works as %(occupation)s") % {"occupation": row.occupation.name}, ""
    if isinstance(row, ApprenticeshipCompletion):
        return _("Apprenticeship as %(occupation)s completed") % {"occupation": row.occupation.name}, ""
    raise TypeError(f"{row!r} is no record of a career")


def _join(*parts: str, by: str = " · ") -> str:
    return by.join(filter(None, parts))
