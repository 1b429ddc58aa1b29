"""The facts of a what-if (试算): read from plain data, checked for form, pointed out where they cannot be
true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from skills.enums import DiplomaKind, Level, TitleRank

#: Ranks of titles as the facts name them.
RANK_NAMES = {"初级": TitleRank.JUNIOR, "中级": TitleRank.MIDDLE, "高级": TitleRank.SENIOR}
#: More rows than this in one list of facts is no career.
MOST_ROWS = 200
#: Years a date may lie in: room on both sides for the calendar of every rule.
FIRST_YEAR, LAST_YEAR = 1000, 9000

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Spell:
    """Work in the occupation in `[since, until)`; None = still in it."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Certificate:
    """A certificate of a level above apprentice."""

    level: Level
    issued_on: date


@dataclass(frozen=True)
class HeldTitle:
    """A professional title; `matches` None = not judged yet."""

    rank: TitleRank
    awarded_on: date
    matches: bool | None


@dataclass(frozen=True)
class HeldDiploma:
    """A diploma, also one expected; `matches` None = not judged yet."""

    kind: DiplomaKind
    graduated_on: date
    matches: bool | None


@dataclass(frozen=True)
class Facts:
    """The career a what-if is asked about; all of it belongs to one occupation.

    Which rules hold follows from `rule_set`, or else from the standard of `occupation` (its name, alias or
    code).
    """

    rule_set: str
    occupation: str
    born: date | None
    spells: tuple[Spell, ...]
    certificates: tuple[Certificate, ...]
    titles: tuple[HeldTitle, ...]
    diplomas: tuple[HeldDiploma, ...]
    apprenticeships_completed: tuple[date, ...]


_FIELDS = set(Facts.__dataclass_fields__)


def parse_facts(data: Any) -> Facts:
    """Facts from decoded JSON in the shape of the recorded cases.

    Lists that are left out are empty, `matches` left out is "not judged". Raises InvalidInput whose `field`
    is the path of the first fault, such as "spells.1.to".
    """
    fields = _object(data, "", _FIELDS)
    rule_set = _text(fields.get("rule_set"), "rule_set")
    occupation = _text(fields.get("occupation"), "occupation")
    if not rule_set and not occupation:
        raise InvalidInput(_("Name the rule set or the occupation."), code="required", field="rule_set")
    return Facts(
        rule_set=rule_set,
        occupation=occupation,
        born=_optional_date(fields.get("born"), "born"),
        spells=_rows(fields, "spells", _spell),
        certificates=_rows(fields, "certificates", _certificate),
        titles=_rows(fields, "titles", _title),
        diplomas=_rows(fields, "diplomas", _diploma),
        apprenticeships_completed=_rows(fields, "apprenticeships_completed", _date),
    )


def _spell(row: Any, path: str) -> Spell:
    fields = _object(row, path, {"from", "to"})
    since, until = _date(fields.get("from"), f"{path}.from"), _optional_date(fields.get("to"), f"{path}.to")
    if until is not None and until <= since:
        raise InvalidInput(
            _("The end must be after the beginning."), code="ends_before_it_begins", field=f"{path}.to"
        )
    return Spell(since, until)


def _certificate(row: Any, path: str) -> Certificate:
    fields = _object(row, path, {"level", "issued"})
    level = fields.get("level")
    if type(level) is not int or not Level.JUNIOR <= level <= Level.CHIEF_TECHNICIAN:
        raise InvalidInput(
            _("Give the level as a number from 2 to 8."), code="level_unknown", field=f"{path}.level"
        )
    return Certificate(Level(level), _date(fields.get("issued"), f"{path}.issued"))


def _title(row: Any, path: str) -> HeldTitle:
    fields = _object(row, path, {"rank", "on", "matches"})
    rank = fields.get("rank")
    if not isinstance(rank, str) or rank not in RANK_NAMES:
        message = _("Choose one of: %(choices)s.") % {"choices": "、".join(RANK_NAMES)}
        raise InvalidInput(message, code="rank_unknown", field=f"{path}.rank")
    return HeldTitle(RANK_NAMES[rank], _date(fields.get("on"), f"{path}.on"), _judgement(fields, path))


def _diploma(row: Any, path: str) -> HeldDiploma:
    fields = _object(row, path, {"kind", "graduated", "matches"})
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in DiplomaKind.values:
        message = _("Choose one of: %(choices)s.") % {"choices": "、".join(DiplomaKind.values)}
        raise InvalidInput(message, code="diploma_kind_unknown", field=f"{path}.kind")
    graduated = _date(fields.get("graduated"), f"{path}.graduated")
    return HeldDiploma(DiplomaKind(kind), graduated, _judgement(fields, path))


def _judgement(fields: dict[str, Any], path: str) -> bool | None:
    matches = fields.get("matches")
    if matches is not None and not isinstance(matches, bool):
        raise InvalidInput(_("Give true, false or null."), code="not_a_judgement", field=f"{path}.matches")
    return matches


def _object(value: Any, path: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput(
            _("An object with named fields is expected here."), code="not_an_object", field=path or None
        )
    if unknown := sorted(str(name) for name in value.keys() - known):
        field = f"{path}.{unknown[0]}" if path else unknown[0]
        message = _("This field is not known here; known are: %(names)s.") % {
            "names": ", ".join(sorted(known))
        }
        raise InvalidInput(message, code="field_unknown", field=field)
    return value


def _rows(fields: dict[str, Any], name: str, parse: Callable[[Any, str], _Row]) -> tuple[_Row, ...]:
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidInput(_("A list is expected here."), code="not_a_list", field=name)
    if len(value) > MOST_ROWS:
        raise InvalidInput(
            _("At most %(most)d rows.") % {"most": MOST_ROWS}, code="too_many_rows", field=name
        )
    return tuple(parse(row, f"{name}.{number}") for number, row in enumerate(value))


def _text(value: Any, path: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 80 or not value.replace(" ", "").isprintable():
        raise InvalidInput(_("A short text is expected here."), code="not_a_text", field=path)
    return value.strip()


def _optional_date(value: Any, path: str) -> date | None:
    return None if value is None else _date(value, path)


def _date(value: Any, path: str) -> date:
    if value is None:
        raise InvalidInput(_("Give a date, such as 2026-11-21."), code="required", field=path)
    try:
        if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
            raise ValueError(value)
        day = date.fromisoformat(value)
    except ValueError:
        raise InvalidInput(_("Give a date, such as 2026-11-21."), code="not_a_date", field=path) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(_("The year is out of range."), code="year_out_of_range", field=path)
    return day
