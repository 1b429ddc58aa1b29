"""HR's judgement whether a title or a diploma matches an occupation; until judged (or listed) it counts for
nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput
from skills.enums import FactKind
from skills.models import Diploma, DiplomaMatch, Occupation, OccupationMajor, Title, TitleMatch
from skills.services.career_changes import career_change
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
        message = _("The table of majors lists this major for the occupation, so it matches.")
        raise InvalidInput(message, code="major_listed", field="matches")


def _refuse_unseen(earlier: TitleMatch | DiplomaMatch | None, seen_at: datetime | None) -> None:
    if (earlier.judged_at if earlier else None) != seen_at:
        message = _("Somebody judged this meanwhile. Look at what it says now, then decide again.")
        raise Conflict(message, code="changed_meanwhile")
