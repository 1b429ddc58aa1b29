"""The career facts and grades of a confirmed roster, in bulk. A correction voids the old row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from base.workbooks.copying import copy_models
from skills.enums import GradeBasis
from skills.models import Diploma, DiplomaMatch, EmploymentSpell, Fact, GradeRecord, Title, TitleMatch
from skills.roster.applied import Applied
from skills.roster.books import load_majors, name_key
from skills.roster.plan import JudgedRow
from skills.roster.writing import Writing

_BATCH = 2_000


def write_facts(writing: Writing, rows: Sequence[JudgedRow], applied: Sequence[Applied]) -> None:
    """Write spells, grades, diplomas and titles of the rows; what was voided is noted in `applied`."""
    pairs = list(zip(rows, applied, strict=True))
    _write_spells(writing, pairs)
    _write_diplomas(writing, pairs)
    _write_titles(writing, pairs)
    _write_grades(writing, pairs)


def _origin(writing: Writing) -> dict[str, Any]:
    return {"batch": writing.batch, "created_by": writing.actor}


def _void(writing: Writing, model: type[Fact], ids: Iterable[int]) -> None:
    wanted = list(ids)
    if wanted:
        model.objects.filter(pk__in=wanted).update(
            voided_at=writing.now, voided_by=writing.actor, void_reason=writing.reason
        )


def _insert(model: type[Fact], rows: Sequence[Fact], *, judged: Iterable[Fact]) -> None:
    """Insert facts; those that will carry a judgement over learn their ids."""
    carrying = list(judged)
    known = {id(fact) for fact in carrying}
    copy_models(model, [fact for fact in rows if id(fact) not in known])
    model.objects.bulk_create(carrying, batch_size=_BATCH)


def _evidence(model: type[Fact], ids: Iterable[int]) -> dict[int, int | None]:
    """The evidence of the rows being corrected; it stays with what replaces them."""
    return dict(model.objects.filter(pk__in=list(ids)).values_list("pk", "evidence_id"))


def _write_spells(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.spell, record) for row, record in pairs if row.plan.spell is not None]
    replaced = {
        old.id: record for plan, record in planned for old in (plan.corrects, plan.ends) if old is not None
    }
    evidence = _evidence(EmploymentSpell, replaced)
    spells = []
    for plan, record in planned:
        kept = evidence.get(plan.corrects.id) if plan.corrects else None
        spells.append(
            EmploymentSpell(
                worker_id=record.worker_id,
                occupation_id=plan.occupation_id,
                since=plan.since,
                evidence_id=kept,
                **_origin(writing),
            )
        )
        if plan.ends is not None:
            spells.append(
                EmploymentSpell(
                    worker_id=record.worker_id,
                    occupation_id=plan.ends.occupation_id,
                    since=plan.ends.since,
                    until=plan.since,
                    evidence_id=evidence.get(plan.ends.id),
                    **_origin(writing),
                )
            )
    for old_id, record in replaced.items():
        record.voided.setdefault("spell", []).append(old_id)
    _void(writing, EmploymentSpell, replaced)
    copy_models(EmploymentSpell, spells)


def _write_diplomas(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.diploma, record) for row, record in pairs if row.plan.diploma is not None]
    if not planned:
        return
    majors = load_majors()
    replaced = {plan.corrects.id: record for plan, record in planned if plan.corrects is not None}
    old = {diploma.pk: diploma for diploma in Diploma.objects.filter(pk__in=list(replaced))}
    diplomas = []
    same_major: dict[int, Diploma] = {}
    for plan, record in planned:
        before = old.get(plan.corrects.id) if plan.corrects else None
        diploma = Diploma(
            worker_id=record.worker_id,
            kind=plan.kind,
            major_name=plan.major_name,
            major_id=majors.get(name_key(plan.major_name)) if plan.major_name else None,
            school=before.school if before else "",
            graduated_on=plan.graduated_on,
            evidence_id=before.evidence_id if before else None,
            **_origin(writing),
        )
        diplomas.append(diploma)
        if before is not None:
            record.voided["diploma"] = [before.pk]
            if before.major_name == plan.major_name:
                same_major[before.pk] = diploma
    _void(writing, Diploma, replaced)
    _insert(Diploma, diplomas, judged=same_major.values())
    judged = list(DiplomaMatch.objects.filter(diploma__in=list(same_major)))
    for match in judged:
        match.pk, match.diploma = None, same_major[match.diploma_id]
    DiplomaMatch.objects.bulk_create(judged, batch_size=_BATCH)


def _write_titles(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.title, record) for row, record in pairs if row.plan.title is not None]
    if not planned:
        return
    replaced = {plan.corrects.id: record for plan, record in planned if plan.corrects is not None}
    old = {title.pk: title for title in Title.objects.filter(pk__in=list(replaced))}
    titles = []
    same_name: dict[int, Title] = {}
    for plan, record in planned:
        before = old.get(plan.corrects.id) if plan.corrects else None
        title = Title(
            worker_id=record.worker_id,
            rank=plan.rank,
            name=plan.name,
            speciality=before.speciality if before else "",
            major_id=before.major_id if before else None,
            awarded_on=plan.awarded_on,
            evidence_id=before.evidence_id if before else None,
            **_origin(writing),
        )
        titles.append(title)
        if before is not None:
            record.voided["title"] = [before.pk]
            if before.name == plan.name:
                same_name[before.pk] = title
    _void(writing, Title, replaced)
    _insert(Title, titles, judged=same_name.values())
    judged = list(TitleMatch.objects.filter(title__in=list(same_name)))
    for match in judged:
        match.pk, match.title = None, same_name[match.title_id]
    TitleMatch.objects.bulk_create(judged, batch_size=_BATCH)


def _write_grades(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    planned = [(row.plan.grade, record) for row, record in pairs if row.plan.grade is not None]
    replaced = [plan.replaces.id for plan, _record in planned if plan.replaces is not None]
    old = {grade.pk: grade for grade in GradeRecord.objects.filter(pk__in=replaced)}
    grades = []
    for plan, record in planned:
        before = old.get(plan.replaces.id) if plan.replaces else None
        grades.append(
            GradeRecord(
                worker_id=record.worker_id,
                occupation_id=plan.occupation_id,
                level=plan.level,
                issued_on=plan.issued_on,
                basis=before.basis if before else GradeBasis.IMPORT,
                certificate_no=plan.certificate_no,
                voids=before,
                reason=writing.reason if before else "",
                evidence_id=before.evidence_id if before else None,
                batch=writing.batch,
                recorded_by=writing.actor,
            )
        )
    copy_models(GradeRecord, grades)
