"""Reading the shipped catalogue files into the rows the skills app loads.

Every file is dated data: `document` and `dated` say where it comes from, each row carries its mark (attested,
recalled, design). A file that does not read is refused with its name and the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.text import clean
from skills.enums import Mark
from skills.services.catalogue import (
    AliasRow,
    Catalogue,
    ClauseRow,
    MajorRow,
    OccupationMajorRow,
    OccupationRow,
    RelatedRow,
    RouteRow,
    RuleSetRow,
    StandardRow,
    VersionRow,
)

#: The catalogues that ship with this release.
CATALOGUE = Path(__file__).parent / "catalogue"

Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class Entry:
    """One JSON object of a catalogue file, with the place a refusal names."""

    origin: str
    values: dict[str, Any]

    def refused(self, problem: str) -> InvalidInput:
        """The error for this entry."""
        return InvalidInput(
            _("Catalogue %(row)s: %(problem)s") % {"row": self.origin, "problem": problem},
            code="catalogue_refused",
        )

    def value(self, key: str, kind: type[Built]) -> Built:
        """A value of the given JSON type; refused when it is missing or of another type."""
        found = self.values.get(key)
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.refused(_("%(key)s is missing or not of its kind") % {"key": key})
        return found

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        if default is not None and key not in self.values:
            return default
        found = self.value(key, str)
        if found != found.strip() or (default is None and not found):
            raise self.refused(_("%(key)s is empty or has stray characters") % {"key": key})
        return found

    def name(self, key: str = "name") -> str:
        """A name people type, in the written form rosters are brought to."""
        found = self.text(key)
        if found != clean(found):
            raise self.refused(_("%(key)s is empty or has stray characters") % {"key": key})
        return found

    def mark(self) -> str:
        """How far the row is vouched for."""
        found = self.text("mark")
        if found not in Mark.values:
            raise self.refused(_("the mark %(mark)s is unknown") % {"mark": found})
        return found

    def day(self, key: str) -> date:
        """A day written 2026-11-21."""
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise self.refused(_("%(key)s is not a date") % {"key": key}) from error

    def day_or_none(self, key: str) -> date | None:
        """A day, or None where the row says null."""
        return None if self.values.get(key) is None else self.day(key)

    def entries(self, key: str, name: str = "code") -> Iterator[Entry]:
        """The objects of a list below this one, each placed by its number and, if it has one, its name."""
        for number, item in enumerate(self.value(key, list), start=1):
            label = f"{self.origin}, {key} {number}"
            if not isinstance(item, dict):
                raise Entry(label, {}).refused(_("the row is not an object"))
            yield Entry(f"{label} ({item[name]})" if name in item else label, item)


def read_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """The whole catalogue of a folder. Raises InvalidInput naming file and row for what cannot be read."""
    occupations, majors = _file(folder, "occupations.json"), _file(folder, "majors.json")
    standards, rule_sets = _file(folder, "standards.json"), _file(folder, "rule_sets.json")
    return Catalogue(
        occupations=[_occupation(row) for row in occupations.entries("occupations")],
        aliases=[_alias(row) for row in _file(folder, "aliases.json").entries("aliases", "name")],
        related=[
            _related(row)
            for row in _file(folder, "related_occupations.json").entries("related_occupations", "occupation")
        ],
        majors=[MajorRow(row.origin, row.name()) for row in majors.entries("majors", "name")],
        occupation_majors=[_occupation_major(row) for row in majors.entries("occupation_majors", "major")],
        rule_sets=[_rule_set(row, rule_sets.text("release")) for row in rule_sets.entries("rule_sets")],
        standards=[
            _standard(row, standards.text("release")) for row in standards.entries("standards", "occupation")
        ],
    )


def _file(folder: Path, name: str) -> Entry:
    """The object of a file, which must name its document and its day."""
    unread = Entry(name, {})
    try:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unread.refused(_("the file does not read: %(error)s") % {"error": error}) from error
    if not isinstance(content, dict):
        raise unread.refused(_("the file is not an object"))
    whole = Entry(name, content)
    whole.text("document")
    whole.day("dated")
    return whole


def _occupation(row: Entry) -> OccupationRow:
    return OccupationRow(row.origin, row.text("code"), row.name(), row.text("field"), row.mark())


def _alias(row: Entry) -> AliasRow:
    row.mark()
    return AliasRow(row.origin, row.text("occupation"), row.name(), row.text("kind"))


def _related(row: Entry) -> RelatedRow:
    return RelatedRow(row.origin, row.text("occupation"), row.text("related"), row.mark())


def _occupation_major(row: Entry) -> OccupationMajorRow:
    return OccupationMajorRow(row.origin, row.text("occupation"), row.name("major"), row.mark())


def _rule_set(row: Entry, release: str) -> RuleSetRow:
    return RuleSetRow(
        row.origin,
        code=row.text("code"),
        title=row.text("title"),
        applies_to_all=row.value("applies_to_all", bool),
        versions=tuple(_version(version, release) for version in row.entries("versions", "number")),
    )


def _version(row: Entry, release: str) -> VersionRow:
    document = row.text("document")
    return VersionRow(
        row.origin,
        number=row.value("number", int),
        valid_from=row.day("valid_from"),
        valid_to=row.day_or_none("valid_to"),
        document=document,
        mark=row.mark(),
        source_note=row.text("source_note", ""),
        release=row.text("release", release),
        routes=tuple(_route(route, document) for route in row.entries("routes")),
    )


def _route(row: Entry, document: str) -> RouteRow:
    return RouteRow(
        row.origin,
        code=row.text("code"),
        target=row.value("target", int),
        document=row.text("document", document),
        mark=row.mark(),
        source_note=row.text("source_note", ""),
        clauses=tuple(_clause(clause) for clause in row.entries("clauses", "kind")),
    )


def _clause(row: Entry) -> ClauseRow:
    known = {"kind", "level", "years", "rank", "diploma_kinds", "final_year", "unrecorded_fact"}
    if stray := sorted(set(row.values) - known):
        raise row.refused(_("%(key)s is not a field of a clause") % {"key": ", ".join(stray)})
    return ClauseRow(
        kind=row.text("kind"),
        level=_number(row, "level"),
        years=_number(row, "years"),
        rank=_number(row, "rank"),
        diploma_kinds=tuple(row.value("diploma_kinds", list)) if "diploma_kinds" in row.values else None,
        final_year=row.value("final_year", bool) if "final_year" in row.values else False,
        unrecorded_fact=row.text("unrecorded_fact", ""),
    )


def _number(row: Entry, key: str) -> int | None:
    return row.value(key, int) if key in row.values else None


def _standard(row: Entry, release: str) -> StandardRow:
    return StandardRow(
        row.origin,
        occupation=row.text("occupation"),
        title=row.text("title"),
        edition=row.text("edition"),
        rule_set=row.text("rule_set"),
        valid_from=row.day("valid_from"),
        valid_to=row.day_or_none("valid_to"),
        document=row.text("document"),
        mark=row.mark(),
        release=row.text("release", release),
    )
