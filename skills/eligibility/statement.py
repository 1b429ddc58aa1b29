"""The statements put together from the parts in `sql/`."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection


class Source(Enum):
    """Where the facts come from."""

    STORED = "facts_stored.sql"
    GIVEN = "facts_given.sql"


class Question(Enum):
    """What is asked of the dates: the parts that follow `dates.sql`."""

    STORE = ("difference.sql", "store.sql")
    COMPARE = ("difference.sql", "compare.sql")
    LADDER = ("ladder.sql",)
    EXPLAIN = ("explain.sql",)
    LEVELS = ("levels.sql",)
    STANDING = ("standing.sql",)
    IMPACT_BEFORE = ("impact_before.sql",)
    IMPACT_AFTER = ("impact_after.sql",)


@cache
def statement(source: Source, question: Question) -> str:
    """The whole SQL text. Parameters: `today`, `as_of`, `occupation_ids`, and `worker_ids` or `careers`;
    COMPARE: `sample`.
    """
    steps = [source.value, "dates.sql", *question.value[:-1]]
    return "WITH\n" + ",\n".join(_part(step) for step in steps) + "\n" + _part(question.value[-1])


def fetch(
    source: Source, question: Question, *, today: date, as_of: date | None = None, **parameters: Any
) -> list[tuple[Any, ...]]:
    """Run the statement and return its rows. One query.

    `as_of` answers from the facts and rules of a past day; `today` is then that day.
    """
    values = {"today": as_of or today, "as_of": as_of, "occupation_ids": [], **parameters}
    with connection.cursor() as cursor:
        cursor.execute(statement(source, question), values)
        return list(cursor.fetchall())


def _part(name: str) -> str:
    """The text of a part without its comments (the driver would read a "%" in them)."""
    text = (files("skills.eligibility") / "sql" / name).read_text(encoding="utf-8")
    lines = (line.partition("--")[0].rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
