"""The statements put together from the parts in `sql/`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection, transaction

from base.id_arrays import id_array

#: Up to so many workers the planner is left alone: whatever it expects, little can be joined with little.
FEW = 100


class Source(Enum):
    """Where the facts come from."""

    STORED = "facts_stored.sql"
    GIVEN = "facts_given.sql"


class Question(Enum):
    """What is asked: the parts after `asked.sql`. Levels need no dates, whose steps are long to plan."""

    STORE = ("dates.sql", "difference.sql", "store.sql")
    COMPARE = ("dates.sql", "difference.sql", "compare.sql")
    LADDER = ("dates.sql", "ladder.sql")
    EXPLAIN = ("dates.sql", "explain.sql")
    LEVELS = ("levels.sql",)
    STANDING = ("dates.sql", "standing.sql")
    IMPACT_BEFORE = ("dates.sql", "impact_before.sql")
    IMPACT_AFTER = ("dates.sql", "impact_after.sql")


@cache
def statement(source: Source, question: Question) -> str:
    """The whole SQL text. Its parameters: `parameters`; COMPARE: `sample` besides."""
    steps = [source.value, "asked.sql", *question.value[:-1]]
    return "WITH\n" + ",\n".join(_part(step) for step in steps) + "\n" + _part(question.value[-1])


def parameters(
    *, today: date, as_of: date | None = None, worker_ids: Sequence[int] | None = None, **others: Any
) -> dict[str, Any]:
    """The parameters of a statement. `worker_ids` None = everybody; GIVEN facts come as `careers` instead.

    `as_of` answers from the facts and rules of a past day; `today` is then that day.
    """
    return {
        "today": as_of or today,
        "as_of": as_of,
        "occupation_ids": [],
        "everybody": worker_ids is None,
        "worker_ids": id_array(worker_ids or ()),
        **others,
    }


def fetch(
    source: Source,
    question: Question,
    *,
    today: date,
    as_of: date | None = None,
    worker_ids: Sequence[int] | None = None,
    **others: Any,
) -> list[tuple[Any, ...]]:
    """Run the statement with these `parameters` and return its rows.

    One query; in a transaction and for more than FEW workers, two more that tell the planner so.
    """
    values = parameters(today=today, as_of=as_of, worker_ids=worker_ids, **others)
    is_for_many = source is Source.STORED and (worker_ids is None or len(worker_ids) > FEW)
    with connection.cursor() as cursor, planned_for_many() if is_for_many else nullcontext():
        cursor.execute(statement(source, question), values)
        return list(cursor.fetchall())


@contextmanager
def planned_for_many() -> Iterator[None]:
    """Let the planner join whole steps, whatever it believes about their size. Two queries.

    The steps are joined by keys no statistics are kept of, and those of the stored results are old while the
    results are being filled. Wherever the planner then expects a single row it takes a nested loop, which for
    20,000 workers costs a hundred times as much. Native code (jit) is compiled anew for each batch and never
    pays.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('enable_nestloop'), current_setting('jit'),"
            " set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)"
        )
        nested_loops, jit = cursor.fetchone()[:2]
        yield
        cursor.execute(
            "SELECT set_config('enable_nestloop', %s, true), set_config('jit', %s, true)", [nested_loops, jit]
        )


def _part(name: str) -> str:
    """The text of a part without its comments (the driver would read a "%" in them)."""
    text = (files("skills.eligibility") / "sql" / name).read_text(encoding="utf-8")
    lines = (line.partition("--")[0].rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)
