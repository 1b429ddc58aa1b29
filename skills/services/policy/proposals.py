"""What a draft proposes, in the shape of its kind: read from a form or from JSON, checked, kept as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.text import clean, clean_lines
from skills.enums import AliasKind, ClauseKind, DiplomaKind, Level, Mark, PolicyChangeKind, TitleRank
from skills.enums import UnrecordedFact as Fact
from skills.models import Route, RuleSetVersion
from skills.services.catalogue.policy import NEEDED
from skills.services.catalogue.rows import ClauseRow, RouteRow

#: More conditions than this make no route anybody could explain.
MOST_CLAUSES = 8
#: No rule asks for more years than a working life has.
MOST_YEARS = 60
#: A version with more routes than this is a fault of the client.
MOST_ROUTES = 200

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


def read_proposal(kind: PolicyChangeKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The proposal of a draft as it is kept. Raises InvalidInput naming the field at fault.

    Whether what it names exists is asked by `skills.services.policy.applying`, at once and again at the end.
    """
    return _READERS[kind](data)


def read_route(data: Mapping[str, Any], field: str = "") -> dict[str, Any]:
    """One route with its clauses. `field` is the path of a refusal before the field's own name."""
    path = f"{field}." if field else ""
    code = clean(_text(data, "code", 12, path)).upper()
    if not _CODE.fullmatch(code):
        message = _("Write the code in capital letters, digits and hyphens, such as R23-4-1.")
        raise InvalidInput(message, code="route_code", field=f"{path}code")
    clauses = data.get("clauses")
    if not isinstance(clauses, Sequence) or isinstance(clauses, str) or not clauses:
        message = _("A route needs at least one condition.")
        raise InvalidInput(message, code="route_without_clause", field=f"{path}clauses")
    if len(clauses) > MOST_CLAUSES:
        message = _("At most %(most)d conditions a route.") % {"most": MOST_CLAUSES}
        raise InvalidInput(message, code="too_many_clauses", field=f"{path}clauses")
    return {
        "code": code,
        "target": _whole(data.get("target"), f"{path}target", Level.JUNIOR, Level.CHIEF_TECHNICIAN),
        "document": _text(data, "document", 200, path),
        "mark": _choice(data.get("mark"), Mark.values, f"{path}mark"),
        "source_note": _text(data, "source_note", 300, path, may_be_empty=True),
        "clauses": [read_clause(clause, f"{path}clauses.{number}") for number, clause in enumerate(clauses)],
    }


def read_clause(data: Any, field: str) -> dict[str, Any]:
    """One condition: its kind and exactly the fields the kind uses."""
    if not isinstance(data, Mapping):
        raise InvalidInput(
            _("An object with named fields is expected here."), code="not_an_object", field=field
        )
    kind = ClauseKind(_choice(data.get("kind"), ClauseKind.values, f"{field}.kind"))
    read: dict[str, Any] = {"kind": kind.value}
    for name in sorted(NEEDED[kind]):
        read[name] = _clause_value(kind, name, data.get(name), f"{field}.{name}")
    if kind is ClauseKind.DIPLOMA:
        read["final_year"] = data.get("final_year") is True
    return read


def routes_of(version: RuleSetVersion) -> list[dict[str, Any]]:
    """The routes of a stored version as a draft keeps them, to be copied. Two statements."""
    return [
        _route_as_kept(route)
        for route in version.routes.prefetch_related("clauses").order_by("target", "code")
    ]


def route_rows(proposal: Mapping[str, Any]) -> list[RouteRow]:
    """The routes of a proposal as plain rows, by level and code."""
    rows = [route_row(route) for route in proposal.get("routes", [])]
    return sorted(rows, key=lambda row: (row.target, row.code))


def route_row(route: Mapping[str, Any]) -> RouteRow:
    """One kept route as a plain row."""
    return RouteRow(
        origin="",
        code=route["code"],
        target=route["target"],
        document=route["document"],
        mark=route["mark"],
        source_note=route["source_note"],
        clauses=tuple(clause_row(clause) for clause in route["clauses"]),
    )


def clause_row(clause: Mapping[str, Any]) -> ClauseRow:
    """One kept condition as a plain row."""
    kinds = clause.get("diploma_kinds")
    return ClauseRow(**{**clause, "diploma_kinds": None if kinds is None else tuple(kinds)})


