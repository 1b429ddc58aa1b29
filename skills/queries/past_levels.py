"""How many people stood on each level on past days, counted from the facts in force on each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection

from workforce.enums import EMPLOYED

# The main occupation by the same rule as today's (eligibility/sql/dates.sql): the open spell begun last,
# else the highest grade; the level is the highest grade held in it by then.
_COUNTS = """
WITH day AS (SELECT unnest(%(days)s::date[]) AS day),
person AS MATERIALIZED (
    SELECT day.day, p.worker_id AS worker, p.unit_id AS unit
      FROM day
      JOIN workforce_placement p ON p.since <= day.day AND (p.until IS NULL OR p.until > day.day)
      JOIN workforce_worker w ON w.id = p.worker_id
     WHERE p.status = ANY(%(employed)s) AND p.unit_id = ANY(%(units)s)
       AND w.unit_id = ANY(%(reached)s) AND w.merged_into_id IS NULL
),
mention AS (
    SELECT person.day, person.worker, s.occupation_id AS occupation, s.since AS open_since,
           NULL::smallint AS level
      FROM person
      JOIN skills_employmentspell s ON s.worker_id = person.worker AND s.voided_at IS NULL
       AND s.since <= person.day AND (s.until IS NULL OR s.until > person.day)
    UNION ALL
    SELECT person.day, person.worker, g.occupation_id, NULL, g.level
      FROM person
      JOIN skills_graderecord g ON g.worker_id = person.worker AND g.kind = 'grant' AND NOT g.is_void
       AND g.issued_on <= person.day
),
standing AS (
    SELECT DISTINCT ON (day, worker) day, worker, level
      FROM (SELECT day, worker, occupation, max(open_since) AS open_since, COALESCE(max(level), 1) AS level
              FROM mention
             GROUP BY day, worker, occupation) AS held
     ORDER BY day, worker, open_since DESC NULLS LAST, level DESC, occupation
)
SELECT person.day, person.unit, COALESCE(standing.level, 0), count(*)
  FROM person
  LEFT JOIN standing ON standing.day = person.day AND standing.worker = person.worker
 GROUP BY 1, 2, 3
"""

#: By unit id, how many people stand on no level (0) and on each of the eight.
CountsByUnit = dict[int, list[int]]


def levels_on_days(
    days: Sequence[date], *, unit_ids: Collection[int], reached: Collection[int], number_of_levels: int
) -> dict[date, CountsByUnit]:
    """Of each day, the people then employed in each of the units, by the level then held; one statement.

    Counted are people who work today in one of the units in `reached`: whoever sees a worker sees the past.
    """
    counts: dict[date, CountsByUnit] = {
        day: defaultdict(lambda: [0] * (number_of_levels + 1)) for day in days
    }
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS,
            {
                "days": list(days),
                "employed": list(EMPLOYED),
                "units": list(unit_ids),
                "reached": list(reached),
            },
        )
        for day, unit_id, level, people in cursor.fetchall():
            counts[day][unit_id][level] += people
    return counts
