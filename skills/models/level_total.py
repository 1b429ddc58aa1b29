"""The totals of people by level: kept by triggers on workers and on where they stand."""

from __future__ import annotations

import pgtrigger

from skills.models.eligibility import Standing
from workforce.models.total_triggers import total_triggers
from workforce.models.worker import Worker

#: Measures are "level.1" to "level.8": people employed who work in an occupation, by the level held.
LEVEL_MEASURE = "level."

_LEVEL_OF_WORKER = f"""
    SELECT changed.unit_id, '{LEVEL_MEASURE}' || standing.held_level AS measure, changed.people
      FROM changed
      JOIN skills_standing standing ON standing.worker_id = changed.id AND standing.occupation_id IS NOT NULL
     WHERE changed.status IN ('active', 'on_leave')
"""  # noqa: S608 - constant SQL
# The workers are held as every change of a person holds them: whoever transfers one and whoever moves its
# level at the same moment would otherwise each count by what the other is about to change. They are held
# before the status is looked at (hence "materialized"), since that may be what changes.
_LEVEL_OF_STANDING = """
    WITH held AS MATERIALIZED (
        SELECT id, unit_id, status FROM workforce_worker
         WHERE id = ANY(ARRAY(SELECT worker_id FROM changed WHERE measure IS NOT NULL))
         ORDER BY id FOR NO KEY UPDATE
    )
    SELECT held.unit_id, changed.measure, changed.people
      FROM changed JOIN held ON held.id = changed.worker_id
     WHERE held.status IN ('active', 'on_leave')
"""

pgtrigger.register(
    *total_triggers(
        "levels",
        columns={
            "worker_id": "worker_id",
            "measure": f"CASE WHEN occupation_id IS NOT NULL THEN '{LEVEL_MEASURE}' || held_level END",
        },
        counted=_LEVEL_OF_STANDING,
    )
)(Standing)


class WorkerOnLevel(Worker):
    """A worker, whose unit and status decide where the level counts: holds the triggers that keep it so."""

    class Meta:
        proxy = True
        triggers = total_triggers(
            "levels",
            columns={"id": "id", "unit_id": "unit_id", "status": "status"},
            counted=_LEVEL_OF_WORKER,
        )
