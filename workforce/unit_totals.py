"""What the totals of units count. Each app declares its measures in `<app>/totals.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.module_loading import autodiscover_modules

_counts: dict[str, str] = {}


def count_measures(name: str, sql: str) -> None:
    """Declare how measures are counted from the facts.

    `sql` selects `unit_id`, `measure` and `number` of what stands in each unit itself. It must give what the
    triggers of the tables it reads keep (`workforce.models.unit_total.total_triggers`).
    """
    if _counts.get(name, sql) != sql:
        raise ValueError(f"The measures {name!r} are declared twice.")
    _counts[name] = sql


def all_measures() -> Mapping[str, str]:
    """The statement of each declared name, in name order; imports each app's `totals` module."""
    autodiscover_modules("totals")
    return MappingProxyType(dict(sorted(_counts.items())))


def counted_sql() -> str:
    """SQL that counts every measure anew: `unit_id`, `measure`, `number` of each unit with all below it."""
    own = " UNION ALL ".join(f"({sql})" for sql in all_measures().values())
    return f"""
        SELECT above.id AS unit_id, own.measure, sum(own.number)::bigint AS number
          FROM ({own}) AS own
          JOIN workforce_unit unit ON unit.id = own.unit_id
         CROSS JOIN LATERAL unnest(unit.path) AS above(id)
         GROUP BY above.id, own.measure
    """  # noqa: S608 - constant SQL


#: What is still to be folded into the totals: `unit_id`, `measure`, `number` of each unit with all below it.
PENDING_SQL = """
    SELECT above.id AS unit_id, change.measure, sum(change.number)::bigint AS number
      FROM (SELECT unit_id, measure, sum(number) AS number
              FROM workforce_unittotalchange GROUP BY unit_id, measure) AS change
      JOIN workforce_unit unit ON unit.id = change.unit_id
     CROSS JOIN LATERAL unnest(unit.path) AS above(id)
     GROUP BY above.id, change.measure
"""
