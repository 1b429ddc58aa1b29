"""The pyramid: how many people stand on each of the eight levels, by unit, of the units the viewer
reaches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Case, Count, F, Value, When
from django.utils.translation import gettext as _

from base.errors import Missing
from base.scoping import AnyUser
from skills.enums import HIGH_SKILLED_FROM, Level
from skills.queries.past_levels import levels_on_day
from skills.rules import FIGURE_ROLES
from workforce.access import Access
from workforce.models import Unit, Worker


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
    """The figures of a unit with everything below it; `depth` counts from the topmost unit shown."""

    unit: Unit
    depth: int
    figures: LevelFigures


@dataclass(frozen=True)
class Pyramid:
    """The figures of everything shown, and of each unit in the order of the tree."""

    total: LevelFigures
    units: list[UnitFigures]


def level_pyramid(user: AnyUser, *, unit_id: int | None = None, day: date | None = None) -> Pyramid:
    """The pyramid of the units `user` reaches as HR, union or audit; of one of them and below when named.

    With `day` as it was on that day: the people then employed in each unit, by the level then held, in the
    tree of today. Causes two SQL queries beside those of the access. Raises Missing for a unit not reached.
    """
    units = figure_units(user, unit_id=unit_id)
    tree = _Tree(list(Unit.objects.filter(pk__in=units).order_by("code")))
    if day is None:
        own = _counts_by_unit(units)
    else:
        past = levels_on_day(day, unit_ids=units, reached=figure_units(user))
        own = {pk: LevelFigures(tuple(counts[1:]), counts[0]) for pk, counts in past.items()}
    roots = tree.roots if unit_id is None else [tree.by_id[unit_id]]
    rows = [row for root in roots for row in _figures_below(root, 0, tree, own)]
    return Pyramid(_added([row.figures for row in rows if row.depth == 0]), rows)


@dataclass(frozen=True)
class DayFigures:
    """The figures of everything shown on a day."""

    day: date
    figures: LevelFigures


def levels_over_years(
    user: AnyUser, *, today: date, years: int, unit_id: int | None = None
) -> list[DayFigures]:
    """The figures at the end of each of the last years and today, oldest first; one SQL query a day."""
    days = [*(date(today.year - back, 12, 31) for back in range(years, 0, -1)), today]
    units = figure_units(user, unit_id=unit_id)
    reached = figure_units(user)
    return [
        DayFigures(day, _summed(list(levels_on_day(day, unit_ids=units, reached=reached).values())))
        for day in days
    ]


def _summed(rows: list[list[int]]) -> LevelFigures:
    counts = [sum(row[place] for row in rows) for place in range(len(Level) + 1)]
    return LevelFigures(tuple(counts[1:]), counts[0])


def figure_units(user: AnyUser, *, unit_id: int | None = None) -> frozenset[int]:
    """The units whose figures the user sees; of one of them and below when named.

    Raises Missing for a unit not reached.
    """
    access = Access.of(user)
    reached = access.unit_ids(*FIGURE_ROLES)
    if unit_id is None:
        return reached
    if unit_id not in reached:
        raise Missing(_("There is no such unit."))
    return access.below(unit_id)


class _Tree:
    def __init__(self, units: list[Unit]) -> None:
        self.by_id = {unit.pk: unit for unit in units}
        self.children: dict[int | None, list[Unit]] = defaultdict(list)
        for unit in units:
            self.children[unit.parent_id].append(unit)
        self.roots = [unit for unit in units if unit.parent_id not in self.by_id]


def _counts_by_unit(unit_ids: frozenset[int]) -> dict[int, LevelFigures]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * (len(Level) + 1))
    level_if_in_occupation = Case(
        When(standing__occupation__isnull=False, then=F("standing__held_level")), default=Value(0)
    )
    grouped = (
        Worker.objects.employed()
        .filter(unit_id__in=unit_ids)
        .values_list("unit_id", level_if_in_occupation)
        .annotate(number=Count("pk"))
        .order_by()
    )
    for unit_id, level, number in grouped:
        counts[unit_id][level] += number
    return {unit_id: LevelFigures(tuple(by_level[1:]), by_level[0]) for unit_id, by_level in counts.items()}


def _figures_below(
    unit: Unit, depth: int, tree: _Tree, own: dict[int, LevelFigures]
) -> Iterator[UnitFigures]:
    below = [list(_figures_below(child, depth + 1, tree, own)) for child in tree.children[unit.pk]]
    parts = [rows[0].figures for rows in below]
    yield UnitFigures(unit, depth, _added([own[unit.pk], *parts] if unit.pk in own else parts))
    for rows in below:
        yield from rows


def _added(parts: list[LevelFigures]) -> LevelFigures:
    counts = tuple(sum(part.counts[position] for part in parts) for position in range(len(Level)))
    return LevelFigures(counts, sum(part.without_occupation for part in parts))
