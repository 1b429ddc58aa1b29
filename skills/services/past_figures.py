"""Counts the figures of the past for everybody, at night and when a day is asked for the first time.

A count replaces its rows in one transaction: readers have the count before until then. Every count is one
statement over everybody; nobody is locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from skills.eligibility.statement import planned_for_many
from skills.enums import HIGH_SKILLED_FROM
from skills.models import FigureCount, Target, TargetCount
from skills.queries.kept_figures import TARGETS, subjects_of_years
from skills.queries.past_days import levels_on
from skills.queries.targets import MEASURED_AT_NIGHT, count_targets
from skills.queries.wage_figures import MEANS
from workforce.enums import EMPLOYED

#: Past year-ends that are counted whether somebody asks or not.
YEARS_KEPT = 5
#: Days after which a day nobody asked for again is counted no more.
DAYS_REMEMBERED = 30

# A worker's units of then and of today share the first `common` units of their paths.
_LEVELS = """
INSERT INTO skills_levelsonday (unit_id, day, common, level, people)
SELECT above.id, %(today)s, shared.units, stood.level, sum(stood.people)
  FROM (SELECT stood.unit AS past, worker.unit_id AS present,
               CASE WHEN stood.occupation IS NULL THEN 0 ELSE stood.level END AS level, count(*) AS people
          FROM ({levels}) AS stood JOIN workforce_worker worker ON worker.id = stood.worker
         WHERE stood.status = ANY(%(employed)s)
         GROUP BY 1, 2, 3) AS stood
  JOIN workforce_unit past ON past.id = stood.past
  JOIN workforce_unit present ON present.id = stood.present
 CROSS JOIN LATERAL (SELECT count(*) AS units FROM generate_subscripts(past.path, 1) AS place
                      WHERE past.path[place] = present.path[place]) AS shared
 CROSS JOIN LATERAL unnest(past.path) AS above(id)
 GROUP BY above.id, shared.units, stood.level
"""

# A grade lifts its holder when no earlier one in the occupation is as high (`skills.queries.promotions`).
_PROMOTIONS = """
INSERT INTO skills_promotionsinyear (unit_id, year, people, promotions)
SELECT above.id, promoted.year, count(*), sum(promoted.promotions)
  FROM (SELECT worker_id, extract(year FROM issued_on)::integer AS year, count(*) AS promotions
          FROM (SELECT worker_id, issued_on, level,
                       max(level) OVER (PARTITION BY worker_id, occupation_id ORDER BY issued_on, id
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest_before
                  FROM skills_graderecord
                 WHERE kind = 'grant' AND NOT is_void) AS grade
         WHERE level >= 2 AND (highest_before IS NULL OR level > highest_before)
         GROUP BY 1, 2) AS promoted
  JOIN workforce_worker worker ON worker.id = promoted.worker_id
  JOIN workforce_unit unit ON unit.id = worker.unit_id
 CROSS JOIN LATERAL unnest(unit.path) AS above(id)
 GROUP BY above.id, promoted.year
"""

_WAGES = """
INSERT INTO skills_wagesinyear (unit_id, year, is_high_skilled, people, total)
SELECT above.id, means.year, means.is_high, sum(means.people), sum(means.total)
  FROM ({means}) AS means (unit, year, is_high, people, total)
  JOIN workforce_unit unit ON unit.id = means.unit
 CROSS JOIN LATERAL unnest(unit.path) AS above(id)
 GROUP BY above.id, means.year, means.is_high
"""


def count_past_figures(*, today: date, now: datetime) -> list[str]:
    """Count everything that is kept of the past anew; what was counted. Days nobody asks for are dropped."""
    standing = {TARGETS, *subjects_of_years(today, YEARS_KEPT)}
    kept = FigureCount.objects.exclude(subject__in=standing)
    forgotten = kept.filter(asked_on__lt=today - timedelta(days=DAYS_REMEMBERED))
    for subject in list(forgotten.values_list("subject", flat=True)):
        _drop_day(date.fromisoformat(subject))
    subjects = [*sorted(standing), *kept.order_by("subject").values_list("subject", flat=True)]
    _count(subjects, today=today, now=now)
    return subjects


def count_asked_figures(*, today: date, now: datetime) -> list[str]:
    """Count what somebody asked for and was never counted; what was counted."""
    asked = FigureCount.objects.filter(counted_at=None).order_by("subject")
    subjects = list(asked.values_list("subject", flat=True))
    _count(subjects, today=today, now=now)
    return subjects


def _count(subjects: Iterable[str], *, today: date, now: datetime) -> None:
    for subject in subjects:
        with transaction.atomic(), connection.cursor() as cursor:
            # two counts of one subject take turns
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('skills_figurecount'), hashtext(%s))", [subject]
            )
            match subject:
                case "promotions":
                    cursor.execute("DELETE FROM skills_promotionsinyear")
                    cursor.execute(_PROMOTIONS)
                case "wages":
                    cursor.execute("DELETE FROM skills_wagesinyear")
                    everything = {"people": None, "first": None, "last": None, "high_from": HIGH_SKILLED_FROM}
                    cursor.execute(_WAGES.replace("{means}", MEANS), everything)
                case "targets":
                    _count_targets(today)
                case _:
                    _count_day(date.fromisoformat(subject))
            FigureCount.objects.update_or_create(
                subject=subject,
                defaults={"counted_at": now},
                create_defaults={"asked_on": today, "counted_at": now},
            )


def _count_day(day: date) -> None:
    everybody = levels_on(day)
    with connection.cursor() as cursor, planned_for_many():
        cursor.execute("DELETE FROM skills_levelsonday WHERE day = %s", [day])
        cursor.execute(
            _LEVELS.replace("{levels}", everybody.sql), {**everybody.parameters, "employed": list(EMPLOYED)}
        )


def _count_targets(today: date) -> None:
    targets = list(Target.objects.in_force().filter(measure__in=MEASURED_AT_NIGHT).select_related("unit"))
    TargetCount.objects.all().delete()
    TargetCount.objects.bulk_create(
        TargetCount(target_id=pk, value=value) for pk, value in count_targets(targets, today=today).items()
    )


def _drop_day(day: date) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM skills_levelsonday WHERE day = %s", [day])
        FigureCount.objects.filter(subject=day.isoformat()).delete()
