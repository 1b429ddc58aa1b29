"""The detailed answer: every target, every route, every clause, its date or what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from skills.enums import ClauseKind


class Status(Enum):
    """How a clause, a route or a target stands on the day of asking."""

    MET = "met"
    OPENS = "opens"
    MISSING = "missing"


class Missing(Enum):
    """Why a clause has no date. "Not judged" is told apart from "not there"."""

    BIRTH_DATE = "birth_date"
    WORK = "work"
    WORK_YEARS = "work_years"
    CERTIFICATE = "certificate"
    TITLE = "title"
    TITLE_NOT_JUDGED = "title_not_judged"
    TITLE_NOT_MATCHING = "title_not_matching"
    DIPLOMA = "diploma"
    DIPLOMA_NOT_JUDGED = "diploma_not_judged"
    DIPLOMA_NOT_MATCHING = "diploma_not_matching"
    DIPLOMA_WITHOUT_DATE = "diploma_without_date"
    APPRENTICESHIP = "apprenticeship"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class ClauseAnswer:
    """One clause: what it asks for, and the first day on which it holds or what is missing.

    `worked_days` counts the days worked up to the day of asking from which its years are reckoned;
    `short_until` is the day on which it would open if work began again on the day of asking (for
    `Missing.WORK_YEARS` alone).
    """

    kind: ClauseKind
    level: int | None
    rank: int | None
    years: int | None
    diploma_kinds: tuple[str, ...]
    final_year: bool
    unrecorded_fact: str
    opens_on: date | None
    missing: Missing | None
    worked_days: int
    short_until: date | None
    status: Status


@dataclass(frozen=True)
class RouteAnswer:
    """One route: the latest date of its clauses, none if any has none."""

    route_id: int
    code: str
    opens_on: date | None
    status: Status
    clauses: tuple[ClauseAnswer, ...]


@dataclass(frozen=True)
class TargetAnswer:
    """One level above the one held: the earliest date of its routes; `routes` in the order of their ids."""

    level: int
    opens_on: date | None
    route: str | None
    status: Status
    routes: tuple[RouteAnswer, ...]


@dataclass(frozen=True)
class LadderAnswer:
    """The whole answer for one occupation; `occupation_id` is None for a worker without one and for a
    what-if.
    """

    occupation_id: int | None
    held_level: int
    held_since: date | None
    today: date
    targets: tuple[TargetAnswer, ...]

    def target(self, level: int) -> TargetAnswer | None:
        """The answer for one level, None when it is held already or the rules do not know it."""
        return next((target for target in self.targets if target.level == level), None)


def status_on(opens_on: date | None, today: date) -> Status:
    """MISSING without a date, MET from the date on, OPENS before it."""
    if opens_on is None:
        return Status.MISSING
    return Status.MET if opens_on <= today else Status.OPENS
