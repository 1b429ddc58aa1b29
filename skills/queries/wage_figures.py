"""What high-skilled people earn above the others (001-23), without telling what any one person earns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from base.scoping import AnyUser
from skills.enums import HIGH_SKILLED_FROM
from skills.queries.figures import figure_units
from workforce.access import Access
from workforce.models import Unit

#: Groups of fewer people are not shown where wages are: an average of four tells each what the others earn.
SMALLEST_GROUP = 5

# One mean a person and year, then one a group: a person paid for two months weighs as one paid for twelve.
# The level is the highest held by the end of the year in the occupation worked in.
_MEANS = """
WITH paid AS (
    SELECT wage.worker_id AS worker, standing.occupation_id AS occupation,
           extract(year FROM wage.month)::integer AS year, avg(wage.amount) AS mean
      FROM skills_monthlywage wage
      JOIN workforce_worker worker ON worker.id = wage.worker_id AND worker.unit_id = ANY(%(units)s)
      JOIN skills_standing standing
        ON standing.worker_id = worker.id AND standing.occupation_id IS NOT NULL
     WHERE wage.voided_at IS NULL AND wage.month BETWEEN %(first)s AND %(last)s
     GROUP BY 1, 2, 3
)
SELECT year, level >= %(high_from)s, count(*), round(avg(mean), 2)
  FROM paid
  LEFT JOIN LATERAL (SELECT COALESCE(max(grade.level), 1) AS level
                       FROM skills_graderecord grade
                      WHERE grade.worker_id = paid.worker AND grade.occupation_id = paid.occupation
                        AND grade.kind = 'grant' AND NOT grade.is_void
                        AND grade.issued_on < make_date(paid.year + 1, 1, 1)) AS held ON true
 GROUP BY 1, 2
"""


@dataclass(frozen=True)
class WageGroup:
    """So many people and their mean monthly wage in yuan; None where the group is too small to be shown."""

    people: int | None
    mean: Decimal | None

    @property
    def is_hidden(self) -> bool:
        """The group has people, and fewer than may be shown."""
        return self.people is None


@dataclass(frozen=True)
class WageYear:
    """A year's means of the high-skilled and of the others; `gap` is the one over the other, less one."""

    year: int
    high: WageGroup
    others: WageGroup

    @property
    def gap(self) -> Fraction | None:
        """0.35 for 35 per cent more; None when either mean is not known or not shown."""
        if not self.high.mean or not self.others.mean:
            return None
        return Fraction(self.high.mean) / Fraction(self.others.mean) - 1


def wage_gap(user: AnyUser, *, years: Sequence[int], unit_id: int | None = None) -> list[WageYear]:
    """Mean monthly wages by year of the people working today in the units whose figures the user sees.

    A group of fewer than five people is hidden, and also one that differs from the same group of the unit
    above by fewer than five: the difference would tell. Two SQL queries at most. Raises Missing.
    """
    own = _means(figure_units(user, unit_id=unit_id), years)
    above = _above(user, unit_id)
    wider = _means(above, years) if above else {}
    return [
        WageYear(
            year, *(_shown(own.get((year, is_high)), wider.get((year, is_high))) for is_high in (True, False))
        )
        for year in years
    ]


def _above(user: AnyUser, unit_id: int | None) -> frozenset[int]:
    """The unit above with everything below it, when the user sees its figures too."""
    if unit_id is None:
        return frozenset()
    parent_id = Unit.objects.filter(pk=unit_id).values_list("parent", flat=True).first()
    return Access.of(user).below(parent_id) if parent_id in figure_units(user) else frozenset()


def _means(unit_ids: frozenset[int], years: Sequence[int]) -> dict[tuple[int, bool], tuple[int, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _MEANS,
            {
                "units": list(unit_ids),
                "first": f"{min(years)}-01-01",
                "last": f"{max(years)}-12-01",
                "high_from": HIGH_SKILLED_FROM,
            },
        )
        return {(year, is_high): (people, mean) for year, is_high, people, mean in cursor.fetchall()}


def _shown(group: tuple[int, Decimal] | None, wider: tuple[int, Decimal] | None) -> WageGroup:
    if group is None:
        return WageGroup(0, None)
    people, mean = group
    others_above = wider[0] - people if wider else 0
    if people < SMALLEST_GROUP or 0 < others_above < SMALLEST_GROUP:
        return WageGroup(None, None)
    return WageGroup(people, mean)
