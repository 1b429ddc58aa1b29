"""How far targets have come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.db.models import Count, Max, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser
from skills.enums import Level, TargetMeasure
from skills.models import Target, TargetReading, Title
from skills.queries.figures import level_pyramid
from skills.queries.promotions import promotions
from workforce.access import Access
from workforce.enums import EMPLOYED


class TargetState(StrEnum):
    """Where a target stands on a day."""

    REACHED = "reached"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    MISSED = "missed"

    @property
    def label(self) -> str:
        """The state in the reader's language."""
        return str(_LABELS[self])

    @property
    def colour(self) -> str:
        """The colour of the badge."""
        return {"reached": "green", "on_course": "blue", "behind": "yellow", "missed": "red"}[self.value]


_LABELS = {
    TargetState.REACHED: _("Reached"),
    TargetState.ON_COURSE: _("On course"),
    TargetState.BEHIND: _("Behind"),
    TargetState.MISSED: _("Missed"),
}


@dataclass(frozen=True)
class TargetProgress:
    """A target with what is reached (None: nothing reported yet) as of a day.

    `share` is reached of wanted (1 = reached), `time_share` the part of its time gone by: on course while the
    first is not below the second.
    """

    target: Target
    reached: Decimal | None
    on: date | None
    share: Fraction
    time_share: Fraction
    state: TargetState
    days_left: int

    @property
    def percent(self) -> int:
        """Whole per cent reached, 100 at most: the length of the bar."""
        return min(100, int(self.share * 100))


@dataclass(frozen=True)
class Reached:
    """So much on such a day; None for both while nothing was reported."""

    value: Decimal | None
    on: date | None


NOTHING = Reached(None, None)


def visible_targets(user: AnyUser) -> QuerySet[Target]:
    """Targets of the units whose figures the user sees, with their unit."""
    return Target.objects.visible_to(user).in_force().select_related("unit")


def progress_of(targets: Sequence[Target], user: AnyUser, *, today: date) -> list[TargetProgress]:
    """How far each target has come by today. Statements grow with the kinds of measures, not the targets."""
    counted = {
        **_from_levels(targets, user),
        **_from_promotions(targets, user, today=today),
        **_from_titles(targets, user),
    }
    reached = {pk: Reached(value, today) for pk, value in counted.items()} | _reported(targets)
    return [_progress(target, reached.get(target.pk, NOTHING), today) for target in targets]


def _with(targets: Iterable[Target], *measures: TargetMeasure) -> list[Target]:
    return [target for target in targets if target.measure in measures]


def _from_levels(targets: Sequence[Target], user: AnyUser) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.LEVEL_PEOPLE, TargetMeasure.HIGH_SHARE)
    if not wanted:
        return {}
    by_unit = {row.unit.pk: row.figures for row in level_pyramid(user).units}
    reached: dict[int, Decimal] = {}
    for target in wanted:
        figures = by_unit.get(target.unit_id)
        if figures is None:
            reached[target.pk] = Decimal(0)
        elif target.measure == TargetMeasure.HIGH_SHARE:
            share = figures.high_skilled_share or Fraction(0)
            reached[target.pk] = round(Decimal(share.numerator * 100) / share.denominator, 2)
        else:
            reached[target.pk] = Decimal(sum(figures.counts[(target.level or Level.JUNIOR) - 1 :]))
    return reached


def _from_promotions(targets: Sequence[Target], user: AnyUser, *, today: date) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.PROMOTIONS)
    counts = [
        promotions(user, unit_id=target.unit_id)
        .filter(
            level__gte=target.level, issued_on__gte=target.since, issued_on__lte=min(today, target.due_on)
        )
        .order_by()
        .annotate(of_target=Value(target.pk))
        .values("of_target")
        .annotate(people=Count("worker", distinct=True))
        .values_list("of_target", "people")
        for target in wanted
    ]
    reached = {target.pk: Decimal(0) for target in wanted}
    if counts:
        reached.update({pk: Decimal(people) for pk, people in counts[0].union(*counts[1:], all=True)})
    return reached


def _from_titles(targets: Sequence[Target], user: AnyUser) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.TITLE_PEOPLE)
    if not wanted:
        return {}
    access = Access.of(user)
    below = {target.pk: access.below(target.unit_id) for target in wanted}
    highest = (
        Title.objects.visible_to(user)
        .current()
        .filter(worker__unit__in=frozenset().union(*below.values()), worker__status__in=EMPLOYED)
        .values("worker", "worker__unit")
        .annotate(highest=Max("rank"))
        .order_by()
    )
    people: dict[tuple[int, int], int] = defaultdict(int)
    for row in highest:
        people[row["worker__unit"], row["highest"]] += 1
    return {
        target.pk: Decimal(
            sum(
                number
                for (unit_id, rank), number in people.items()
                if unit_id in below[target.pk] and rank >= (target.rank or 1)
            )
        )
        for target in wanted
    }


def _reported(targets: Sequence[Target]) -> dict[int, Reached]:
    wanted = [target.pk for target in _with(targets, TargetMeasure.REPORTED)]
    if not wanted:
        return {}
    readings = TargetReading.objects.filter(target__in=wanted)
    latest = readings.order_by("target_id", "-day").distinct("target_id")
    return {reading.target_id: Reached(reading.value, reading.day) for reading in latest}


def _progress(target: Target, reached: Reached, today: date) -> TargetProgress:
    share = Fraction(reached.value or 0) / Fraction(target.value)
    gone = (min(max(today, target.since), target.due_on) - target.since).days
    time_share = Fraction(gone, (target.due_on - target.since).days)
    state = _state(share, time_share, target.due_on, today)
    days_left = (target.due_on - today).days
    return TargetProgress(target, reached.value, reached.on, share, time_share, state, days_left)


def _state(share: Fraction, time_share: Fraction, due_on: date, today: date) -> TargetState:
    if share >= 1:
        return TargetState.REACHED
    if today > due_on:
        return TargetState.MISSED
    return TargetState.ON_COURSE if share >= time_share else TargetState.BEHIND
