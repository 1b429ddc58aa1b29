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
from skills.models import WagesInYear
from skills.queries.figures import figure_reach, people_of, shown_units
from skills.queries.kept_figures import WAGES, counted_at, is_large
from workforce.models import Unit
from workforce.reach import Reach

#: Groups of fewer people are not shown where wages are: an average of four tells each what the others earn.
SMALLEST_GROUP = 5

# One mean a person and year, then their sum by unit: a person paid for two months weighs as one paid for
# twelve. The level is the highest held by the end of the year in the occupation worked in.
MEANS = """
WITH paid AS (
    SELECT wage.worker_id AS worker, worker.unit_id AS unit, standing.occupation_id AS occupation,
           extract(year FROM wage.month)::integer AS year, avg(wage.amount) AS mean
      FROM skills_monthlywage wage
      JOIN workforce_worker worker ON worker.id = wage.worker_id
      JOIN skills_standing standing
        ON standing.worker_id = worker.id AND standing.occupation_id IS NOT NULL
     WHERE wage.voided_at IS NULL
       AND (%(people)s::bigint[] IS NULL OR wage.worker_id = ANY(%(people)s::bigint[]))
       AND (%(first)s::date IS NULL OR wage.month BETWEEN %(first)s AND %(last)s)
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


# Of each unit shown with everything below it.
_SUMS = f"""
SELECT above.id, means.year, means.is_high, sum(means.people), sum(means.total)
  FROM ({MEANS}) AS means (unit, year, is_high, people, total)
  JOIN workforce_unit unit ON unit.id = means.unit
 CROSS JOIN LATERAL unnest(unit.path) AS above(id)
 WHERE above.id = ANY(%(shown)s::bigint[])
 GROUP BY 1, 2, 3
"""  # noqa: S608 - constant SQL


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
#: These by year, and whether of the high-skilled or of the others.
_SumsByGroup = dict[tuple[int, bool], _Sums]
#: Of each unit seen the one above; None for the topmost.
_Parents = dict[int, int | None]


def wage_gap(user: AnyUser, *, years: Sequence[int], unit_id: int | None = None) -> list[WageYear]:
    """Mean monthly wages by year of the people working today in the units whose figures the user sees.

    A group of fewer than five people is hidden. So are others, where adding and taking away what is shown of
    the units beside and above would tell of fewer than five. Of many people the wages are read as counted
    last. Raises Missing, FiguresNotCounted.
    """
    reach = figure_reach(user)
    unit = None if unit_id is None else shown_units(user, unit_id=unit_id)[0]
    parents = _parents(reach, unit)
    if is_large(reach):
        counted_at(WAGES)
        sums = _kept_sums(parents, years)
    else:
        sums = _sums_now(reach, parents, years)
    return [
        WageYear(
            year, *(_group(unit_id, sums.get((year, is_high), {}), parents) for is_high in (True, False))
        )
        for year in years
    ]


def _parents(reach: Reach, unit: Unit | None) -> _Parents:
    """The units on the way up from the unit within the reach, with all beside each: what may tell of it."""
    parents: _Parents = dict.fromkeys((path[-1] for path in reach.paths), None)
    if unit is not None:
        on_the_way = [place for place in unit.path if reach.covers(unit.path[: unit.path.index(place) + 1])]
        beside = Unit.objects.filter(parent__in=on_the_way).order_by().values_list("pk", "parent_id")
        parents.update(beside)
    return parents


def _sums_now(reach: Reach, parents: _Parents, years: Sequence[int]) -> _SumsByGroup:
    values: dict[str, Any] = {
        "people": people_of(reach),
        "shown": list(parents),
        "first": f"{min(years)}-01-01",
        "last": f"{max(years)}-12-01",
        "high_from": HIGH_SKILLED_FROM,
    }

    def read(using: str) -> _SumsByGroup:
        sums = _no_sums()
        with connections[using].cursor() as cursor:
            cursor.execute(_SUMS, values)
            for unit, year, is_high, people, total in cursor.fetchall():
                _add(sums[year, is_high], unit, _Sum(int(people), total), parents)
        return sums

    return read_behind(read)


def _kept_sums(parents: _Parents, years: Sequence[int]) -> _SumsByGroup:
    sums = _no_sums()
    for row in WagesInYear.objects.filter(unit__in=parents, year__in=years):
        _add(sums[row.year, row.is_high_skilled], row.unit_id, _Sum(row.people, row.total), parents)
    return sums


def _no_sums() -> _SumsByGroup:
    return defaultdict(lambda: defaultdict(lambda: _NOBODY))


def _add(sums: _Sums, unit: int, of_unit: _Sum, parents: _Parents) -> None:
    """Keep the sum of a unit; that of a topmost one belongs to everything, too."""
    sums[unit] = of_unit
    if parents[unit] is None:
        sums[None] += of_unit


def _group(unit_id: int | None, sums: _Sums, parents: _Parents) -> WageGroup:
    """The group of a unit with everything below it, as far as it may be told."""
    asked = sums.get(unit_id, _NOBODY)
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
