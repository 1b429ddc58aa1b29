"""HR's judgement whether a title or a diploma matches an occupation; until judged (or listed) it counts for
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, RowRefusal, RowsRefused
from skills.enums import DiplomaKind, FactKind
from skills.models import (
    Diploma,
    DiplomaMatch,
    MatchToJudge,
    Occupation,
    OccupationMajor,
    Title,
    TitleMatch,
)
from skills.services.career_changes import CareerChanges, career_change, career_changes, may_keep
from skills.services.reasons import optional_reason
from workforce.models import User


def judge_title(
    title: Title,
    occupation: Occupation,
    *,
    actor: User | None,
    matches: bool,
    reason: str = "",
    seen_at: datetime | None = None,
    now: datetime,
) -> TitleMatch:
    """Say whether a title matches an occupation; eligibility follows at once.

    The table of majors comes first: a listed major matches whatever is judged, so judging that it does not
    is refused (InvalidInput, `major_listed`). HR's word counts where the table says nothing.
    `seen_at` is when the judgement the clerk saw was made (None: there was none). Raises Conflict when there
    is another by now or the title was voided, InvalidInput or NotPermitted.
    """
    with career_change(title.worker_id, actor=actor, now=now, reason=optional_reason(reason)) as change:
        _refuse_voided(Title.objects.filter(pk=title.pk, voided_at__isnull=True).exists())
        if not matches:
            _refuse_listed(title.major_id, occupation, change.today)
        earlier = TitleMatch.objects.filter(title=title, occupation=occupation).first()
        _refuse_unseen(earlier, seen_at)
        match = earlier or TitleMatch(title=title, occupation=occupation)
        _state(match, actor=actor, matches=matches, reason=reason, now=now)
        change.note("judged", FactKind.TITLE, title.pk, occupation=occupation.pk)
    return match


def judge_diploma(
    diploma: Diploma,
    occupation: Occupation,
    *,
    actor: User | None,
    matches: bool,
    reason: str = "",
    seen_at: datetime | None = None,
    now: datetime,
) -> DiplomaMatch:
    """Say whether a diploma matches an occupation; as `judge_title`."""
    with career_change(diploma.worker_id, actor=actor, now=now, reason=optional_reason(reason)) as change:
        _refuse_voided(Diploma.objects.filter(pk=diploma.pk, voided_at__isnull=True).exists())
        if not matches:
            _refuse_listed(diploma.major_id, occupation, change.today)
        earlier = DiplomaMatch.objects.filter(diploma=diploma, occupation=occupation).first()
        _refuse_unseen(earlier, seen_at)
        match = earlier or DiplomaMatch(diploma=diploma, occupation=occupation)
        _state(match, actor=actor, matches=matches, reason=reason, now=now)
        change.note("judged", FactKind.DIPLOMA, diploma.pk, occupation=occupation.pk)
    return match


def judge_all(
    rows: Sequence[MatchToJudge], *, actor: User | None, matches: bool, reason: str = "", now: datetime
) -> int:
    """Judge many titles and diplomas alike, each for its occupation: all of them or none; how many.

    Nothing is judged a second time. Raises RowsRefused naming those that were judged, corrected or taken back
    meanwhile, that the table of majors lists, or whose worker's record the actor does not keep.
    """
    why = optional_reason(reason)
    with career_changes([row.worker_id for row in rows], actor=actor, now=now, reason=why) as change:
        _refuse_rows(rows, change, matches=matches)
        told = {"matches": matches, "judged_by": actor, "judged_at": now, "reason": why}
        TitleMatch.objects.bulk_create(
            TitleMatch(title_id=row.fact_id, occupation_id=row.occupation_id, **told)
            for row in rows
            if row.kind == FactKind.TITLE
        )
        DiplomaMatch.objects.bulk_create(
            DiplomaMatch(diploma_id=row.fact_id, occupation_id=row.occupation_id, **told)
            for row in rows
            if row.kind == FactKind.DIPLOMA
        )
        for row in rows:
            change.note(
                row.worker_id, "judged", FactKind(row.kind), row.fact_id, occupation=row.occupation_id
            )
    return len(rows)


def _refuse_rows(rows: Sequence[MatchToJudge], change: CareerChanges, *, matches: bool) -> None:
    """Raise RowsRefused unless every row still waits, and is the actor's to judge. Two statements."""
    ids = [row.pk for row in rows]
    unjudged = set(MatchToJudge.objects.filter(pk__in=ids).values_list("pk", flat=True))
    waiting = set(MatchToJudge.objects.waiting(change.today).filter(pk__in=ids).values_list("pk", flat=True))
    refused = []
    for row in rows:
        worker = change.workers.get(row.worker_id)
        if worker is None or not may_keep(change.actor, worker):
            why = ("not_the_keeper", _("This record is not yours to keep."))
        elif row.pk not in unjudged:
            why = ("changed_meanwhile", _("Judged, corrected or taken back meanwhile."))
        elif row.pk not in waiting and not matches:
            why = ("major_listed", _listed())
        else:
            continue
        refused.append(RowRefusal(called(row), *why))
    if refused:
        raise RowsRefused(_("Nothing was judged: it cannot be done for every row chosen."), tuple(refused))


def called(row: MatchToJudge) -> str:
    """What a row is called where it is named. Reads `row.worker` and `row.occupation`."""
    fact = DiplomaKind(row.name).label if row.kind == FactKind.DIPLOMA else row.name
    said = " ".join(filter(None, (str(fact), row.major_name)))
    return f"{row.worker.name} {row.worker.employee_no}: {said} → {row.occupation.name}"


def _state(
    match: TitleMatch | DiplomaMatch, *, actor: User | None, matches: bool, reason: str, now: datetime
) -> None:
    match.matches = matches
    match.judged_by = actor
    match.judged_at = now
    match.reason = optional_reason(reason)
    match.save()


def _refuse_voided(is_current: bool) -> None:
    if not is_current:
        message = _(
            "Somebody changed or voided this record meanwhile. Look at what it says now, then decide again."
        )
        raise Conflict(message, code="changed_meanwhile")


def _refuse_listed(major_id: int | None, occupation: Occupation, today: date) -> None:
    if OccupationMajor.objects.in_force(today).filter(occupation=occupation, major=major_id).exists():
        raise InvalidInput(_listed(), code="major_listed", field="matches")


def _listed() -> str:
    return _("The table of majors lists this major for the occupation, so it matches.")


def _refuse_unseen(earlier: TitleMatch | DiplomaMatch | None, seen_at: datetime | None) -> None:
    if (earlier.judged_at if earlier else None) != seen_at:
        raise Conflict(_judged_meanwhile(), code="changed_meanwhile")


def _judged_meanwhile() -> str:
    return _("Somebody judged this meanwhile. Look at what it says now, then decide again.")
