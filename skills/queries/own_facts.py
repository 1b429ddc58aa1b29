"""The facts that count for a worker in one occupation: what a what-if starts from and a proof lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Prefetch, Q

from skills.eligibility.facts import RANK_NAMES
from skills.enums import CERTIFICATE_LEVELS, TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    GradeRecord,
    OccupationMajor,
    RelatedOccupation,
    Standard,
    Standing,
    Title,
    TitleMatch,
)

Row = TypeVar("Row", Title, Diploma)
_RANKS = {rank: name for name, rank in RANK_NAMES.items()}


@dataclass(frozen=True)
class Judged(Generic[Row]):
    """A title or diploma with whether it matches the occupation; None = not judged yet."""

    row: Row
    matches: bool | None


@dataclass(frozen=True)
class CountingFacts:
    """The current facts the reckoning for one occupation reads, oldest first.

    Work and certificates in the occupation and in those its standard lists as related; every title and
    diploma with its judgement; apprenticeships in the occupation itself.
    """

    occupation_id: int
    standard: Standard | None
    spells: list[EmploymentSpell]
    grades: list[GradeRecord]
    titles: list[Judged[Title]]
    diplomas: list[Judged[Diploma]]
    apprenticeships: list[ApprenticeshipCompletion]


def counting_facts(worker_id: int, occupation_id: int, *, today: date) -> CountingFacts:
    """The facts of a worker the caller may see. Nine statements whatever their number."""
    related = RelatedOccupation.objects.in_force(today).filter(occupation=occupation_id).values("related")
    counting = Q(occupation=occupation_id) | Q(occupation__in=related)
    listed = OccupationMajor.objects.in_force(today).filter(occupation=occupation_id)
    majors = set(listed.values_list("major_id", flat=True))
    titles = TitleMatch.objects.filter(occupation=occupation_id)
    diplomas = DiplomaMatch.objects.filter(occupation=occupation_id)
    return CountingFacts(
        occupation_id=occupation_id,
        standard=Standard.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=today), occupation=occupation_id, valid_from__lte=today
        )
        .select_related("rule_set")
        .first(),
        spells=list(
            EmploymentSpell.objects.current()
            .filter(counting, worker=worker_id)
            .select_related("occupation")
            .order_by("since", "pk")
        ),
        grades=list(
            GradeRecord.objects.current()
            .filter(counting, worker=worker_id)
            .select_related("occupation")
            .order_by("issued_on", "pk")
        ),
        titles=[
            Judged(row, _judgement(row, majors))
            for row in Title.objects.current()
            .filter(worker=worker_id)
            .prefetch_related(Prefetch("judgements", titles))
            .order_by("awarded_on", "pk")
        ],
        diplomas=[
            Judged(row, _judgement(row, majors))
            for row in Diploma.objects.current()
            .filter(worker=worker_id)
            .prefetch_related(Prefetch("judgements", diplomas))
            .order_by("graduated_on", "pk")
        ],
        apprenticeships=list(
            ApprenticeshipCompletion.objects.current()
            .filter(worker=worker_id, occupation=occupation_id)
            .order_by("completed_on", "pk")
        ),
    )


def facts_of_worker(worker_id: int, *, today: date) -> dict[str, Any]:
    """The worker's facts of the main occupation in the shape a what-if takes; empty without an occupation.

    `rule_set` is None when no standard in force names the rules of the occupation.
    """
    standing = Standing.objects.filter(worker=worker_id).select_related("worker").first()
    if standing is None or standing.occupation_id is None:
        return {}
    counting = counting_facts(worker_id, standing.occupation_id, today=today)
    return what_if_facts(counting, standing.worker.birth_date)


def what_if_facts(counting: CountingFacts, born: date | None) -> dict[str, Any]:
    """Facts as rows of plain data. What has no date counts for nothing and is left out."""
    return {
        "rule_set": counting.standard.rule_set.code if counting.standard else None,
        "born": _iso(born),
        "spells": [{"from": _iso(row.since), "to": _iso(row.until)} for row in counting.spells],
        "certificates": [
            {"level": row.level, "issued": _iso(row.issued_on)}
            for row in counting.grades
            if row.level is not None and row.level >= CERTIFICATE_LEVELS[0]
        ],
        "titles": [
            {
                "rank": _RANKS[TitleRank(held.row.rank)],
                "on": _iso(held.row.awarded_on),
                "matches": held.matches,
            }
            for held in counting.titles
        ],
        "diplomas": [
            {"kind": held.row.kind, "graduated": _iso(held.row.graduated_on), "matches": held.matches}
            for held in counting.diplomas
            if held.row.graduated_on is not None
        ],
        "apprenticeships_completed": [_iso(row.completed_on) for row in counting.apprenticeships],
    }


def _judgement(row: Title | Diploma, majors: set[int]) -> bool | None:
    """By the occupation → major table, else as HR judged for the occupation (the rows prefetched)."""
    if row.major_id in majors:
        return True
    return next((one.matches for one in row.judgements.all()), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
