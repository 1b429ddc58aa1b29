"""The detailed answer on eligibility, ready for the page components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from base.components import ClauseItem, ClauseState
from base.staircase import Step
from skills.eligibility.answer import ClauseAnswer, LadderAnswer, RouteAnswer, Status, TargetAnswer
from skills.eligibility.sentences import clause_sentence, status_sentence
from skills.enums import ClauseKind, FactKind, Level
from skills.models import Occupation, Route
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


@dataclass(frozen=True)
class RouteShown:
    """One route: its id, the document it comes from, how it stands, and its clauses in words."""

    code: str
    document: str
    mark: str
    opens_on: date | None
    state: ClauseState
    clauses: list[ClauseItem]
    is_first: bool


@dataclass(frozen=True)
class TargetShown:
    """One level with its routes, the one that opens first on top."""

    level: Level
    opens_on: date | None
    state: ClauseState
    routes: list[RouteShown]


@dataclass(frozen=True)
class LadderShown:
    """The whole ladder of one occupation."""

    occupation: Occupation | None
    held_level: Level
    held_since: date | None
    today: date
    steps: list[Step]
    next: TargetShown | None
    others: list[TargetShown]


def show_ladder(answer: LadderAnswer, *, ask_url: str = "") -> LadderShown:
    """The answer in words. With `ask_url` each missing record has a link to ask HR for it. Two statements."""
    documents = _documents(answer)
    targets = [_show_target(target, documents, ask_url, answer.today) for target in answer.targets]
    opens = {target.level: target.opens_on for target in answer.targets if target.opens_on is not None}
    following = [target for target in targets if target.level == answer.held_level + 1]
    occupation = Occupation.objects.filter(pk=answer.occupation_id).first() if answer.occupation_id else None
    return LadderShown(
        occupation=occupation,
        held_level=Level(answer.held_level),
        held_since=answer.held_since,
        today=answer.today,
        steps=staircase_steps(answer.held_level, opens, today=answer.today),
        next=following[0] if following else None,
        others=[target for target in targets if target not in following],
    )


def _documents(answer: LadderAnswer) -> dict[int, Route]:
    ids = [route.route_id for target in answer.targets for route in target.routes]
    return {route.pk: route for route in Route.objects.filter(pk__in=ids)}


def _show_target(target: TargetAnswer, documents: dict[int, Route], ask_url: str, today: date) -> TargetShown:
    routes = [_show_route(route, target, documents, ask_url, today) for route in target.routes]
    return TargetShown(Level(target.level), target.opens_on, _state(target.status), _by_date(routes))


def _by_date(routes: Sequence[RouteShown]) -> list[RouteShown]:
    """The route that opens the level first, then the rest by their dates, those without one last."""
    return sorted(routes, key=lambda route: (not route.is_first, route.opens_on or date.max, route.code))


def _show_route(
    route: RouteAnswer, target: TargetAnswer, documents: dict[int, Route], ask_url: str, today: date
) -> RouteShown:
    row = documents[route.route_id]
    return RouteShown(
        code=route.code,
        document=row.document,
        mark=row.mark,
        opens_on=route.opens_on,
        state=_state(route.status),
        clauses=[_show_clause(clause, ask_url, today) for clause in route.clauses],
        is_first=route.code == target.route,
    )


def _show_clause(clause: ClauseAnswer, ask_url: str, today: date) -> ClauseItem:
    kind = _FACT_FOR.get(clause.kind) if clause.status is Status.MISSING else None
    asks = bool(ask_url and kind)
    return ClauseItem(
        state=_state(clause.status),
        text=clause_sentence(clause),
        since=clause.opens_on,
        note=status_sentence(clause, today) if clause.status is not Status.MET else "",
        action_label=_("I have this") if asks else "",
        action_url=f"{ask_url}?{urlencode({'kind': kind.value})}" if asks and kind else "",
    )


def _state(status: Status) -> ClauseState:
    return ClauseState(status.value)
