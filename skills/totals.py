"""The measures the skills app keeps of units: people by level."""

from skills.models.level_total import LEVEL_MEASURE
from workforce.unit_totals import count_measures

count_measures(
    "levels",
    f"""SELECT worker.unit_id, '{LEVEL_MEASURE}' || standing.held_level AS measure, count(*) AS number
          FROM skills_standing standing JOIN workforce_worker worker ON worker.id = standing.worker_id
         WHERE standing.occupation_id IS NOT NULL AND worker.status IN ('active', 'on_leave')
         GROUP BY worker.unit_id, standing.held_level""",  # noqa: S608 - constant SQL
)
