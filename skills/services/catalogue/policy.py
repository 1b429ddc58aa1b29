"""Loading rule sets with their versions, and the standards that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from base.errors import Conflict
from skills.enums import ClauseKind
from skills.models import Clause, Occupation, Route, RuleSet, RuleSetVersion, Standard
from skills.services.catalogue.checking import add_all, check, named, refuse_twice, refused
from skills.services.catalogue.rows import (
    ClauseRow,
    LoadReport,
    RouteRow,
    RuleSetRow,
    StandardRow,
    VersionRow,
)

#: The columns a clause of each kind fills; every other one stays empty.
NEEDED = {
    ClauseKind.AGE: {"years"},
    ClauseKind.WORK: {"years"},
    ClauseKind.CERT: {"level", "years"},
    ClauseKind.TITLE: {"rank", "years"},
    ClauseKind.DIPLOMA: {"diploma_kinds"},
    ClauseKind.APPRENTICESHIP: set[str](),
    ClauseKind.UNRECORDED: {"unrecorded_fact"},
}


def load_rule_sets(rows: Sequence[RuleSetRow], report: LoadReport) -> dict[str, RuleSet]:
    """The rule sets by code; new ones are added."""
    rule_sets = {rule_set.code: rule_set for rule_set in RuleSet.objects.all()}
    refuse_twice(rows, lambda row: row.code)
    new: list[RuleSet] = []
    for row in rows:
        if row.code not in rule_sets:
            rule_set = RuleSet(code=row.code, title=row.title, applies_to_all=row.applies_to_all)
            check(rule_set, row.origin)
            rule_sets[row.code] = rule_set
            new.append(rule_set)
    add_all(new, report)
    return rule_sets


def load_versions(rule_set: RuleSet, rows: Sequence[VersionRow], now: datetime, report: LoadReport) -> bool:
    """Add the versions not yet shipped; whether one came into force or ended.

    A version is known by its first day and document. It counts as confirmed by the release, unless it would
    stand beside a version HR confirmed: then it waits for HR.
    """
    stored = list(rule_set.versions.prefetch_related("routes__clauses"))
    shipped = {(version.valid_from, version.document): version for version in stored if version.release}
    refuse_twice(rows, lambda row: (row.valid_from, row.document))
    changed = False
    for row in rows:
        _refuse_reversed(row.origin, row.valid_from, row.valid_to)
        version = _version(rule_set, row, {held.number for held in stored})
        known = shipped.get((row.valid_from, row.document))
        if known is not None:
            _refuse_changed(known, row)
            changed |= _end(known, row.valid_to)
            continue
        beside = [held for held in stored if held.confirmed_at and _overlap(held, row)]
        if any(held.release for held in beside):
            raise refused(row.origin, _("two versions of one rule set hold on the same days"))
        if beside:
            report.kept.append(
                _("%(row)s: HR's own version is in force; the shipped one waits for confirmation")
                % {"row": row.origin}
            )
        add_all([version], report)
        stored.append(version)
        routes = [_route(version, route) for route in row.routes]
        add_all(routes, report)
        add_all(
            [
                _clause(route, position, clause)
                for route, shipped_route in zip(routes, row.routes, strict=True)
                for position, clause in enumerate(shipped_route.clauses, start=1)
            ],
            report,
        )
        if not beside:
            version.confirmed_at = now  # last: from here on the version and its routes are frozen
            version.save(update_fields=["confirmed_at"])
            changed = True
    return changed


def _version(rule_set: RuleSet, row: VersionRow, taken: set[int]) -> RuleSetVersion:
    """The version as it would be stored, all of it checked; it takes the next number if HR used its own."""
    version = RuleSetVersion(
        rule_set=rule_set,
        number=row.number if row.number not in taken else max(taken) + 1,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        document=row.document,
        mark=row.mark,
        source_note=row.source_note,
        release=row.release,
    )
    check(version, row.origin)
    if not row.release:
        raise refused(row.origin, _("the release is missing"))
    refuse_twice(row.routes, lambda route: route.code)
    for route in row.routes:
        stored_route = _route(version, route)
        check(stored_route, route.origin)
        if not route.clauses:
            raise refused(route.origin, _("the route has no clause"))
        for position, clause in enumerate(route.clauses, start=1):
            _refuse_misshapen(clause, route.origin)
            check(_clause(stored_route, position, clause), route.origin)
    return version


def _route(version: RuleSetVersion, row: RouteRow) -> Route:
    return Route(
        version=version,
        code=row.code,
        target=row.target,
        document=row.document,
        mark=row.mark,
        source_note=row.source_note,
    )


def _clause(route: Route, position: int, row: ClauseRow) -> Clause:
    return Clause(
        route=route,
        position=position,
        kind=row.kind,
        level=row.level,
        years=row.years,
        rank=row.rank,
        diploma_kinds=None if row.diploma_kinds is None else list(row.diploma_kinds),
        final_year=row.final_year,
        unrecorded_fact=row.unrecorded_fact,
    )


def _refuse_misshapen(row: ClauseRow, origin: str) -> None:
    if row.kind not in ClauseKind.values:
        raise refused(origin, _("the clause kind %(kind)s is unknown") % {"kind": row.kind})
    given = {
        name
        for name in ("level", "years", "rank", "diploma_kinds", "unrecorded_fact")
        if getattr(row, name) not in (None, "", ())
    }
    if given != NEEDED[ClauseKind(row.kind)] or (row.final_year and row.kind != ClauseKind.DIPLOMA):
        raise refused(origin, _("a clause of kind %(kind)s has other fields") % {"kind": row.kind})


def _refuse_changed(known: RuleSetVersion, row: VersionRow) -> None:
    """A shipped version is never edited in place: computations name it as their ground."""
    stored = {
        (
            route.code,
            route.target,
            tuple(
                (
                    clause.kind,
                    clause.level,
                    clause.years,
                    clause.rank,
                    None if clause.diploma_kinds is None else tuple(clause.diploma_kinds),
                    clause.final_year,
                    clause.unrecorded_fact,
                )
                for clause in sorted(route.clauses.all(), key=lambda clause: clause.position)
            ),
        )
        for route in known.routes.all()
    }
    shipped = {
        (
            route.code,
            route.target,
            tuple(
                (
                    clause.kind,
                    clause.level,
                    clause.years,
                    clause.rank,
                    clause.diploma_kinds,
                    clause.final_year,
                    clause.unrecorded_fact,
                )
                for clause in route.clauses
            ),
        )
        for route in row.routes
    }
    if stored != shipped:
        raise Conflict(
            _(
                "Catalogue %(row)s: the routes differ from the version already shipped. "
                "Add a new version instead."
            )
            % {"row": row.origin},
            code="catalogue_version_changed",
        )


def load_standards(
    rows: Sequence[StandardRow],
    occupations: Mapping[str, Occupation],
    rule_sets: Mapping[str, RuleSet],
    report: LoadReport,
) -> bool:
    """Add the standards not yet shipped; whether one came into force or ended.

    A standard is known by occupation, title and first day. Where HR's own covers its days, HR's stays.
    """
    stored: dict[int, list[Standard]] = {}
    for standard in Standard.objects.all():
        stored.setdefault(standard.occupation_id, []).append(standard)
    refuse_twice(rows, lambda row: (row.occupation, row.title, row.valid_from))
    new: list[Standard] = []
    changed = False
    for row in rows:
        standard = _standard(row, occupations, rule_sets)
        beside = stored.setdefault(standard.occupation_id, [])
        known = next(
            (
                held
                for held in beside
                if held.release and (held.title, held.valid_from) == (row.title, row.valid_from)
            ),
            None,
        )
        if known is not None:
            changed |= _end(known, row.valid_to)
            continue
        clash = next((held for held in beside if _overlap(held, row)), None)
        if clash is None:
            new.append(standard)
            beside.append(standard)
        elif clash.pk is None:
            raise refused(row.origin, _("two standards of one occupation hold on the same days"))
        else:
            report.kept.append(_("%(row)s: HR's own standard is kept") % {"row": row.origin})
    add_all(new, report)
    return changed or bool(new)


def _standard(
    row: StandardRow, occupations: Mapping[str, Occupation], rule_sets: Mapping[str, RuleSet]
) -> Standard:
    if row.rule_set not in rule_sets:
        raise refused(row.origin, _("the rule set %(code)s is not listed") % {"code": row.rule_set})
    _refuse_reversed(row.origin, row.valid_from, row.valid_to)
    standard = Standard(
        occupation=named(occupations, row.occupation, row.origin),
        title=row.title,
        edition=row.edition,
        rule_set=rule_sets[row.rule_set],
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        document=row.document,
        mark=row.mark,
        release=row.release,
    )
    check(standard, row.origin)
    if not row.release:
        raise refused(row.origin, _("the release is missing"))
    return standard


def _end(known: RuleSetVersion | Standard, valid_to: date | None) -> bool:
    """End a shipped row that a later one succeeds; a last day that HR set stays. Whether it was ended now."""
    if valid_to is None or known.valid_to is not None:
        return False
    known.valid_to = valid_to
    known.save(update_fields=["valid_to"])
    return True


def _overlap(held: RuleSetVersion | Standard, row: VersionRow | StandardRow) -> bool:
    """Whether a stored row and a shipped one share a day; both are half-open."""
    return (held.valid_to is None or row.valid_from < held.valid_to) and (
        row.valid_to is None or held.valid_from < row.valid_to
    )


def _refuse_reversed(origin: str, valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise refused(origin, _("the last day lies before the first"))
