"""Reads of the kept totals of units: exact at every moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import connection

# Totals and what is not folded yet are read in one statement: a fold moves rows from one to the other.
_READ = """
WITH pending AS (
    SELECT unit_id, measure, sum(number) AS number
      FROM workforce_unittotalchange WHERE measure = ANY(%(measures)s) GROUP BY unit_id, measure
)
SELECT unit_id, measure, sum(number)::bigint
  FROM (SELECT unit_id, measure, number
          FROM workforce_unittotal
         WHERE unit_id = ANY(%(units)s) AND measure = ANY(%(measures)s)
        UNION ALL
        SELECT above.id, pending.measure, pending.number
          FROM pending
          JOIN workforce_unit unit ON unit.id = pending.unit_id
         CROSS JOIN LATERAL unnest(unit.path) AS above(id)
         WHERE above.id = ANY(%(units)s)) AS both_parts
 GROUP BY unit_id, measure
"""


def totals_of(unit_ids: Collection[int], measures: Sequence[str]) -> dict[int, dict[str, int]]:
    """By unit and measure, what the unit counts with everything below it. One statement, whatever the people.

    A unit or measure that counts nobody may be absent.
    """
    totals: dict[int, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"units": list(unit_ids), "measures": list(measures)})
        for unit_id, measure, number in cursor.fetchall():
            totals[unit_id][measure] = number
    return totals
