"""The kept totals of units: changes folded in, and everything counted anew.

A fold and a rebuild take turns at an advisory lock; a unit that moves holds it shared until its transaction
ends. Nobody else waits: who changes a person only adds rows, and readers add what is not folded yet.
"""

from __future__ import annotations

from django.db import connection, transaction

from workforce.unit_totals import counted_sql

_LOCK = "hashtext('workforce_unittotal')"

_FOLD = """
WITH taken AS (
    DELETE FROM workforce_unittotalchange RETURNING unit_id, measure, number
), summed AS (
    SELECT above.id AS unit_id, change.measure, sum(change.number) AS number
      FROM (SELECT unit_id, measure, sum(number) AS number FROM taken GROUP BY unit_id, measure) AS change
      JOIN workforce_unit unit ON unit.id = change.unit_id
     CROSS JOIN LATERAL unnest(unit.path) AS above(id)
     GROUP BY above.id, change.measure HAVING sum(change.number) <> 0
), written AS (
    INSERT INTO workforce_unittotal AS total (unit_id, measure, number)
    SELECT unit_id, measure, number FROM summed
        ON CONFLICT (unit_id, measure) DO UPDATE SET number = total.number + EXCLUDED.number
)
SELECT count(*) FROM taken
"""

# One statement, so one moment: the facts counted are those whose changes are taken away with them.
_REBUILD = """
WITH counted AS MATERIALIZED ({counted}), taken AS (
    DELETE FROM workforce_unittotalchange
), gone AS (
    DELETE FROM workforce_unittotal total
     WHERE NOT EXISTS (SELECT FROM counted
                        WHERE counted.unit_id = total.unit_id AND counted.measure = total.measure)
     RETURNING 1
), written AS (
    INSERT INTO workforce_unittotal AS total (unit_id, measure, number)
    SELECT unit_id, measure, number FROM counted
        ON CONFLICT (unit_id, measure) DO UPDATE SET number = EXCLUDED.number
     WHERE total.number <> EXCLUDED.number
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""


def fold_totals() -> int:
    """Fold the changes into the totals; how many there were. Zero also while a unit moves or somebody folds.

    Two statements. What is killed half-way is not done at all.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_LOCK})")
        (is_mine,) = cursor.fetchone()
        if not is_mine:
            return 0
        cursor.execute(_FOLD)
        (folded,) = cursor.fetchone()
    return int(folded)


def rebuild_totals() -> int:
    """Count every measure of every unit anew; how many rows were wrong or missing. People go on working.

    For a system whose facts were loaded past the triggers.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
        cursor.execute(_REBUILD.replace("{counted}", counted_sql()))
        (written,) = cursor.fetchone()
    return int(written)
