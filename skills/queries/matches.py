"""Whether titles and diplomas match an occupation: by the table of majors, by HR's word, or not judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from base.pagination import EXACT_COUNT_LIMIT, BoundedCount
from base.scoping import AnyUser
from skills.enums import DiplomaKind, FactKind, TitleRank
from skills.models import (
    Diploma,
    DiplomaMatch,
    MatchToJudge,
    Occupation,
    OccupationMajor,
    Title,
    TitleMatch,
)
from skills.queries.unit_path import UnitPath
from workforce.access import Access
from workforce.enums import EMPLOYED, Role
from workforce.models import Worker


@dataclass(frozen=True)
class Matching:
    """One title or diploma as it stands to an occupation.

    `is_listed`: the table of majors says that it matches, and nothing needs to be judged. `matches` is HR's
    word, None while there is none; `judged_at` is handed back with a new judgement, so that nobody overwrites
    one unseen.
    """

    kind: FactKind
    fact_id: int
    name: str
    detail: str
    on: date | None
    is_listed: bool
    matches: bool | None
    judged_by: str
    judged_at: datetime | None
    reason: str


def matches_to_judge(user: AnyUser, *, today: date) -> QuerySet[MatchToJudge]:
    """The titles and diplomas of people employed that wait for judgement, of the units the user keeps or
    audits; never one's own. With worker, occupation, major and `unit_path`.
    """
    access = Access.of(user)
    reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
    rows = MatchToJudge.objects.visible_to(user).waiting(today)
    if access.worker_id is not None:
        rows = rows.exclude(worker=access.worker_id)
    waiting: QuerySet[MatchToJudge] = (
        rows.filter(reached.rows("worker__unit"), worker__status__in=EMPLOYED)
        .select_related("worker", "occupation", "major")
        .defer("worker__id_number", "worker__id_number_index")
        .annotate(unit_path=UnitPath("worker__unit_id"))
    )
    return waiting


def newest_to_judge(user: AnyUser, *, today: date, most: int) -> tuple[list[MatchToJudge], BoundedCount]:
    """The newest of what waits for judgement, and how much waits. Causes two SQL queries.

    Of more than a count tells they are the newest of those counted: no index keeps what waits by its day, and
    all of it would be read to find five.
    """
    waiting = matches_to_judge(user, today=today)
    counted = list(waiting.order_by().values_list("happened_on", "pk", "worker_id")[: EXACT_COUNT_LIMIT + 1])
    number = BoundedCount(min(len(counted), EXACT_COUNT_LIMIT), exact=len(counted) <= EXACT_COUNT_LIMIT)
    newest = sorted(counted, key=lambda row: (-(row[0] or date.min).toordinal(), row[1]))[:most]
    # a row of the view is found by its worker, its id is made up
    rows = {row.pk: row for row in waiting.filter(worker__in={worker for _day, _pk, worker in newest})}
    return [rows[pk] for _day, pk, _worker in newest if pk in rows], number


def matchings_of(worker: Worker, occupation: Occupation, *, today: date) -> list[Matching]:
    """The current titles and diplomas of a worker against an occupation, newest first. Five statements."""
    in_force = OccupationMajor.objects.in_force(today).filter(occupation=occupation)
    listed = set(in_force.values_list("major_id", flat=True))
    titles = Title.objects.current().filter(worker=worker)
    diplomas = Diploma.objects.current().filter(worker=worker)
    of_titles = {
        row.title_id: row
        for row in TitleMatch.objects.filter(title__in=titles, occupation=occupation).select_related(
            "judged_by"
        )
    }
    of_diplomas = {
        row.diploma_id: row
        for row in DiplomaMatch.objects.filter(diploma__in=diplomas, occupation=occupation).select_related(
            "judged_by"
        )
    }
    rows = [_of_title(row, listed, of_titles.get(row.pk)) for row in titles]
    rows += [_of_diploma(row, listed, of_diplomas.get(row.pk)) for row in diplomas]
    return sorted(rows, key=lambda row: row.on or date.min, reverse=True)


def _of_title(title: Title, listed: set[int], judged: TitleMatch | None) -> Matching:
    name = f"{title.name} {title.speciality}".strip()
    detail = str(TitleRank(title.rank).label)
    return _matching(
        FactKind.TITLE, title.pk, name, detail, title.awarded_on, title.major_id in listed, judged
    )


def _of_diploma(diploma: Diploma, listed: set[int], judged: DiplomaMatch | None) -> Matching:
    name = f"{DiplomaKind(diploma.kind).label} {diploma.major_name}".strip()
    is_listed = diploma.major_id in listed
    return _matching(
        FactKind.DIPLOMA, diploma.pk, name, diploma.school, diploma.graduated_on, is_listed, judged
    )


def _matching(
    kind: FactKind,
    fact_id: int,
    name: str,
    detail: str,
    on: date | None,
    is_listed: bool,
    judged: TitleMatch | DiplomaMatch | None,
) -> Matching:
    return Matching(
        kind=kind,
        fact_id=fact_id,
        name=name,
        detail=detail,
        on=on,
        is_listed=is_listed,
        matches=judged.matches if judged else None,
        judged_by=str(judged.judged_by) if judged and judged.judged_by else "",
        judged_at=judged.judged_at if judged else None,
        reason=judged.reason if judged else "",
    )
