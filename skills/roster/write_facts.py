"""The career facts and grades of a confirmed roster, in bulk. A correction voids the old row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from base.copying import copy_values, next_ids
from skills.enums import GradeBasis
from skills.models import Diploma, DiplomaMatch, EmploymentSpell, Fact, GradeRecord, Title, TitleMatch
from skills.roster.applied import Applied
from skills.roster.books import name_key
from skills.roster.plan import JudgedRow
from skills.roster.writing import Writing

_BATCH = 2_000
_SPELL = ("worker_id", "occupation_id", "since", "until", "evidence_id")
_DIPLOMA = ("id", "worker_id", "kind", "major_name", "major_id", "school", "graduated_on", "evidence_id")
_TITLE = ("id", "worker_id", "rank", "name", "speciality", "major_id", "awarded_on", "evidence_id")
_GRADE = (
    "worker_id",
    "occupation_id",
    "level",
    "issued_on",
    "basis",
    "certificate_no",
    "voids_id",
    "reason",
    "evidence_id",
)


def write_facts(writing: Writing, rows: Sequence[JudgedRow], applied: Sequence[Applied]) -> None:
    """Write spells, grades, diplomas and titles of the rows; what was voided is noted in `applied`."""
    pairs = list(zip(rows, applied, strict=True))
    _write_spells(writing, pairs)
    _write_diplomas(writing, pairs)
    _write_titles(writing, pairs)
    _write_grades(writing, pairs)


def _origin(writing: Writing) -> dict[str, Any]:
    return {"batch_id": writing.batch.pk, "created_by_id": writing.actor.pk if writing.actor else None}


def _void(writing: Writing, model: type[Fact], ids: Iterable[int]) -> None:
    wanted = list(ids)
    if wanted:
        model.objects.filter(pk__in=wanted).update(
            voided_at=writing.now, voided_by=writing.actor, void_reason=writing.reason
        )


def _evidence(model: type[Fact], ids: Iterable[int]) -> dict[int, int | None]:
    """The evidence of the rows being corrected; it stays with what replaces them."""
    return dict(model.objects.filter(pk__in=list(ids)).values_list("pk", "evidence_id"))


def _write_spells(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.spell, record) for row, record in pairs if row.plan.spell is not None]
    replaced = {
        old.id: record for plan, record in planned for old in (plan.corrects, plan.ends) if old is not None
    }
    evidence = _evidence(EmploymentSpell, replaced)
    spells: list[tuple[Any, ...]] = []
    for plan, record in planned:
        kept = evidence.get(plan.corrects.id) if plan.corrects else None
        spells.append((record.worker_id, plan.occupation_id, plan.since, None, kept))
        if plan.ends is not None:
            ended = plan.ends
            kept = evidence.get(ended.id)
            spells.append((record.worker_id, ended.occupation_id, ended.since, plan.since, kept))
    for old_id, record in replaced.items():
        record.voided.setdefault("spell", []).append(old_id)
    _void(writing, EmploymentSpell, replaced)
    copy_values(EmploymentSpell, _SPELL, spells, same=_origin(writing))


def _write_diplomas(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.diploma, record) for row, record in pairs if row.plan.diploma is not None]
    if not planned:
        return
    replaced = {plan.corrects.id: record for plan, record in planned if plan.corrects is not None}
    old = {diploma.pk: diploma for diploma in Diploma.objects.filter(pk__in=list(replaced))}
    diplomas: list[tuple[Any, ...]] = []
    same_major: dict[int, int] = {}
    for new_id, (plan, record) in zip(next_ids(Diploma, len(planned)), planned, strict=True):
        before = old.get(plan.corrects.id) if plan.corrects else None
        diplomas.append(
            (
                new_id,
                record.worker_id,
                plan.kind,
                plan.major_name,
                writing.majors.get(name_key(plan.major_name)) if plan.major_name else None,
                before.school if before else "",
                plan.graduated_on,
                before.evidence_id if before else None,
            )
        )
        if before is not None:
            record.voided["diploma"] = [before.pk]
            if before.major_name == plan.major_name:
                same_major[before.pk] = new_id
    _void(writing, Diploma, replaced)
    copy_values(Diploma, _DIPLOMA, diplomas, same=_origin(writing))
    judged = list(DiplomaMatch.objects.filter(diploma__in=list(same_major)))
    for match in judged:
        match.pk, match.diploma_id = None, same_major[match.diploma_id]
    DiplomaMatch.objects.bulk_create(judged, batch_size=_BATCH)


def _write_titles(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.title, record) for row, record in pairs if row.plan.title is not None]
    if not planned:
        return
    replaced = {plan.corrects.id: record for plan, record in planned if plan.corrects is not None}
    old = {title.pk: title for title in Title.objects.filter(pk__in=list(replaced))}
    titles: list[tuple[Any, ...]] = []
    same_name: dict[int, int] = {}
    for new_id, (plan, record) in zip(next_ids(Title, len(planned)), planned, strict=True):
        before = old.get(plan.corrects.id) if plan.corrects else None
        titles.append(
            (
                new_id,
                record.worker_id,
                plan.rank,
                plan.name,
                before.speciality if before else "",
                before.major_id if before else None,
                plan.awarded_on,
                before.evidence_id if before else None,
            )
        )
        if before is not None:
            record.voided["title"] = [before.pk]
            if before.name == plan.name:
                same_name[before.pk] = new_id
    _void(writing, Title, replaced)
    copy_values(Title, _TITLE, titles, same=_origin(writing))
    judged = list(TitleMatch.objects.filter(title__in=list(same_name)))
    for match in judged:
        match.pk, match.title_id = None, same_name[match.title_id]
    TitleMatch.objects.bulk_create(judged, batch_size=_BATCH)


def _write_grades(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.grade, record) for row, record in pairs if row.plan.grade is not None]
    replaced = [plan.replaces.id for plan, _record in planned if plan.replaces is not None]
    old = {
        pk: (basis, evidence_id)
        for pk, basis, evidence_id in GradeRecord.objects.filter(pk__in=replaced).values_list(
            "pk", "basis", "evidence_id"
        )
    }
    grades: list[tuple[Any, ...]] = []
    for plan, record in planned:
        before = plan.replaces.id if plan.replaces else None
        basis, evidence_id = old[before] if before is not None else (GradeBasis.IMPORT, None)
        grades.append(
            (
                record.worker_id,
                plan.occupation_id,
                plan.level,
                plan.issued_on,
                basis,
                plan.certificate_no,
                before,
                writing.reason if before is not None else "",
                evidence_id,
            )
        )
    by_whom = {"batch_id": writing.batch.pk, "recorded_by_id": writing.actor.pk if writing.actor else None}
    copy_values(GradeRecord, _GRADE, grades, same=by_whom)
