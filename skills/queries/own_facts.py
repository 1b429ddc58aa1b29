"""A worker's own facts of the main occupation, in the shape a what-if takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from skills.eligibility.facts import RANK_NAMES
from skills.enums import TitleRank
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    EmploymentSpell,
    GradeRecord,
    OccupationMajor,
    RelatedOccupation,
    Standard,
    Standing,
    Title,
)

_RANKS = {rank: name for name, rank in RANK_NAMES.items()}


def facts_of_worker(worker_id: int, *, today: date) -> dict[str, Any]:
    """Work and certificates in the main occupation and those related to it, titles and diplomas with their judgement.

    Empty for a worker without a main occupation. Costs a constant number of statements.
    """
    standing = Standing.objects.filter(worker_id=worker_id).select_related("worker").first()
    if standing is None or standing.occupation_id is None:
        return {}
    occupation = standing.occupation_id
    related = RelatedOccupation.objects.filter(occupation=occupation).values("related")
    counting = Q(occupation=occupation) | Q(occupation__in=related)
    standard = (
        Standard.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), occupation=occupation)
        .filter(valid_from__lte=today)
        .select_related("rule_set")
        .first()
    )
    majors = set(OccupationMajor.objects.filter(occupation=occupation).values_list("major_id", flat=True))
    born = standing.worker.birth_date
    return {
        "rule_set": standard.rule_set.code if standard else None,
        "born": born.isoformat() if born else None,
        "spells": [
            {"from": row.since.isoformat(), "to": row.until.isoformat() if row.until else None}
            for row in EmploymentSpell.objects.current().filter(counting, worker=worker_id).order_by("since")
        ],
        "certificates": [
            {"level": row.level, "issued": row.issued_on.isoformat()}
            for row in GradeRecord.objects.current().filter(counting, worker=worker_id).order_by("issued_on")
            if row.level is not None and row.level > 1 and row.issued_on is not None
        ],
        "titles": [
            {"rank": _RANKS[TitleRank(row.rank)], "on": row.awarded_on.isoformat(), "matches": judged}
            for row, judged in _judged(Title, worker_id, occupation, majors)
        ],
        "diplomas": [
            {"kind": row.kind, "graduated": row.graduated_on.isoformat(), "matches": judged}
            for row, judged in _judged(Diploma, worker_id, occupation, majors)
            if row.graduated_on is not None
        ],
        "apprenticeships_completed": [
            row.completed_on.isoformat()
            for row in ApprenticeshipCompletion.objects.current().filter(
                worker=worker_id, occupation=occupation
            )
        ],
    }


def _judged(model: Any, worker_id: int, occupation: int, majors: set[int]) -> list[tuple[Any, bool | None]]:
    """Current rows with whether they match: by the occupation → major table, else as HR judged, None when not yet."""
    rows = model.objects.current().filter(worker=worker_id).prefetch_related("judgements").order_by("pk")
    return [(row, _judgement(row, occupation, majors)) for row in rows]


def _judgement(row: Any, occupation: int, majors: set[int]) -> bool | None:
    if row.major_id in majors:
        return True
    return next((one.matches for one in row.judgements.all() if one.occupation_id == occupation), None)
