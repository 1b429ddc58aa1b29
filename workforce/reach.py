"""What somebody reaches of the organisation: everything, a few units by id, or some branches by path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from workforce.models.unit import Unit, UnitPath, in_branches

#: Up to so many units are named by their ids, which every index on a unit answers; more are a subquery.
NAMED_UNITS = 200


@dataclass(frozen=True)
class Held:
    """A unit something is held on; `below` are the ids at and below it, cut behind `NAMED_UNITS`, None for
    a topmost unit.
    """

    unit_id: int
    path: UnitPath
    below: Sequence[int] | None = None


@dataclass(frozen=True)
class Reach:
    """Some units, each with everything below it.

    `paths` are the topmost of them; `ids` all of them, None where they are too many to be named.
    """

    paths: tuple[UnitPath, ...] = ()
    ids: frozenset[int] | None = frozenset()
    is_everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths)

    @property
    def units(self) -> QuerySet[Unit]:
        """The units, without order; used behind ``__in`` a subquery."""
        if self.is_everything:
            return Unit.objects.order_by()
        if self.ids is not None:
            return Unit.objects.filter(pk__in=self.ids).order_by()
        return Unit.objects.within(self.paths).order_by()

    def rows(self, unit: str) -> Q:
        """Rows of which `unit`, a path from the listed model, is reached ("pk" for units themselves)."""
        if self.is_everything:
            return Q(**{f"{unit}__isnull": False})
        if self.ids is not None:
            return Q(**{f"{unit}__in": self.ids})
        return Q(**{f"{unit}__in": self.units.values("pk")})

    def branches(self) -> Q:
        """The units themselves, of a list of units."""
        return in_branches(self.paths) if self.ids is None and not self.is_everything else self.rows("pk")

    def without_branches(self) -> Reach:
        """The same without what is reached from the top or from right below it (`workforce.branches`)."""
        deep = tuple(path for path in self.paths if len(path) > 2)
        return self if deep == self.paths else Reach(deep, None)

    @property
    def decides_by_id(self) -> bool:
        """Whether the id of a unit is enough to tell if it is reached."""
        return self.is_everything or self.ids is not None

    def has(self, unit_id: int) -> bool:
        """Whether the unit is reached, where its id is enough to tell."""
        return self.is_everything or (self.ids is not None and unit_id in self.ids)

    def covers(self, path: UnitPath) -> bool:
        """Whether the unit of this path is reached."""
        if not path:
            return False
        return self.is_everything or any(tuple(path[: len(above)]) == above for above in self.paths)

    def includes(self, other: Reach) -> bool:
        """Whether every unit of the other one is reached, too."""
        return all(self.covers(path) for path in other.paths)


NOTHING = Reach()


def only(unit: Unit) -> Reach:
    """One unit with everything below it."""
    return Reach((tuple(unit.path),), None)


def join_reach(units: Iterable[Held], tops: Set[int]) -> Reach:
    """The units, each with everything below it, where `tops` are the topmost units of the organisation."""
    held = {tuple(unit.path): unit for unit in units}
    paths = tuple(
        path for path in sorted(held) if not any(path[:length] in held for length in range(1, len(path)))
    )
    if not paths:
        return NOTHING
    if tops <= {path[-1] for path in paths}:
        return Reach(paths, None, is_everything=True)
    below = [held[path].below for path in paths]
    ids: set[int] = set()
    for some in below:
        if some is None:
            return Reach(paths, None)
        ids.update(some)
    return Reach(paths, frozenset(ids) if len(ids) <= NAMED_UNITS else None)
