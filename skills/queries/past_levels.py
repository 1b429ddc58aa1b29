"""How many people stood on each level on past days, by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db import connections

from base.replica import read_behind
from skills.enums import Level
from skills.queries.past_days import levels_on
from workforce.enums import EMPLOYED

# Counted by unit first: the tree then reads the few units named in an array, not all there are.
_COUNTS = """
WITH stood AS MATERIALIZED (
    SELECT unit, CASE WHEN occupation IS NULL THEN 0 ELSE level END AS level, count(*) AS people
      FROM ({levels}) AS everybody
     WHERE status = ANY(%(employed)s)
     GROUP BY 1, 2
)
SELECT above.id, stood.level, sum(stood.people)::bigint
  FROM stood
  JOIN workforce_unit past ON past.id = stood.unit AND past.id = ANY(ARRAY(SELECT unit FROM stood))
 CROSS JOIN LATERAL unnest(past.path) AS above(id)
 WHERE above.id = ANY(%(units)s)
 GROUP BY 1, 2
"""

#: By unit id, how many people stand on no level (0) and on each of the eight.
CountsByUnit = dict[int, list[int]]


def levels_on_day(
    day: date, *, unit_ids: Collection[int], worker_ids: Sequence[int] | None = None
) -> CountsByUnit:
    """The people employed on a day in each of the units or below, by the level then held. One
    statement, which may lag.

    Counted are the workers named, else everybody. Whoever sees a worker sees the past, so name those who
    work today where the reader sees them.
    """
    of_all = levels_on(day, worker_ids)
    values = {**of_all.parameters, "employed": list(EMPLOYED), "units": list(unit_ids)}

    def read(using: str) -> CountsByUnit:
        counts: CountsByUnit = defaultdict(lambda: [0] * (len(Level) + 1))
        with connections[using].cursor() as cursor:
            cursor.execute(_COUNTS.replace("{levels}", of_all.sql), values)
            for unit_id, level, people in cursor.fetchall():
                counts[unit_id][level] += people
        return counts

    return read_behind(read)
