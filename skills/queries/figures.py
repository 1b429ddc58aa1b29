"""The pyramid: how many people stand on each of the eight levels, by unit, of the units the viewer
reaches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from base.errors import Missing
from base.scoping import AnyUser
from skills.enums import HIGH_SKILLED_FROM, Level
from skills.models.level_total import LEVEL_MEASURE
from skills.queries.kept_figures import counted_at, is_large, kept_levels, people_who_crossed, year_ends
from skills.queries.past_levels import levels_on_day
from skills.rules import FIGURE_ROLES
from workforce.access import Access
from workforce.models import Unit, Worker
from workforce.queries.unit_totals import totals_of
from workforce.reach import Reach, only
from workforce.totals import EMPLOYED_PEOPLE

#: Units below the chosen one that are shown at once; more follow on demand.
UNITS_SHOWN = 50
_MEASURES = (EMPLOYED_PEOPLE, *(f"{LEVEL_MEASURE}{level}" for level in Level))


@dataclass(frozen=True)
class LevelFigures:
    """People employed who work in an occupation, by held level (`counts[0]` is level 1), and the others."""

    counts: tuple[int, ...]
    without_occupation: int = 0

    @property
    def employed(self) -> int:
        """All people employed, office staff without an occupation included."""
        return sum(self.counts) + self.without_occupation

    @property
    def skilled(self) -> int:
        """People who hold a certificate level: junior worker and above."""
        return sum(self.counts[Level.JUNIOR - 1 :])

    @property
    def high_skilled(self) -> int:
        """Senior workers and above (高技能人才)."""
        return sum(self.counts[HIGH_SKILLED_FROM - 1 :])

    @property
    def skilled_share(self) -> Fraction | None:
        """Skilled of employed; None without people."""
        return Fraction(self.skilled, self.employed) if self.employed else None

    @property
    def high_skilled_share(self) -> Fraction | None:
        """High-skilled of skilled; None without skilled people."""
        return Fraction(self.high_skilled, self.skilled) if self.skilled else None

    @property
    def levels(self) -> list[tuple[Level, int]]:
        """Each level with its count, the highest first, as the pyramid is drawn."""
        return [(level, self.counts[level - 1]) for level in reversed(Level)]


@dataclass(frozen=True)
class UnitFigures:
    """The figures of a unit with everything below it; `depth` is 1 for a unit below the one shown."""

    unit: Unit
    depth: int
    figures: LevelFigures


@dataclass(frozen=True)
class Pyramid:
    """The figures of everything shown, of the unit shown and of the units one level below it.

    Who reaches several units that have nothing above them in reach sees those. `next_code` is the unit code
    after which more units follow. `counted_at`: when a past day of many people was counted last.
    """

    total: LevelFigures
    units: list[UnitFigures]
    next_code: str | None = None
    counted_at: datetime | None = None


def level_pyramid(
    user: AnyUser, *, unit_id: int | None = None, day: date | None = None, after: str = ""
) -> Pyramid:
    """The pyramid of the units `user` reaches as HR, union or audit; of one of them and below when named.

    Shown are the units one level below, `UNITS_SHOWN` at a time from behind the code `after`. With `day` as
    it was on that day: the people then employed in each unit, by the level then held, in the tree of today.
    Today costs three SQL queries beside those of the access, whatever the number of people and units. Raises
    Missing for a unit not reached, FiguresNotCounted for a past day of many people nobody asked for so far.
    """
    heads = shown_units(user, unit_id=unit_id)
    below = _units_below(heads[0], after) if len(heads) == 1 else []
    shown = [(unit, 0) for unit in heads] + [(unit, 1) for unit in below[:UNITS_SHOWN]]
    unit_ids = [unit.pk for unit, _depth in shown]
    units = [unit for unit, _depth in shown]
    figures = figures_now(unit_ids) if day is None else figures_then(user, [day], units)[day]
    rows = [UnitFigures(unit, depth, figures[unit.pk]) for unit, depth in shown]
    next_code = below[UNITS_SHOWN - 1].code if len(below) > UNITS_SHOWN else None
    when = None if day is None else past_counted_at(user, day.isoformat())
    return Pyramid(_added([row.figures for row in rows if row.depth == 0]), rows, next_code, when)


def figures_now(unit_ids: Sequence[int]) -> dict[int, LevelFigures]:
    """The figures of each unit today, from the kept totals. One statement."""
    totals = totals_of(unit_ids, _MEASURES)
    figures = {}
    for unit_id in unit_ids:
        kept = totals.get(unit_id, {})
        counts = tuple(kept.get(f"{LEVEL_MEASURE}{level}", 0) for level in Level)
        figures[unit_id] = LevelFigures(counts, kept.get(EMPLOYED_PEOPLE, 0) - sum(counts))
    return figures


def figures_then(
    user: AnyUser, days: Sequence[date], units: Sequence[Unit]
) -> Mapping[date, dict[int, LevelFigures]]:
    """The figures of the units on past days, of the people whose figures the user sees today.

    Of many people they are read as counted last; else one statement a day. Raises FiguresNotCounted.
    """
    reach = figure_reach(user)
    unit_ids = [unit.pk for unit in units]
    if is_large(reach):
        counts = _kept_counts(days, units, reach)
    else:
        seen = people_of(reach)
        counts = {day: levels_on_day(day, unit_ids=unit_ids, worker_ids=seen) for day in days}
    nobody = [0] * (len(Level) + 1)
    return {
        day: {unit_id: _of_counts(counts[day].get(unit_id, nobody)) for unit_id in unit_ids} for day in days
    }


def people_of(reach: Reach) -> list[int] | None:
    """Ids of everybody who works in these units today; None stands for everybody. Ask it of few people."""
    if reach.is_everything:
        return None
    return list(Worker.objects.filter(reach.rows("unit")).order_by().values_list("pk", flat=True))


def _kept_counts(
    days: Sequence[date], units: Sequence[Unit], reach: Reach
) -> Mapping[date, Mapping[int, list[int]]]:
    counted_at(*(day.isoformat() for day in days))
    if reach.is_everything:
        return kept_levels(days, {unit.pk: 0 for unit in units})
    depths = {
        unit.pk: next(len(top) for top in reach.paths if tuple(unit.path[: len(top)]) == top)
        for unit in units
    }
    counts = kept_levels(days, depths)
    tops = [path[-1] for path in reach.paths]
    for day in days if len(tops) > 1 else ():
        # whoever went from one topmost unit to another one is reached, too
        crossed = levels_on_day(day, unit_ids=list(depths), worker_ids=people_who_crossed(day, tops))
        for unit_id, more in crossed.items():
            counts[day][unit_id][:] = [a + b for a, b in zip(counts[day][unit_id], more, strict=True)]
    return counts


def _of_counts(counts: Sequence[int]) -> LevelFigures:
    return LevelFigures(tuple(counts[1:]), counts[0])


@dataclass(frozen=True)
class DayFigures:
    """The figures of everything shown on a day."""

    day: date
    figures: LevelFigures


def levels_over_years(
    user: AnyUser, *, today: date, years: int, unit_id: int | None = None
) -> list[DayFigures]:
    """The figures at the end of each of the last years and today, oldest first. Raises FiguresNotCounted."""
    heads = shown_units(user, unit_id=unit_id)
    days = year_ends(today, years)
    past = figures_then(user, days, heads)
    now = figures_now([unit.pk for unit in heads])
    return [
        *(DayFigures(day, _added(list(past[day].values()))) for day in days),
        DayFigures(today, _added(list(now.values()))),
    ]


def past_counted_at(user: AnyUser, *subjects: str) -> datetime | None:
    """When the past figures the user sees were counted; None: just now. Raises FiguresNotCounted."""
    return counted_at(*subjects) if is_large(figure_reach(user)) else None


def figure_reach(user: AnyUser) -> Reach:
    """The units whose figures the user sees."""
    return Access.of(user).reach(*FIGURE_ROLES)


def shown_units(user: AnyUser, *, unit_id: int | None = None) -> list[Unit]:
    """The topmost units whose figures the user sees, or the one named; one statement beside the access.

    Raises Missing for a unit not reached.
    """
    reach = figure_reach(user)
    if unit_id is None:
        return list(Unit.objects.filter(pk__in=[path[-1] for path in reach.paths]).order_by("code"))
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not reach.covers(unit.path):
        raise Missing(_("There is no such unit."))
    return [unit]


def _units_below(unit: Unit, after: str) -> list[Unit]:
    below = Unit.objects.filter(parent=unit, code__gt=after).order_by("code")
    return list(below[: UNITS_SHOWN + 1])


def figure_units(user: AnyUser, *, unit_id: int | None = None) -> Reach:
    """The units whose figures the user sees; of one of them and below when named.

    Raises Missing for a unit not reached.
    """
    if unit_id is None:
        return figure_reach(user)
    (unit,) = shown_units(user, unit_id=unit_id)
    return only(unit)


def _added(parts: list[LevelFigures]) -> LevelFigures:
    counts = tuple(sum(part.counts[position] for part in parts) for position in range(len(Level)))
    return LevelFigures(counts, sum(part.without_occupation for part in parts))
