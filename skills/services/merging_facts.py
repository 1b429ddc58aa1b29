"""The career of a duplicate goes over to the record that is kept: facts, scans, judgements, grades."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from skills.enums import CorrectionState, FactKind, GradeKind
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    DiplomaMatch,
    Document,
    EmploymentSpell,
    Fact,
    GradeRecord,
    MonthlyWage,
    Title,
    TitleMatch,
)
from workforce.models import User, Worker
from workforce.services.bulk_rows import update_rows

#: What makes two facts of one kind the same; a month has one wage, whatever the two records say of it.
SAME: Mapping[FactKind, tuple[type[Fact], Callable[[Any], Hashable]]] = {
    FactKind.SPELL: (EmploymentSpell, lambda row: (row.occupation_id, row.since, row.until)),
    FactKind.TITLE: (
        Title,
        lambda row: (row.rank, row.name, row.speciality, row.major_id, row.awarded_on),
    ),
    FactKind.DIPLOMA: (
        Diploma,
        lambda row: (row.kind, row.major_name, row.major_id, row.school, row.graduated_on),
    ),
    FactKind.APPRENTICESHIP: (
        ApprenticeshipCompletion,
        lambda row: (row.occupation_id, row.completed_on),
    ),
    FactKind.WAGE: (MonthlyWage, lambda row: row.month),
}


@dataclass
class Moved:
    """What went over, by kind: how many rows, how many stood on both records, which row stands for which."""

    facts: dict[str, int] = field(default_factory=dict)
    equal: dict[str, int] = field(default_factory=dict)
    stands_for: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """The two records, locked, and what is said of the merge."""

    kept: Worker
    duplicate: Worker
    actor: User | None
    reason: str
    now: datetime


def move_career(merge: Merge) -> Moved:
    """Bring everything over. Facts on both records are voided once; grades are annulled and granted again."""
    moved = Moved()
    for kind in SAME:
        _move_facts(merge, kind, moved)
    _move_grades(merge, moved)
    _move_documents(merge, moved)
    _move_requests(merge, moved)
    return moved


def _move_facts(merge: Merge, kind: FactKind, moved: Moved) -> None:
    model, key = SAME[kind]
    manager: Any = model._default_manager
    mine = {key(row): row for row in manager.current().filter(worker=merge.kept)}
    twins = [
        (row, mine[key(row)]) for row in manager.current().filter(worker=merge.duplicate) if key(row) in mine
    ]
    proven = []
    for row, twin in twins:
        row.voided_at, row.voided_by, row.void_reason = merge.now, merge.actor, merge.reason
        moved.stands_for[kind.value, row.pk] = twin.pk
        if row.evidence_id is not None and twin.evidence_id is None:
            twin.evidence_id = row.evidence_id
            proven.append(twin)
    update_rows([row for row, _twin in twins], ["voided_at", "voided_by", "void_reason"])
    update_rows(proven, ["evidence"])
    _copy_judgements(kind, twins)
    moved.equal[kind.value] = len(twins)
    moved.facts[kind.value] = manager.filter(worker=merge.duplicate).update(worker=merge.kept) - len(twins)


def _copy_judgements(kind: FactKind, twins: list[tuple[Any, Any]]) -> None:
    """What was judged of a fact on both records, and not yet of the one that stays."""
    match: Any = {FactKind.TITLE: TitleMatch, FactKind.DIPLOMA: DiplomaMatch}.get(kind)
    if match is None or not twins:
        return
    stays = {row.pk: twin.pk for row, twin in twins}
    column = f"{kind.value}_id"
    rows = match._default_manager.filter(**{f"{kind.value}__in": [*stays, *stays.values()]})
    judged = {(getattr(row, column), row.occupation_id) for row in rows}
    match._default_manager.bulk_create(
        match(
            **{column: stays[getattr(row, column)]},
            occupation_id=row.occupation_id,
            matches=row.matches,
            judged_by_id=row.judged_by_id,
            judged_at=row.judged_at,
            reason=row.reason,
        )
        for row in rows
        if getattr(row, column) in stays and (stays[getattr(row, column)], row.occupation_id) not in judged
    )


def _move_grades(merge: Merge, moved: Moved) -> None:
    """Annul the duplicate's grades and grant them to the kept record under the same certificate.

    A level in an occupation stands once: where both state it, the kept record's stays, unless only the
    duplicate's names a certificate.
    """
    current = GradeRecord.objects.current()
    mine = {(row.occupation_id, row.level): row for row in current.filter(worker=merge.kept)}
    theirs = list(current.filter(worker=merge.duplicate).order_by("pk"))
    GradeRecord.objects.bulk_create(
        GradeRecord(
            worker=merge.duplicate,
            kind=GradeKind.ANNULMENT,
            voids=row,
            reason=merge.reason,
            recorded_by=merge.actor,
        )
        for row in theirs
    )
    twins = {row.pk: mine.get((row.occupation_id, row.level)) for row in theirs}
    granted = {
        row.pk: _granted_again(merge, row, twins[row.pk])
        for row in theirs
        if (twin := twins[row.pk]) is None or (row.certificate_no and not twin.certificate_no)
    }
    GradeRecord.objects.bulk_create(granted.values())
    for row in theirs:
        stays = granted.get(row.pk) or twins[row.pk]
        if stays is not None:
            moved.stands_for[FactKind.GRADE.value, row.pk] = stays.pk
    moved.stands_for |= {
        (FactKind.GRADE.value, twin.pk): granted[pk].pk
        for pk, twin in twins.items()
        if twin is not None and pk in granted
    }
    moved.facts[FactKind.GRADE.value] = len(granted)
    moved.equal[FactKind.GRADE.value] = len(theirs) - len(granted)


def _granted_again(merge: Merge, row: GradeRecord, instead_of: GradeRecord | None) -> GradeRecord:
    return GradeRecord(
        worker=merge.kept,
        occupation_id=row.occupation_id,
        level=row.level,
        issued_on=row.issued_on,
        basis=row.basis,
        certificate_no=row.certificate_no,
        evidence_id=row.evidence_id,
        voids=instead_of,
        reason=merge.reason,
        recorded_by=merge.actor,
    )


def _move_documents(merge: Merge, moved: Moved) -> None:
    """Scans go with what they prove: with the row that stands for it now, where that is another."""
    documents = list(Document.objects.filter(worker__in=[merge.kept, merge.duplicate]))
    changed = []
    for document in documents:
        was = document.worker_id
        document.worker_id = merge.kept.pk
        moves = False
        for kind in FactKind.values:
            proves = getattr(document, f"{kind}_id", None)
            stands = moved.stands_for.get((kind, proves)) if proves is not None else None
            if stands is not None and document.voided_at is None:
                setattr(document, f"{kind}_id", stands)
                moves = True
        if moves or was != merge.kept.pk:
            changed.append(document)
    update_rows(changed, ["worker", *(kind for kind in FactKind.values if kind != FactKind.PERSONAL)])
    moved.facts["document"] = len(changed)


def _move_requests(merge: Merge, moved: Moved) -> None:
    """Correction requests; one that waits speaks of the row that stands for the old one now."""
    requests = list(CorrectionRequest.objects.filter(worker__in=[merge.kept, merge.duplicate]))
    changed = []
    for request in requests:
        was = (request.worker_id, request.fact_id)
        request.worker_id = merge.kept.pk
        if request.state == CorrectionState.WAITING and request.fact_id is not None:
            named = (request.fact_kind, request.fact_id)
            request.fact_id = moved.stands_for.get(named, request.fact_id)
            if named == (FactKind.PERSONAL.value, merge.duplicate.pk):
                request.fact_id = merge.kept.pk
        if (request.worker_id, request.fact_id) != was:
            changed.append(request)
    update_rows(changed, ["worker", "fact_id"])
    moved.facts["correction_request"] = len(changed)
