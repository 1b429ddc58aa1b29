"""How far targets have come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser
from skills.enums import Level, TargetMeasure
from skills.models import GradeRecord, Target, TargetCount, TargetReading
from skills.queries.figures import figures_now
from skills.queries.kept_figures import MOST_LIVE, TARGETS, FiguresNotCounted, counted_at
from skills.queries.promotions import promotions_among
from workforce.enums import EMPLOYED
from workforce.models import Unit
from workforce.queries.unit_totals import totals_of
from workforce.reach import only
from workforce.totals import EMPLOYED_PEOPLE


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
#: Measures no total is kept of.
MEASURED_AT_NIGHT = (TargetMeasure.PROMOTIONS, TargetMeasure.TITLE_PEOPLE)

# People employed by the highest rank of their titles, of each unit with everything below it.
_PEOPLE_BY_RANK = """
SELECT above.id, highest.rank, count(*)
  FROM (SELECT worker.id, place.path, max(title.rank) AS rank
          FROM workforce_unit place
          JOIN workforce_worker worker
            ON worker.unit_id = place.id AND worker.status = ANY(%(employed)s::varchar[])
          JOIN skills_title title ON title.worker_id = worker.id AND title.voided_at IS NULL
         WHERE place.path && %(units)s::bigint[]
         GROUP BY worker.id, place.path) AS highest
 CROSS JOIN LATERAL unnest(highest.path) AS above(id)
 WHERE above.id = ANY(%(units)s::bigint[])
 GROUP BY above.id, highest.rank
"""


def visible_targets(user: AnyUser) -> QuerySet[Target]:
    """Targets of the units whose figures the user sees, with their unit."""
    return Target.objects.visible_to(user).in_force().select_related("unit")


def progress_of(targets: Sequence[Target], *, today: date) -> list[TargetProgress]:
    """How far each target has come by today. Statements grow with the kinds of measures, not the targets.

    Promotions and titles of a unit of many people are read as counted last.
    """
    large = _of_large_units(targets)
    now = [target for target in targets if target.pk not in large]
    counted = {**_from_levels(targets), **count_targets(now, today=today)}
    reached = {pk: Reached(value, today) for pk, value in counted.items()}
    reached |= _reported(targets) | _kept(large)
    return [_progress(target, reached.get(target.pk, NOTHING), today) for target in targets]


def count_targets(targets: Sequence[Target], *, today: date) -> dict[int, Decimal]:
    """By target that counts promotions or titles, how many people there are by today."""
    return {**_from_promotions(targets, today=today), **_from_titles(targets)}


def _of_large_units(targets: Sequence[Target]) -> frozenset[int]:
    """Targets that count what is kept by no total, of units of too many people to be counted now."""
    wanted = _with(targets, *MEASURED_AT_NIGHT)
    employed = totals_of({target.unit_id for target in wanted}, [EMPLOYED_PEOPLE]) if wanted else {}
    return frozenset(
        target.pk for target in wanted if employed.get(target.unit_id, {}).get(EMPLOYED_PEOPLE, 0) > MOST_LIVE
    )


def _kept(target_ids: Collection[int]) -> dict[int, Reached]:
    if not target_ids:
        return {}
    try:
        on = timezone.localdate(counted_at(TARGETS))
    except FiguresNotCounted:
        return {}
    return {
        row.target_id: Reached(row.value, on) for row in TargetCount.objects.filter(target__in=target_ids)
    }


def _with(targets: Iterable[Target], *measures: TargetMeasure) -> list[Target]:
    return [target for target in targets if target.measure in measures]


def _from_levels(targets: Sequence[Target]) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.LEVEL_PEOPLE, TargetMeasure.HIGH_SHARE)
    by_unit = figures_now([target.unit_id for target in wanted]) if wanted else {}
    reached: dict[int, Decimal] = {}
    for target in wanted:
        figures = by_unit[target.unit_id]
        if target.measure == TargetMeasure.HIGH_SHARE:
            share = figures.high_skilled_share or Fraction(0)
            reached[target.pk] = round(Decimal(share.numerator * 100) / share.denominator, 2)
        else:
            reached[target.pk] = Decimal(sum(figures.counts[(target.level or Level.JUNIOR) - 1 :]))
    return reached


def _from_promotions(targets: Sequence[Target], *, today: date) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.PROMOTIONS)
    if not wanted:
        return {}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={target.unit_id for target in wanted})}
    counts = [
        promotions_among(GradeRecord.objects.all(), only(units[target.unit_id]))
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
    reached.update({pk: Decimal(people) for pk, people in counts[0].union(*counts[1:], all=True)})
    return reached


def _from_titles(targets: Sequence[Target]) -> dict[int, Decimal]:
    wanted = _with(targets, TargetMeasure.TITLE_PEOPLE)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _PEOPLE_BY_RANK,
            {"units": [target.unit_id for target in wanted], "employed": list(EMPLOYED)},
        )
        people = cursor.fetchall()
    return {
        target.pk: Decimal(
            sum(
                number
                for unit_id, rank, number in people
                if unit_id == target.unit_id and rank >= (target.rank or 1)
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
