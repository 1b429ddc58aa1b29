"""What high-skilled people earn above the others (001-23), without telling what any one person earns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import connections

from base.replica import read_behind
from base.scoping import AnyUser
from skills.enums import HIGH_SKILLED_FROM
from skills.queries.figures import figure_units
from workforce.models import Unit

#: Groups of fewer people are not shown where wages are: an average of four tells each what the others earn.
SMALLEST_GROUP = 5

# One mean a person and year, then their sum by unit: a person paid for two months weighs as one paid for
# twelve. The level is the highest held by the end of the year in the occupation worked in.
_MEANS = """
WITH paid AS (
    SELECT wage.worker_id AS worker, worker.unit_id AS unit, standing.occupation_id AS occupation,
           extract(year FROM wage.month)::integer AS year, avg(wage.amount) AS mean
      FROM skills_monthlywage wage
      JOIN workforce_worker worker ON worker.id = wage.worker_id AND worker.unit_id = ANY(%(units)s)
      JOIN skills_standing standing
        ON standing.worker_id = worker.id AND standing.occupation_id IS NOT NULL
     WHERE wage.voided_at IS NULL AND wage.month BETWEEN %(first)s AND %(last)s
     GROUP BY 1, 2, 3, 4
)
SELECT unit, year, level >= %(high_from)s, count(*), sum(mean)
  FROM paid
  LEFT JOIN LATERAL (SELECT COALESCE(max(grade.level), 1) AS level
                       FROM skills_graderecord grade
                      WHERE grade.worker_id = paid.worker AND grade.occupation_id = paid.occupation
                        AND grade.kind = 'grant' AND NOT grade.is_void
                        AND grade.issued_on < make_date(paid.year + 1, 1, 1)) AS held ON true
 GROUP BY 1, 2, 3
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


@dataclass(frozen=True)
class _Sum:
    """So many people and the sum of their mean monthly wages."""

    people: int
    total: Decimal

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(self.people + other.people, self.total + other.total)


_NOBODY = _Sum(0, Decimal(0))
#: The sums of a year's group by unit; under None those of everything the user sees.
_Sums = dict[int | None, _Sum]
#: Of each unit seen the one above; None for the topmost.
_Parents = dict[int, int | None]


def wage_gap(user: AnyUser, *, years: Sequence[int], unit_id: int | None = None) -> list[WageYear]:
    """Mean monthly wages by year of the people working today in the units whose figures the user sees.

    A group of fewer than five people is hidden. So are others, where adding and taking away what is shown of
    the units beside and above would tell of fewer than five. Two SQL queries. Raises Missing.
    """
    figure_units(user, unit_id=unit_id)  # refuses a unit not reached
    reached = figure_units(user)
    parents = _parents(reached)
    own = _own_sums(reached, years)
    return [
        WageYear(year, *(_group(unit_id, own.get((year, is_high), {}), parents) for is_high in (True, False)))
        for year in years
    ]


def _parents(unit_ids: frozenset[int]) -> _Parents:
    above = Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "parent_id")
    return {unit: parent if parent in unit_ids else None for unit, parent in above}


def _own_sums(unit_ids: frozenset[int], years: Sequence[int]) -> dict[tuple[int, bool], dict[int, _Sum]]:
    values: dict[str, Any] = {
        "units": list(unit_ids),
        "first": f"{min(years)}-01-01",
        "last": f"{max(years)}-12-01",
        "high_from": HIGH_SKILLED_FROM,
    }

    def read(using: str) -> dict[tuple[int, bool], dict[int, _Sum]]:
        sums: dict[tuple[int, bool], dict[int, _Sum]] = defaultdict(dict)
        with connections[using].cursor() as cursor:
            cursor.execute(_MEANS, values)
            for unit, year, is_high, people, total in cursor.fetchall():
                sums[year, is_high][unit] = _Sum(people, total)
        return sums

    return read_behind(read)


def _group(unit_id: int | None, own: dict[int, _Sum], parents: _Parents) -> WageGroup:
    """The group of a unit with everything below it, as far as it may be told."""
    sums: _Sums = defaultdict(lambda: _NOBODY)
    for unit, of_unit in own.items():
        for place in _way_up(unit, parents):
            sums[place] += of_unit
    asked = sums[unit_id]
    if not asked.people:
        return WageGroup(0, None)
    if asked.people < SMALLEST_GROUP or any(
        _is_kept_back(unit, sums, parents) for unit in _way_up(unit_id, parents) if unit is not None
    ):
        return WageGroup(None, None)
    return WageGroup(asked.people, (asked.total / asked.people).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _way_up(unit: int | None, parents: _Parents) -> Iterator[int | None]:
    """The unit, those above it, and at the end None: everything."""
    while unit is not None:
        yield unit
        unit = parents[unit]
    yield None


def _is_kept_back(unit: int, sums: _Sums, parents: _Parents) -> bool:
    """Whether the unit is the one hidden beside a rest too small to be told.

    Taking the units shown away from the one above leaves its own staff and the small units. When they are
    fewer than five together, the smallest unit shown is hidden with them, and everything below it.
    """
    above = parents[unit]
    beside = [other for other, parent in parents.items() if parent == above and other in sums]
    large = [other for other in beside if sums[other].people >= SMALLEST_GROUP]
    rest = sums[above].people - sum(sums[other].people for other in large)
    return 0 < rest < SMALLEST_GROUP and unit == min(large, key=lambda other: (sums[other].people, other))
