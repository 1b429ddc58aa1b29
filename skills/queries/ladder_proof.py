"""What a worker's ladder was reckoned from: the facts that count, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from base.dates import last_day
from skills.eligibility.answer import LadderAnswer, RouteAnswer, TargetAnswer, status_on
from skills.enums import ClauseKind, DiplomaKind, FactKind, Level, Mark, TitleRank
from skills.models import RuleSetVersion, Standard
from skills.queries.own_facts import CountingFacts
from workforce.fields import Field
from workforce.models import Worker

#: The field of the role × field table a clause of this kind would give away.
_TELLS = {ClauseKind.AGE: Field.BIRTH_DATE, ClauseKind.DIPLOMA: Field.DIPLOMA}


@dataclass(frozen=True)
class FactUsed:
    """A fact the reckoning read: kind, what it says, its days, and a remark on whether it counts."""

    kind: FactKind
    text: str
    days: str
    remark: str = ""


@dataclass(frozen=True)
class RuleUsed:
    """A rule row the reckoning read: what it is, its document and mark, and the days it is in force."""

    name: str
    document: str
    mark: Mark
    note: str
    valid_from: date
    valid_to: date | None

    @property
    def days(self) -> str:
        """In force from – to, as people write it."""
        end = last_day(self.valid_to)
        return f"{self.valid_from.isoformat()} – {end.isoformat() if end else ''}".rstrip()


def rules_used(standard: Standard | None, versions: Sequence[RuleSetVersion]) -> list[RuleUsed]:
    """The standard of the occupation, then the versions of the rule sets (with their `rule_set`)."""
    lines = [
        RuleUsed(
            name=_("%(code)s, version %(number)s") % {"code": row.rule_set.code, "number": row.number},
            document=row.document,
            mark=Mark(row.mark),
            note=row.source_note,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in versions
    ]
    if standard is None:
        return lines
    title = f"{standard.title} ({standard.edition})"
    first = RuleUsed(
        name=_("Standard"),
        document=title if standard.document == standard.title else f"{title}, {standard.document}",
        mark=Mark(standard.mark),
        note="",
        valid_from=standard.valid_from,
        valid_to=standard.valid_to,
    )
    return [first, *lines]


def hidden_clauses(seen: Collection[Field]) -> frozenset[ClauseKind]:
    """The kinds of clauses that would tell what a reader of these fields may not see."""
    return frozenset(kind for kind, field in _TELLS.items() if field not in seen)


def without_hidden_dates(answer: LadderAnswer, hidden: Collection[ClauseKind]) -> LadderAnswer:
    """The answer without the dates of clauses of the `hidden` kinds, nor those of routes and levels that such
    clauses alone give; whether they are met stays.
    """
    targets = tuple(_target_told(target, frozenset(hidden)) for target in answer.targets)
    return replace(answer, targets=targets) if hidden else answer


def told_of_past(answer: LadderAnswer, hidden: Collection[ClauseKind]) -> LadderAnswer:
    """An answer as of a past day for a reader from whom clauses of the `hidden` kinds are hidden.

    Routes that ask for such a fact are left out whole: whether they were open, asked day after day, would
    tell the birthday or the graduation. A level stands by the routes that are left.
    """
    if not hidden:
        return answer
    return replace(
        answer, targets=tuple(_target_without(target, answer.today, hidden) for target in answer.targets)
    )


def _target_without(target: TargetAnswer, day: date, hidden: Collection[ClauseKind]) -> TargetAnswer:
    routes = tuple(
        route for route in target.routes if not any(clause.kind in hidden for clause in route.clauses)
    )
    dated = [
        (route.opens_on, route.code.encode(), route.code) for route in routes if route.opens_on is not None
    ]
    opens_on, _order, code = min(dated, default=(None, b"", None))
    return replace(target, routes=routes, opens_on=opens_on, route=code, status=status_on(opens_on, day))


def facts_as_of(counting: CountingFacts, day: date) -> CountingFacts:
    """The facts dated by a day; what ended later had not ended yet, diplomas count from the final year on."""
    spells = [row for row in counting.spells if row.since <= day]
    for row in spells:
        row.until = None if row.until is not None and row.until > day else row.until
    return replace(
        counting,
        spells=spells,
        grades=[row for row in counting.grades if row.issued_on is not None and row.issued_on <= day],
        titles=[held for held in counting.titles if held.row.awarded_on <= day],
        diplomas=[held for held in counting.diplomas if _has_begun(held.row.graduated_on, day)],
        apprenticeships=[row for row in counting.apprenticeships if row.completed_on <= day],
    )


def _has_begun(graduated_on: date | None, day: date) -> bool:
    """Whether the final year before a graduation had begun."""
    return graduated_on is None or date(graduated_on.year - 1, 9, 1) <= day


def _target_told(target: TargetAnswer, hidden: frozenset[ClauseKind]) -> TargetAnswer:
    routes = tuple(_route_told(route, hidden) for route in target.routes)
    by_day = {route.opens_on for route in routes}
    return replace(target, routes=routes, opens_on=target.opens_on if target.opens_on in by_day else None)


def _route_told(route: RouteAnswer, hidden: frozenset[ClauseKind]) -> RouteAnswer:
    telling = {clause.kind for clause in route.clauses if clause.opens_on == route.opens_on}
    clauses = tuple(
        replace(clause, opens_on=None, missing=None) if clause.kind in hidden else clause
        for clause in route.clauses
    )
    return replace(route, clauses=clauses, opens_on=None if telling <= hidden else route.opens_on)


def facts_used(worker: Worker, counting: CountingFacts, seen: Collection[Field]) -> list[FactUsed]:
    """One line a fact, for a reader who sees the fields `seen`."""
    return list(_lines(worker, counting, seen))


def _lines(worker: Worker, counting: CountingFacts, seen: Collection[Field]) -> Iterator[FactUsed]:
    if Field.BIRTH_DATE in seen:
        yield FactUsed(FactKind.PERSONAL, _("Birth date"), _iso(worker.birth_date))
    for spell in counting.spells:
        end = last_day(spell.until)
        days = f"{_iso(spell.since)} – {_iso(end) if end else _('to this day')}"
        remark = _remark(spell.occupation_id, counting)
        yield FactUsed(FactKind.SPELL, spell.occupation.name, days, remark)
    for grade in counting.grades:
        if grade.occupation is None or grade.level is None:
            continue
        text = _joined(grade.occupation.name, Level(grade.level).label, grade.certificate_no)
        remark = _remark(grade.occupation.pk, counting)
        yield FactUsed(FactKind.GRADE, text, _iso(grade.issued_on), remark)
    for title in counting.titles:
        text = _joined(title.row.name, TitleRank(title.row.rank).label, title.row.speciality)
        yield FactUsed(FactKind.TITLE, text, _iso(title.row.awarded_on), _judgement(title.matches))
    if Field.DIPLOMA in seen:
        for diploma in counting.diplomas:
            text = _joined(DiplomaKind(diploma.row.kind).label, diploma.row.major_name)
            day = _iso(diploma.row.graduated_on)
            yield FactUsed(FactKind.DIPLOMA, text, day, _judgement(diploma.matches))
    for apprenticeship in counting.apprenticeships:
        yield FactUsed(FactKind.APPRENTICESHIP, _("completed"), _iso(apprenticeship.completed_on))


def _joined(*parts: object) -> str:
    return " · ".join(filter(None, (str(part) for part in parts)))


def _remark(occupation_id: int, counting: CountingFacts) -> str:
    """Whether a fact counts because its occupation is related."""
    return "" if occupation_id == counting.occupation_id else _("related occupation, counts")


def _judgement(matches: bool | None) -> str:
    words = {True: _("matches"), False: _("does not match"), None: _("not judged yet, does not count")}
    return words[matches]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"
