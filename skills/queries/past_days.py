"""Where people stood on a past day, by the facts known today to have held then (effective time).

A day's answer takes the placements of that day, grades issued and titles, diplomas and apprenticeships dated
by then, spells begun by then (one that ended later had not ended yet), and the rules and standards in force
that day. What was corrected or voided since counts as it stands now: a past day is told as best known, not as
it was told then (the history of a record tells that).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from skills.eligibility.statement import Question, Source, fetch, parameters, statement


@dataclass(frozen=True)
class DayStatement:
    """A SELECT to be used as ``FROM (…) AS name``, with its named parameters (psycopg's ``%(name)s``)."""

    sql: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class StandingOn:
    """Where a worker stood on a day in the main occupation, and from which day the next level opens."""

    worker_id: int
    occupation_id: int
    held_level: int
    held_since: date | None
    next_level: int | None
    next_on: date | None
    next_route_id: int | None
    next_route: str | None


_LEVELS_ON = """
SELECT p.worker_id AS worker, p.unit_id AS unit, p.status, l.occupation, l.level, l.held_since
  FROM workforce_placement p
  JOIN workforce_worker w ON w.id = p.worker_id AND w.merged_into_id IS NULL
  LEFT JOIN ({levels}) AS l ON l.worker = p.worker_id
 WHERE p.since <= %(today)s::date AND (p.until IS NULL OR p.until > %(today)s::date)
   AND (%(everybody)s OR p.worker_id = ANY(%(worker_ids)s::bigint[]))
"""


def levels_on(day: date, worker_ids: Sequence[int] | None = None) -> DayStatement:
    """Every worker placed on a day: `worker`, `unit`, `status`, `occupation`, `level`, `held_since`.

    `occupation`, `level` and `held_since` are null for people without an occupation. Departed people keep a
    placement: filter by `status`. Restrict it by `unit` to the reader's reach. Set-based: one scan each of
    placements, spells and grades, whatever the number of units. With `worker_ids` of these alone.
    """
    levels = statement(Source.STORED, Question.LEVELS)
    return DayStatement(
        _LEVELS_ON.replace("{levels}", levels), parameters(today=day, as_of=day, worker_ids=worker_ids)
    )


def standings_on(day: date, worker_ids: Sequence[int]) -> dict[int, StandingOn]:
    """By worker, the standing on a day, reckoned live; no entry without an occupation. One statement."""
    if not worker_ids:
        return {}
    rows = fetch(Source.STORED, Question.STANDING, today=day, as_of=day, worker_ids=list(worker_ids))
    return {row[0]: StandingOn(*row) for row in rows}


def as_columns(standings: Iterable[StandingOn]) -> tuple[list[object], ...]:
    """The standings column by column, as arrays of a statement."""
    rows = list(standings)
    names = (
        "worker_id",
        "occupation_id",
        "held_level",
        "held_since",
        "next_level",
        "next_on",
        "next_route_id",
    )
    return tuple([getattr(row, name) for row in rows] for name in names)
