"""The measure the workforce keeps of units: people employed."""

from workforce.unit_totals import count_measures

#: People employed today.
EMPLOYED_PEOPLE = "employed"

count_measures(
    EMPLOYED_PEOPLE,
    f"""SELECT unit_id, '{EMPLOYED_PEOPLE}' AS measure, count(*) AS number
          FROM workforce_worker WHERE status IN ('active', 'on_leave') GROUP BY unit_id""",  # noqa: S608
)
