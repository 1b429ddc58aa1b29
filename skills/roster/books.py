"""The names a roster may use: units of the organisation tree, occupations with their other names, majors."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from base.text import clean
from skills.models import Major, Occupation, OccupationAlias
from workforce.enums import UnitKind
from workforce.models import Unit


def name_key(name: str) -> str:
    """A name in the form in which names are compared: narrow, without spaces."""
    return "".join(clean(name).split())


@dataclass(frozen=True, slots=True)
class BookedUnit:
    """A unit with what finding it by name needs."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """Where a row's unit names lead: a unit, or units still to be created, or a fault in a column."""

    unit_id: int | None = None
    to_create: tuple[str, ...] = ()
    below_id: int | None = None
    fault: str = ""
    column: str = "unit"
    value: str = ""
    suggestion: str = ""


class UnitBook:
    """All units by name. One statement when made; what was looked up once is remembered."""

    def __init__(self, *, today: date) -> None:
        self._units: dict[int, BookedUnit] = {}
        self._by_name: dict[str, list[BookedUnit]] = defaultdict(list)
        self._below: dict[int | None, list[BookedUnit]] = defaultdict(list)
        self._shown: dict[int, tuple[str, str]] = {}
        self._found: dict[tuple[str, str, bool], FoundUnit] = {}
        fields = ("pk", "parent_id", "name", "kind", "opened_on", "closed_on")
        for pk, parent_id, name, kind, opened_on, closed_on in Unit.objects.order_by("code").values_list(
            *fields
        ):
            is_open = (opened_on is None or opened_on <= today) and (closed_on is None or closed_on > today)
            unit = BookedUnit(pk, parent_id, name, kind, is_open)
            self._units[pk] = unit
            self._by_name[name_key(name)].append(unit)
            self._below[parent_id].append(unit)

    @property
    def content(self) -> list[BookedUnit]:
        """All units, in the order of their codes."""
        return list(self._units.values())

    @property
    def root_id(self) -> int | None:
        """The one unit without a parent, None when there are none or several."""
        roots = self._below[None]
        return roots[0].id if len(roots) == 1 else None

    def shown(self, unit_id: int) -> tuple[str, str]:
        """How a roster shows a unit: the company (else the group) it is of, and the workshop below that."""
        known = self._shown.get(unit_id)
        if known is None:
            known = self._shown[unit_id] = self._show(unit_id)
        return known

    def _show(self, unit_id: int) -> tuple[str, str]:
        path = self._path(unit_id)
        company = next((i for i, unit in enumerate(path) if unit.kind == UnitKind.COMPANY), None)
        if company is None:
            company = next((i for i, unit in enumerate(path) if unit.kind == UnitKind.GROUP), len(path) - 1)
        below = path[:company]
        workshop = next((unit for unit in reversed(below) if unit.kind == UnitKind.WORKSHOP), None)
        if workshop is None and below:
            workshop = below[-1]
        return path[company].name, workshop.name if workshop else ""

    def _path(self, unit_id: int) -> list[BookedUnit]:
        """The unit and those above it, upward."""
        path = [self._units[unit_id]]
        while (parent_id := path[-1].parent_id) is not None:
            path.append(self._units[parent_id])
        return path

    def find(self, company: str, workshop: str, *, create: bool) -> FoundUnit:
        """The unit with these names: a company, or a workshop or department anywhere below it."""
        names = (company, workshop, create)
        known = self._found.get(names)
        if known is None:
            known = self._found[names] = self._search(company, workshop, create=create)
        return known

    def _search(self, company: str, workshop: str, *, create: bool) -> FoundUnit:
        named = self._by_name.get(name_key(company), [])
        companies = [u for u in named if u.kind in (UnitKind.COMPANY, UnitKind.GROUP)] or named
        if not companies:
            if create:
                return FoundUnit(
                    to_create=(company, workshop) if workshop else (company,), below_id=self.root_id
                )
            names = [u.name for u in self._units.values() if u.kind in (UnitKind.COMPANY, UnitKind.GROUP)]
            return FoundUnit(fault="unit_unknown", value=company, suggestion=closest(company, names))
        chosen = _one_of(companies)
        if chosen.fault or not workshop:
            return chosen
        below = self._subtree(chosen.unit_id or 0)
        named = [unit for unit in below if name_key(unit.name) == name_key(workshop)]
        direct = [unit for unit in named if unit.parent_id == chosen.unit_id]
        if named:
            return _one_of(direct or named, column="workshop")
        if create:
            return FoundUnit(to_create=(workshop,), below_id=chosen.unit_id)
        return FoundUnit(
            fault="unit_unknown",
            column="workshop",
            value=workshop,
            suggestion=closest(workshop, [unit.name for unit in below]),
        )

    def _subtree(self, unit_id: int) -> list[BookedUnit]:
        found: list[BookedUnit] = []
        waiting = [unit_id]
        while waiting:
            below = self._below[waiting.pop()]
            found.extend(below)
            waiting.extend(unit.id for unit in below)
        return found


def _one_of(units: list[BookedUnit], *, column: str = "unit") -> FoundUnit:
    """The only open unit among those of one name, or what is wrong with them."""
    is_open = [unit for unit in units if unit.is_open]
    if not is_open:
        return FoundUnit(fault="unit_closed", column=column, value=units[0].name)
    if len(is_open) > 1:
        return FoundUnit(fault="unit_ambiguous", column=column, value=units[0].name)
    return FoundUnit(unit_id=is_open[0].id, column=column)


@dataclass(slots=True)
class OccupationBook:
    """Occupations by name, other name and trade. Two statements when made; look-ups are remembered."""

    names: dict[int, str] = field(default_factory=dict)
    _id_by_name: dict[str, int] = field(default_factory=dict)
    _found: dict[str, int | None] = field(default_factory=dict)
    _closest: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, *, today: date) -> OccupationBook:
        """The book of all occupations with the names in force; a name goes before an alias of another."""
        book = cls()
        for name, occupation_id in OccupationAlias.objects.in_force(today).values_list(
            "name", "occupation_id"
        ):
            book._id_by_name[name_key(name)] = occupation_id
        for pk, name in Occupation.objects.values_list("pk", "name"):
            book.names[pk] = name
            book._id_by_name[name_key(name)] = pk
        return book

    @property
    def content(self) -> tuple[list[tuple[int, str]], list[tuple[str, int]]]:
        """The occupations, and all names they go by."""
        return sorted(self.names.items()), sorted(self._id_by_name.items())

    def find(self, name: str) -> int | None:
        """The occupation with this name or other name."""
        if name not in self._found:
            self._found[name] = self._id_by_name.get(name_key(name))
        return self._found[name]

    def closest(self, name: str) -> str:
        """A listed name that may be meant, or nothing."""
        if name not in self._closest:
            self._closest[name] = closest(name, self._id_by_name)
        return self._closest[name]


def load_majors() -> dict[str, int]:
    """Majors by the form of their name that is compared."""
    return {name_key(name): pk for pk, name in Major.objects.values_list("pk", "name")}


def closest(name: str, names: Iterable[str]) -> str:
    """The one name that is nearly the given one, or nothing."""
    found = difflib.get_close_matches(name_key(name), list(names), n=1, cutoff=0.7)
    return found[0] if found else ""
