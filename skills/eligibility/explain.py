"""From the rows of `sql/explain.sql` to the detailed answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from base.dates import add_years
from skills.eligibility.answer import (
    ClauseAnswer,
    LadderAnswer,
    Missing,
    RouteAnswer,
    TargetAnswer,
    status_on,
)
from skills.enums import ClauseKind, Level


class ExplainRow(NamedTuple):
    """One clause as `sql/explain.sql` returns it."""

    worker: int
    occupation: int
    held: int
    held_since: date | None
    target: int
    route: int
    code: str
    position: int
    kind: str
    threshold: int
    years: int | None
    diploma_kinds: list[str] | None
    final_year: bool
    unrecorded_fact: str
    opens_on: date | None
    since: date | None
    worked_days: int | None
    recorded: int
    unjudged: int
    undated: int


def answer_from_rows(
    rows: Iterable[tuple[Any, ...]], today: date, *, highest_target: int
) -> LadderAnswer | None:
    """The answer of one worker and occupation up to `highest_target`; None without any row."""
    named = [ExplainRow(*row) for row in rows]
    if not named:
        return None
    wanted = [row for row in named if row.target <= highest_target]
    return LadderAnswer(
        occupation_id=named[0].occupation,
        held_level=named[0].held,
        held_since=named[0].held_since,
        today=today,
        targets=tuple(
            _target(level, list(of_target), today)
            for level, of_target in groupby(wanted, lambda row: row.target)
        ),
    )


def empty_answer(today: date, *, held_level: int = Level.APPRENTICE) -> LadderAnswer:
    """The answer for somebody whose occupation no rule is known for."""
    return LadderAnswer(occupation_id=None, held_level=held_level, held_since=None, today=today, targets=())


def _target(level: int, rows: list[ExplainRow], today: date) -> TargetAnswer:
    routes = tuple(_route(list(of_route), today) for _code, of_route in groupby(rows, lambda row: row.code))
    dated = [
        (route.opens_on, route.code.encode(), route.code) for route in routes if route.opens_on is not None
    ]
    opens_on, _order, code = min(dated, default=(None, b"", None))
    return TargetAnswer(level, opens_on, code, status_on(opens_on, today), routes)


def _route(rows: list[ExplainRow], today: date) -> RouteAnswer:
    clauses = tuple(_clause(row, today) for row in rows)
    days = [clause.opens_on for clause in clauses if clause.opens_on is not None]
    opens_on = max(days) if len(days) == len(clauses) else None
    return RouteAnswer(rows[0].route, rows[0].code, opens_on, status_on(opens_on, today), clauses)


def _clause(row: ExplainRow, today: date) -> ClauseAnswer:
    kind, worked = ClauseKind(row.kind), row.worked_days or 0
    missing = None if row.opens_on is not None else _missing(row, kind)
    short = missing is Missing.WORK_YEARS and row.years is not None
    return ClauseAnswer(
        kind=kind,
        level=row.threshold if kind == ClauseKind.CERT else None,
        rank=row.threshold if kind == ClauseKind.TITLE else None,
        years=row.years,
        diploma_kinds=tuple(row.diploma_kinds or ()),
        final_year=row.final_year,
        unrecorded_fact=row.unrecorded_fact,
        opens_on=row.opens_on,
        missing=missing,
        worked_days=worked,
        short_until=add_years(today - timedelta(days=worked), row.years or 0) if short else None,
        status=status_on(row.opens_on, today),
    )


def _missing(row: ExplainRow, kind: ClauseKind) -> Missing:
    """What a clause without a date lacks."""
    match kind:
        case ClauseKind.AGE:
            return Missing.BIRTH_DATE
        case ClauseKind.WORK:
            return Missing.WORK_YEARS if row.worked_days else Missing.WORK
        case ClauseKind.CERT:
            return Missing.CERTIFICATE if row.since is None else Missing.WORK_YEARS
        case ClauseKind.TITLE:
            return _missing_title(row)
        case ClauseKind.DIPLOMA:
            return _missing_diploma(row)
        case ClauseKind.APPRENTICESHIP:
            return Missing.APPRENTICESHIP
        case _:
            return Missing.UNRECORDED


def _missing_title(row: ExplainRow) -> Missing:
    if row.since is not None:
        return Missing.WORK_YEARS
    if not row.recorded:
        return Missing.TITLE
    return Missing.TITLE_NOT_JUDGED if row.unjudged else Missing.TITLE_NOT_MATCHING


def _missing_diploma(row: ExplainRow) -> Missing:
    if not row.recorded:
        return Missing.DIPLOMA
    if row.unjudged:
        return Missing.DIPLOMA_NOT_JUDGED
    return Missing.DIPLOMA_WITHOUT_DATE if row.undated else Missing.DIPLOMA_NOT_MATCHING
