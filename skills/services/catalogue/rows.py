"""What a catalogue holds: shipped rows before they are stored, and the report of a load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class OccupationRow:
    """An occupation of the national classification. `origin` names file and row, in every kind of row."""

    origin: str
    code: str
    name: str
    field: str
    mark: str


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Another name of the occupation with the given code, or a trade within it."""

    origin: str
    occupation: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Work in the occupation `related` counts for `occupation` (codes; directed)."""

    origin: str
    occupation: str
    related: str
    mark: str


@dataclass(frozen=True, slots=True)
class MajorRow:
    """A field of study."""

    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class OccupationMajorRow:
    """A diploma of the major matches the occupation with the given code."""

    origin: str
    occupation: str
    major: str
    mark: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A condition of a route; levels are the order 1 to 8, years whole years."""

    kind: str
    level: int | None = None
    years: int | None = None
    rank: int | None = None
    diploma_kinds: tuple[str, ...] | None = None
    final_year: bool = False
    unrecorded_fact: str = ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One way to be eligible for the level `target`: all clauses must hold."""

    origin: str
    code: str
    target: int
    document: str
    mark: str
    source_note: str
    clauses: tuple[ClauseRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """The routes of a rule set in `[valid_from, valid_to)`."""

    origin: str
    number: int
    valid_from: date
    valid_to: date | None
    document: str
    mark: str
    source_note: str
    release: str
    routes: tuple[RouteRow, ...]


@dataclass(frozen=True, slots=True)
class RuleSetRow:
    """A family of routes with its versions."""

    origin: str
    code: str
    title: str
    applies_to_all: bool
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class StandardRow:
    """The standard of an occupation (code) in `[valid_from, valid_to)` and the rule set it names."""

    origin: str
    occupation: str
    title: str
    edition: str
    rule_set: str
    valid_from: date
    valid_to: date | None
    document: str
    mark: str
    release: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a release ships for the skills app."""

    occupations: Sequence[OccupationRow] = ()
    aliases: Sequence[AliasRow] = ()
    related: Sequence[RelatedRow] = ()
    majors: Sequence[MajorRow] = ()
    occupation_majors: Sequence[OccupationMajorRow] = ()
    rule_sets: Sequence[RuleSetRow] = ()
    standards: Sequence[StandardRow] = ()


@dataclass(slots=True)
class LoadReport:
    """What a load did: rows added by table, and shipped rows that gave way to HR's own (one line each)."""

    added: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
