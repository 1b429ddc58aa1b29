"""Figures of the past of many people, read from the rows counted at night.

Of up to `MOST_LIVE` people figures of the past are counted when they are asked for. For more that would take
minutes a page: they are read as they were counted last, and the page says when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from base.dates import today as local_today
from base.errors import Conflict
from skills.enums import Level
from skills.models import FigureCount, PromotionsInYear
from workforce.queries.unit_totals import totals_of
from workforce.reach import Reach
from workforce.totals import EMPLOYED_PEOPLE

#: What is counted beside days, by the name of its count.
PROMOTIONS, WAGES, TARGETS = "promotions", "wages", "targets"
#: So many people employed are counted while the reader waits; the units of more are large.
MOST_LIVE = 20_000

_LEVELS = """
SELECT kept.day, kept.unit_id, kept.level, sum(kept.people)::bigint
  FROM unnest(%(units)s::bigint[], %(depths)s::integer[]) AS shown(unit_id, depth)
  JOIN skills_levelsonday kept ON kept.unit_id = shown.unit_id AND kept.common >= shown.depth
 WHERE kept.day = ANY(%(days)s::date[])
 GROUP BY 1, 2, 3
"""
# People who stood below one of the topmost units reached and work below another one today.
_CROSSED = """
SELECT placement.worker_id
  FROM workforce_placement placement
  JOIN workforce_unit past ON past.id = placement.unit_id AND past.path && %(tops)s::bigint[]
  JOIN workforce_worker worker ON worker.id = placement.worker_id
  JOIN workforce_unit present ON present.id = worker.unit_id AND present.path && %(tops)s::bigint[]
 WHERE placement.since <= %(day)s AND (placement.until IS NULL OR placement.until > %(day)s)
   AND NOT EXISTS (SELECT FROM unnest(%(tops)s::bigint[]) AS top
                    WHERE top = ANY(past.path) AND top = ANY(present.path))
"""


class FiguresNotCounted(Conflict):
    """Figures nobody asked for so far are being counted; ask again later."""


def subjects_of_years(day: date, years: int) -> list[str]:
    """What must be counted to show so many past years beside today."""
    return [PROMOTIONS, WAGES, *(year_end.isoformat() for year_end in year_ends(day, years))]


def year_ends(day: date, years: int) -> list[date]:
    """The last days of so many years before that of `day`, oldest first."""
    return [date(day.year - back, 12, 31) for back in range(years, 0, -1)]


def are_large(unit_ids: Sequence[int]) -> bool:
    """Whether more people are employed in the units together than are counted while one waits."""
    totals = totals_of(unit_ids, [EMPLOYED_PEOPLE])
    return sum(kept.get(EMPLOYED_PEOPLE, 0) for kept in totals.values()) > MOST_LIVE


def is_large(reach: Reach) -> bool:
    """Whether the people reached are too many to be counted while one waits. One statement."""
    return are_large([path[-1] for path in reach.paths])


def counted_at(*subjects: str) -> datetime:
    """When the oldest of these counts was made. Raises FiguresNotCounted, and has what is missing counted."""
    today = local_today()
    counts = {count.subject: count for count in FigureCount.objects.filter(subject__in=subjects)}
    FigureCount.objects.bulk_create(
        [FigureCount(subject=subject, asked_on=today) for subject in subjects if subject not in counts],
        ignore_conflicts=True,
    )
    if any(count.asked_on < today for count in counts.values()):
        FigureCount.objects.filter(subject__in=subjects, asked_on__lt=today).update(asked_on=today)
    made = [counts[subject].counted_at if subject in counts else None for subject in subjects]
    known = [moment for moment in made if moment is not None]
    if len(known) < len(made):
        raise FiguresNotCounted(
            _("These figures are being counted. Look again in a few minutes."), code="not_counted_yet"
        )
    return min(known)


def kept_levels(days: Sequence[date], depths: Mapping[int, int]) -> Mapping[date, Mapping[int, list[int]]]:
    """By day and unit, how many people stood on no level (0) and on each of the eight. One statement.

    `depths` names the units, and how deep in the tree the unit stands below which those people work today.
    """
    counts: dict[date, dict[int, list[int]]] = {
        day: defaultdict(lambda: [0] * (len(Level) + 1)) for day in days
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS, {"units": list(depths), "depths": list(depths.values()), "days": list(days)})
        for day, unit_id, level, people in cursor.fetchall():
            counts[day][unit_id][level] = people
    return counts


def people_who_crossed(day: date, tops: Sequence[int]) -> list[int]:
    """Ids of the people who stood below one of the units on the day and work below another of them today."""
    with connection.cursor() as cursor:
        cursor.execute(_CROSSED, {"day": day, "tops": list(tops)})
        return [worker_id for (worker_id,) in cursor.fetchall()]


def kept_promotions(unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By year, people promoted and promotions of these units together. One statement."""
    rows = (
        PromotionsInYear.objects.filter(unit__in=unit_ids)
        .values_list("year")
        .annotate(promoted=Sum("people"), grades=Sum("promotions"))
        .order_by()
    )
    return {year: (people, grades) for year, people, grades in rows}
