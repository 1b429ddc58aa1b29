"""The detailed answer on eligibility, ready for the page components."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from base.components import ClauseItem, ClauseState
from base.staircase import Step
from skills.eligibility.answer import ClauseAnswer, LadderAnswer, Missing, RouteAnswer, Status, TargetAnswer
from skills.eligibility.sentences import (
    clause_sentence,
    duration,
    level_name,
    missing_sentence,
)
from skills.enums import ClauseKind, FactKind, Level, Mark
from skills.models import Occupation, Route, RuleSetVersion
from skills.queries.ladder_proof import without_hidden_dates
from skills.queries.ladders import HIGHEST_CERTIFICATE
from skills.staircases import staircase_steps

#: Which record a worker would ask to have added for a clause that lacks it.
_FACT_FOR = {
    ClauseKind.AGE: FactKind.PERSONAL,
    ClauseKind.WORK: FactKind.SPELL,
    ClauseKind.CERT: FactKind.GRADE,
    ClauseKind.TITLE: FactKind.TITLE,
    ClauseKind.DIPLOMA: FactKind.DIPLOMA,
    ClauseKind.APPRENTICESHIP: FactKind.APPRENTICESHIP,
}
#: What is missing is no record but HR's word on one.
_RECORDED = frozenset(
    {
        Missing.TITLE_NOT_JUDGED,
        Missing.TITLE_NOT_MATCHING,
        Missing.DIPLOMA_NOT_JUDGED,
        Missing.DIPLOMA_NOT_MATCHING,
    }
)


@dataclass(frozen=True)
class RouteShown:
    """One route: what it goes by, how it stands, its clauses in words, and the rule it comes from."""

    code: str
    name: str
    when: str
    opens_on: date | None
    state: ClauseState
    clauses: list[ClauseItem]
    is_first: bool
    document: str
    version: RuleSetVersion
    mark: Mark


@dataclass(frozen=True)
class TargetShown:
    """One level with its routes, the one that opens first on top.

    `wait` is the time still to go in words, empty when the level is open or has no date.
    """

    level: Level
    name: str
    opens_on: date | None
    wait: str
    state: ClauseState
    routes: list[RouteShown]

    @property
    def is_by_appointment(self) -> bool:
        """Whether the date only says when the conditions on certificates are met."""
        return self.level > HIGHEST_CERTIFICATE

    @property
    def other_routes(self) -> list[RouteShown]:
        """The routes behind the first."""
        return self.routes[1:]


@dataclass(frozen=True)
class LadderShown:
    """The whole ladder of one occupation, and the versions of the rules it was reckoned by."""

    occupation: Occupation | None
    held_level: Level
    held_name: str
    held_since: date | None
    today: date
    steps: list[Step]
    next: TargetShown | None
    others: list[TargetShown]
    versions: list[RuleSetVersion]


def show_ladder(
    answer: LadderAnswer,
    *,
    occupation: Occupation | None = None,
    ask_url: str = "",
    hidden: Collection[ClauseKind] = (),
) -> LadderShown:
    """The answer in words. With `ask_url` each missing record has a link to ask HR for it.

    `occupation` is the one asked about. Of the kinds in `hidden` only whether they are met is told, for those
    who may not see the fact behind. One statement.
    """
    opens = {
        target.level: target.opens_on
        for target in answer.targets
        if target.opens_on is not None and (target.opens_on <= answer.today or not hidden)
    }
    answer = without_hidden_dates(answer, hidden)
    words = _Words(answer.today, _rows(answer), ask_url, frozenset(hidden))
    targets = [words.target(target) for target in answer.targets]
    opens |= {target.level: target.opens_on for target in answer.targets if target.opens_on is not None}
    following = [target for target in targets if target.level == answer.held_level + 1]
    return LadderShown(
        occupation=occupation,
        held_level=Level(answer.held_level),
        held_name=level_name(answer.held_level),
        held_since=answer.held_since,
        today=answer.today,
        steps=staircase_steps(answer.held_level, opens, today=answer.today),
        next=following[0] if following else None,
        others=[target for target in targets if target not in following],
        versions=words.versions(),
    )


def _rows(answer: LadderAnswer) -> dict[int, Route]:
    ids = [route.route_id for target in answer.targets for route in target.routes]
    rows = Route.objects.filter(pk__in=ids).select_related("version__rule_set")
    return {route.pk: route for route in rows}


@dataclass(frozen=True)
class _Words:
    """What putting an answer into words needs beside the answer."""

    today: date
    rows: dict[int, Route]
    ask_url: str
    hidden: frozenset[ClauseKind]

    def versions(self) -> list[RuleSetVersion]:
        found = {route.version_id: route.version for route in self.rows.values()}
        return sorted(found.values(), key=lambda version: (version.rule_set.applies_to_all, version.pk))

    def target(self, target: TargetAnswer) -> TargetShown:
        routes = [self._route(route, target) for route in target.routes]
        return TargetShown(
            level=Level(target.level),
            name=level_name(target.level),
            opens_on=target.opens_on,
            wait=self._wait(target.opens_on),
            state=_state(target.status),
            routes=_by_date(routes),
        )

    def _wait(self, day: date | None) -> str:
        return duration(self.today, day) if day is not None and day > self.today else ""

    def _route(self, route: RouteAnswer, target: TargetAnswer) -> RouteShown:
        row = self.rows[route.route_id]
        return RouteShown(
            code=route.code,
            name=" + ".join(_kind_name(clause.kind) for clause in route.clauses),
            when=self._when(route),
            opens_on=route.opens_on,
            state=_state(route.status),
            clauses=[self._clause(clause) for clause in route.clauses],
            is_first=route.code == target.route,
            document=row.document,
            version=row.version,
            mark=Mark(row.mark),
        )

    def _when(self, route: RouteAnswer) -> str:
        """How the route stands, in one line."""
        if route.opens_on is None and route.status is not Status.MISSING:
            return str(_state(route.status).label)  # the day is hidden
        if route.opens_on is None:
            first = next(clause for clause in route.clauses if clause.status is Status.MISSING)
            return str(ClauseState.MISSING.label) if first.kind in self.hidden else self._missing(first)
        day = {"day": route.opens_on.isoformat()}
        if route.status is Status.MET:
            return _("met since %(day)s") % day
        return _("%(day)s, %(duration)s to go") % {**day, "duration": self._wait(route.opens_on)}

    def _clause(self, clause: ClauseAnswer) -> ClauseItem:
        if clause.kind in self.hidden:
            return ClauseItem(_state(clause.status), clause_sentence(clause))
        kind = _FACT_FOR.get(clause.kind)
        asks = self.ask_url and kind and clause.status is Status.MISSING and clause.missing not in _RECORDED
        return ClauseItem(
            state=_state(clause.status),
            text=clause_sentence(clause),
            since=clause.opens_on,
            note=self._note(clause),
            action_label=_("I have this: have it recorded") if asks else "",
            action_url=f"{self.ask_url}?{urlencode({'kind': kind.value})}" if asks and kind else "",
        )

    def _note(self, clause: ClauseAnswer) -> str:
        """What the date beside the clause does not say."""
        if clause.status is Status.OPENS:
            return _("%(duration)s to go") % {"duration": self._wait(clause.opens_on)}
        return self._missing(clause) if clause.status is Status.MISSING else ""

    def _missing(self, clause: ClauseAnswer) -> str:
        return missing_sentence(clause, self.today)


def _kind_name(kind: ClauseKind) -> str:
    """What a clause goes by, as short as the name of a route needs it."""
    return _("Other condition") if kind is ClauseKind.UNRECORDED else str(kind.label)


def _by_date(routes: Sequence[RouteShown]) -> list[RouteShown]:
    """The route that opens the level first, then the rest by their dates, those without one last."""
    return sorted(routes, key=lambda route: (not route.is_first, route.opens_on or date.max, route.code))


def _state(status: Status) -> ClauseState:
    return ClauseState(status.value)
