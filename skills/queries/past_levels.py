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

_COUNTS = """
SELECT above.id, CASE WHEN stood.occupation IS NULL THEN 0 ELSE stood.level END, count(*)
  FROM ({levels}) AS stood
  JOIN workforce_worker w ON w.id = stood.worker
  JOIN workforce_unit present ON present.id = w.unit_id AND present.path && %(tops)s::bigint[]
  JOIN workforce_unit past ON past.id = stood.unit
 CROSS JOIN LATERAL unnest(past.path) AS above(id)
 WHERE stood.status = ANY(%(employed)s) AND above.id = ANY(%(units)s)
 GROUP BY 1, 2
"""

#: By unit id, how many people stand on no level (0) and on each of the eight.
CountsByUnit = dict[int, list[int]]


def levels_on_day(
    day: date, *, unit_ids: Collection[int], tops: Collection[int], worker_ids: Sequence[int] | None = None
) -> CountsByUnit:
    """The people employed on a day in each of the units or below, by the level then held. One
    statement, which may lag.

    Counted are people who work today in one of `tops` or below: whoever sees a worker sees the past. With
    `worker_ids` of these alone.
    """
    of_all = levels_on(day, worker_ids)
    values = {**of_all.parameters, "employed": list(EMPLOYED), "units": list(unit_ids), "tops": list(tops)}

    def read(using: str) -> CountsByUnit:
        counts: CountsByUnit = defaultdict(lambda: [0] * (len(Level) + 1))
        with connections[using].cursor() as cursor:
            cursor.execute(_COUNTS.replace("{levels}", of_all.sql), values)
            for unit_id, level, people in cursor.fetchall():
                counts[unit_id][level] += people
        return counts

    return read_behind(read)
