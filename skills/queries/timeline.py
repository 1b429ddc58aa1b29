"""One dated timeline of a worker: grades, work, placements, schooling, titles and requests, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.dates import last_day
from base.models import StoredFile
from base.rows_at_once import fill_related, rows_at_once
from base.scoping import AnyUser
from skills.enums import CorrectionState, DiplomaKind, FactKind, GradeBasis, Level, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    EmploymentSpell,
    Fact,
    GradeRecord,
    Title,
)
from skills.queries.facts import visible_facts
from workforce.enums import WorkerStatus
from workforce.fields import Field, visible_fields
from workforce.models import Placement, Worker


class TimelineKind(models.TextChoices):
    """What an entry of the timeline is about; the filter chips of the page."""

    GRADE = "grade", gettext_lazy("Grades")
    WORK = "work", gettext_lazy("Work")
    PLACEMENT = "placement", gettext_lazy("Placements")
    SCHOOLING = "schooling", gettext_lazy("Schooling")
    TITLE = "title", gettext_lazy("Titles")
    APPRENTICESHIP = "apprenticeship", gettext_lazy("Apprenticeships")
    CORRECTION = "correction", gettext_lazy("Correction requests")


@dataclass(frozen=True)
class TimelineEntry:
    """One thing in a career.

    `last` is the last day of a range, None for a day or an open range (`is_open`).
    """

    kind: TimelineKind
    on: date | None
    title: str
    detail: str = ""
    last: date | None = None
    is_open: bool = False
    evidence: StoredFile | None = None
    record_kind: FactKind | None = None
    record_id: int | None = None


def timeline(worker: Worker, *, viewer: AnyUser, as_of: date | None = None) -> list[TimelineEntry]:
    """The career as `viewer` may see it, newest first, undated entries last; up to a past day with `as_of`.

    `worker` comes from `Worker.objects.visible_to(viewer)`. Two SQL queries, whatever the career's length:
    the rows, and what they name.
    """
    shows_evidence = Field.EVIDENCE in visible_fields(viewer, worker)
    rows = rows_at_once(_rows(worker, viewer))
    for found in rows.values():
        found.sort(key=lambda row: row.pk)
    fill_related(chain(*rows.values()), "occupation", "unit", "evidence")
    entries = [
        *_grades(rows[GradeRecord]),
        *_spells(rows[EmploymentSpell]),
        *_placements(rows[Placement]),
        *_diplomas(rows[Diploma]),
        *_titles(rows[Title]),
        *_apprenticeships(rows[ApprenticeshipCompletion]),
        *_corrections(rows[CorrectionRequest]),
    ]
    if not shows_evidence:
        entries = [_without_evidence(entry) for entry in entries]
    if as_of is not None:
        entries = [_as_of(entry, as_of) for entry in entries if entry.on is not None and entry.on <= as_of]
    return sorted(entries, key=lambda entry: entry.on or date.min, reverse=True)


def _rows(worker: Worker, viewer: AnyUser) -> dict[type[models.Model], models.QuerySet[Any]]:
    """The rows a career is told from, as far as the viewer may see them."""
    in_force: tuple[type[Fact], ...] = (EmploymentSpell, Title, ApprenticeshipCompletion)
    return {
        GradeRecord: GradeRecord.objects.current().filter(worker=worker),
        Placement: Placement.objects.filter(worker=worker),
        Diploma: visible_facts(Diploma, viewer).filter(worker=worker, voided_at__isnull=True),
        CorrectionRequest: CorrectionRequest.objects.visible_to(viewer).filter(worker=worker),
        **{model: model._default_manager.filter(worker=worker, voided_at__isnull=True) for model in in_force},
    }


def _as_of(entry: TimelineEntry, day: date) -> TimelineEntry:
    """The entry as it stood on a day: what ended later had not ended yet."""
    if entry.last is None or entry.last < day:
        return entry
    return replace(entry, last=None, is_open=True)


def _without_evidence(entry: TimelineEntry) -> TimelineEntry:
    return TimelineEntry(**{**entry.__dict__, "evidence": None})


def _grades(rows: list[GradeRecord]) -> Iterator[TimelineEntry]:
    for row in rows:
        if row.occupation is None or row.level is None:
            continue
        details = [str(GradeBasis(row.basis).label), row.certificate_no]
        yield TimelineEntry(
            TimelineKind.GRADE,
            row.issued_on,
            f"{row.occupation.name} {Level(row.level).label}",
            " · ".join(filter(None, details)),
            evidence=row.evidence,
            record_kind=FactKind.GRADE,
            record_id=row.pk,
        )


def _spells(rows: list[EmploymentSpell]) -> Iterator[TimelineEntry]:
    for row in rows:
        yield TimelineEntry(
            TimelineKind.WORK,
            row.since,
            _("Works as %(occupation)s") % {"occupation": row.occupation.name},
            last=last_day(row.until),
            is_open=row.until is None,
            evidence=row.evidence,
            record_kind=FactKind.SPELL,
            record_id=row.pk,
        )


def _placements(rows: list[Placement]) -> Iterator[TimelineEntry]:
    for row in rows:
        details = [row.post, str(WorkerStatus(row.status).label), row.reason]
        yield TimelineEntry(
            TimelineKind.PLACEMENT,
            row.since,
            row.unit.name,
            " · ".join(filter(None, details)),
            last=last_day(row.until),
            is_open=row.until is None,
        )


def _diplomas(rows: list[Diploma]) -> Iterator[TimelineEntry]:
    for row in rows:
        yield TimelineEntry(
            TimelineKind.SCHOOLING,
            row.graduated_on,
            f"{DiplomaKind(row.kind).label} {row.major_name}".strip(),
            row.school,
            evidence=row.evidence,
            record_kind=FactKind.DIPLOMA,
            record_id=row.pk,
        )


def _titles(rows: list[Title]) -> Iterator[TimelineEntry]:
    for row in rows:
        yield TimelineEntry(
            TimelineKind.TITLE,
            row.awarded_on,
            f"{row.name} {row.speciality}".strip(),
            str(TitleRank(row.rank).label),
            evidence=row.evidence,
            record_kind=FactKind.TITLE,
            record_id=row.pk,
        )


def _apprenticeships(rows: list[ApprenticeshipCompletion]) -> Iterator[TimelineEntry]:
    for row in rows:
        yield TimelineEntry(
            TimelineKind.APPRENTICESHIP,
            row.completed_on,
            _("Apprenticeship as %(occupation)s completed") % {"occupation": row.occupation.name},
            evidence=row.evidence,
            record_kind=FactKind.APPRENTICESHIP,
            record_id=row.pk,
        )


def _corrections(rows: list[CorrectionRequest]) -> Iterator[TimelineEntry]:
    for row in sorted(rows, key=lambda row: row.requested_at, reverse=True):
        details = [str(CorrectionState(row.state).label), row.decision_reason]
        yield TimelineEntry(
            TimelineKind.CORRECTION,
            timezone.localdate(row.requested_at),
            _("Correction asked: %(kind)s") % {"kind": FactKind(row.fact_kind).label},
            " · ".join(filter(None, details)),
            evidence=row.evidence,
        )