def _route_as_kept(route: Route) -> dict[str, Any]:
    clauses = []
    for clause in sorted(route.clauses.all(), key=lambda clause: clause.position):
        kept = {
            "kind": clause.kind,
            **{name: getattr(clause, name) for name in NEEDED[ClauseKind(clause.kind)]},
        }
        if clause.kind == ClauseKind.DIPLOMA:
            kept["final_year"] = clause.final_year
        clauses.append(kept)
    return {
        "code": route.code,
        "target": route.target,
        "document": route.document,
        "mark": route.mark,
        "source_note": route.source_note,
        "clauses": clauses,
    }


def _clause_value(kind: ClauseKind, name: str, value: Any, field: str) -> Any:
    if name == "years":
        least = 1 if kind in (ClauseKind.AGE, ClauseKind.WORK) else 0
        return _whole(value, field, least, MOST_YEARS)
    if name == "level":
        return _whole(value, field, Level.JUNIOR, Level.CHIEF_TECHNICIAN)
    if name == "rank":
        return _whole(value, field, TitleRank.JUNIOR, TitleRank.SENIOR)
    if name == "unrecorded_fact":
        return _choice(value, Fact.values, field)
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise InvalidInput(_("Choose at least one kind of diploma."), code="required", field=field)
    chosen = {_choice(one, DiplomaKind.values, field) for one in value}
    return [one for one in DiplomaKind.values if one in chosen]


def _version(data: Mapping[str, Any]) -> dict[str, Any]:
    routes = data.get("routes", [])
    if not isinstance(routes, Sequence) or isinstance(routes, str) or len(routes) > MOST_ROUTES:
        raise InvalidInput(_("A list is expected here."), code="not_a_list", field="proposal.routes")
    read = []
    for number, route in enumerate(routes):
        field = f"proposal.routes.{number}"
        if not isinstance(route, Mapping):
            raise InvalidInput(
                _("An object with named fields is expected here."), code="not_an_object", field=field
            )
        read.append(read_route(route, field))
        if read[-1]["code"] in {other["code"] for other in read[:-1]}:
            message = _("There is a route %(code)s already.") % {"code": read[-1]["code"]}
            raise InvalidInput(message, code="route_twice", field=f"{field}.code")
    copied = data.get("copied_from")
    return {
        "copied_from": copied if type(copied) is int else None,
        "source_note": _text(data, "source_note", 300, may_be_empty=True),
        "routes": sorted(read, key=lambda route: (route["target"], route["code"])),
    }


def _standard(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": clean(_text(data, "title", 160)),
        "edition": clean(_text(data, "edition", 20)),
        "rule_set": _text(data, "rule_set", 12),
    }


def _alias_add(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": clean(_text(data, "name", 80)),
        "kind": _choice(data.get("kind"), AliasKind.values, "kind"),
    }


def _named(name: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: clean(_text(data, name, 80))}

    return read


_READERS: Mapping[PolicyChangeKind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    PolicyChangeKind.VERSION: _version,
    PolicyChangeKind.STANDARD: _standard,
    PolicyChangeKind.ALIAS_ADD: _alias_add,
    PolicyChangeKind.ALIAS_END: _named("name"),
    PolicyChangeKind.MAJOR_ADD: _named("major"),
    PolicyChangeKind.MAJOR_END: _named("major"),
    PolicyChangeKind.RELATED_ADD: _named("related"),
    PolicyChangeKind.RELATED_END: _named("related"),
}


def _text(
    data: Mapping[str, Any], name: str, most: int, path: str = "", *, may_be_empty: bool = False
) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or "\x00" in value:
        raise InvalidInput(_("A short text is expected here."), code="not_a_text", field=f"{path}{name}")
    text = " ".join(clean_lines(value).split())
    if not text and not may_be_empty:
        raise InvalidInput(_("This is needed."), code="required", field=f"{path}{name}")
    if len(text) > most:
        message = _("At most %(most)d characters.") % {"most": most}
        raise InvalidInput(message, code="too_long", field=f"{path}{name}")
    return text


def _whole(value: Any, field: str, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        message = _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
        raise InvalidInput(message, code="out_of_range", field=field)
    return value


def _choice(value: Any, known: Sequence[str], field: str) -> str:
    if not isinstance(value, str) or value not in known:
        message = _("Choose one of: %(choices)s.") % {"choices": "、".join(known)}
        raise InvalidInput(message, code="choice_unknown", field=field)
    return value
