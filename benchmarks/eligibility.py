"""Eligibility of everybody, of a thousand and of one, beside the same by hand and beside the bare rows."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from base.dates import today as local_today
from benchmarks.bench import Bench
from benchmarks.table import Line, seconds
from benchmarks.timing import Timing, timed
from benchmarks.yardsticks.eligibility_by_hand import statement_by_hand
from skills.eligibility.statement import Question, Source, parameters, planned_for_many, statement
from skills.services.refresh_eligibility import Refreshed, batches, lock_batch, refresh_eligibility
from workforce.models import Worker

#: How many workers' facts change at once in the line about changes.
CHANGED = 1_000
MOST_BY_HAND, MOST_BARE, MOST_UNCHANGED, MOST_CHANGED = 1.5, 8, 1, 0.01
MOST_STATEMENTS, MOST_MEMORY_MIB = 2, 64
#: The same runs are repeated where one round is short.
_ROUNDS_BELOW, _ROUNDS = 200_000, 3
_ELIGIBILITY = "worker_id, occupation_id, target, version_id, opens_on, route_id"
_STANDING = "worker_id, occupation_id, held_level, held_since, next_level, next_on, next_route_id"


def run(bench: Bench) -> Iterator[Line]:
    """All of it on a copy of the largest enterprise, since the results are written anew."""
    workers = bench.large
    with bench.copy_of(workers):
        yield from _lines(workers, local_today())


def _lines(workers: int, today: date) -> Iterator[Line]:
    rounds = _ROUNDS if workers <= _ROUNDS_BELOW else 1
    times: dict[str, list[float]] = {}

    def note(name: str, taken: float) -> None:
        times.setdefault(name, []).append(taken)

    for _round in range(rounds):
        _forget_results()
        note("without writes", timed(lambda: _reckon_only(today)))
        note("full", timed(lambda: refresh_eligibility(None, today=today)))
        note("unchanged", timed(lambda: _nothing_to_write(today)))
        _keep_results()
        note("bare", timed(_insert_kept_rows))
        _forget_results()
        note("by hand", timed(lambda: _by_hand(today)))
        _require_kept_results()
    of = {name: Timing(tuple(taken)) for name, taken in times.items()}
    measured = f"{workers:,} workers, stored"
    by_hand = ("one statement by hand, same rows", of["by hand"])
    yield Line.at_most("eligibility: everybody", measured, of["full"], by_hand, most=MOST_BY_HAND)
    bare = ("INSERT … SELECT of the rows with their keys and indexes", of["bare"])
    yield Line.at_most("eligibility: everybody", measured, of["full"], bare, most=MOST_BARE)
    unwritten = ("the full run without its writes", of["without writes"])
    name = "eligibility: everybody, nothing changed"
    yield Line.at_most(name, f"{workers:,} workers", of["unchanged"], unwritten, most=MOST_UNCHANGED)
    changed = Timing(tuple(_changed(workers, offset, today) for offset in range(3)))
    full = ("the full run", of["full"])
    name = f"eligibility: {CHANGED:,} changed workers"
    yield Line.at_most(name, f"of {workers:,}", changed, full, most=MOST_CHANGED)
    yield _one_live(today)
    yield _memory(workers, today)


def _forget_results() -> None:
    """No dates, and everybody on level 1 of no occupation, as a new worker is."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE skills_eligibility, skills_standing")
        cursor.execute(
            "INSERT INTO skills_standing (worker_id, held_level) SELECT id, 1 FROM workforce_worker"
        )
        cursor.execute("VACUUM ANALYZE skills_eligibility, skills_standing")
        cursor.execute("CHECKPOINT")


def _reckon_only(today: date) -> None:
    """What a run over everybody does but the writes: batches, locks, dates, and what differs."""
    reckoned = statement(Source.STORED, Question.STORE).partition("\n, removed AS (")[0]
    counts = [f"(SELECT count(*) FROM {step})" for step in ("eligibility_difference", "standing_difference")]
    text = f"{reckoned} SELECT {', '.join(counts)}"
    for batch in batches(None):
        with transaction.atomic(), planned_for_many(), connection.cursor() as cursor:
            lock_batch(batch)
            cursor.execute(text, parameters(today=today, worker_ids=batch))


def _nothing_to_write(today: date) -> None:
    written = refresh_eligibility(None, today=today)
    if written != Refreshed():
        raise AssertionError(f"A second run wrote {written}.")


def _by_hand(today: date) -> None:
    with transaction.atomic(), planned_for_many(), connection.cursor() as cursor:
        cursor.execute(statement_by_hand(), {"today": today})


def _keep_results() -> None:
    """The rows of both tables without keys, and equal tables with keys and indexes to write them into."""
    with connection.cursor() as cursor:
        for table, columns in (("skills_eligibility", _ELIGIBILITY), ("skills_standing", "*")):
            cursor.execute(f"DROP TABLE IF EXISTS kept_{table}, bare_{table}")
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT {columns} FROM {table}")
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        cursor.execute("CHECKPOINT")


def _insert_kept_rows() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        into = f"INSERT INTO bare_skills_eligibility ({_ELIGIBILITY})"
        cursor.execute(f"{into} SELECT {_ELIGIBILITY} FROM kept_skills_eligibility")
        cursor.execute("INSERT INTO bare_skills_standing SELECT * FROM kept_skills_standing")


def _require_kept_results() -> None:
    """Raises unless both tables hold the very rows that were kept."""
    for table, columns in (("skills_eligibility", _ELIGIBILITY), ("skills_standing", _STANDING)):
        kept, stored = f"SELECT {columns} FROM kept_{table}", f"SELECT {columns} FROM {table}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT (SELECT count(*) FROM ({kept} EXCEPT {stored}) AS lost),"
                f" (SELECT count(*) FROM ({stored} EXCEPT {kept}) AS new)"
            )
            lost, new = cursor.fetchone() or (0, 0)
        if lost or new:
            raise AssertionError(f"{table}: {lost} rows only in the product's result, {new} only by hand.")


def _changed(workers: int, offset: int, today: date) -> float:
    """Seconds to bring workers spread over all up to date after one of their spells began a month earlier."""
    every = Worker.objects.order_by("pk").values_list("pk", flat=True)[offset :: max(workers // CHANGED, 1)]
    ids = list(every)[:CHANGED]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE skills_employmentspell SET since = since - 31"
            " WHERE worker_id = ANY (%s) AND voided_at IS NULL AND until IS NULL",
            [ids],
        )
    return timed(lambda: refresh_eligibility(ids, today=today))


def _one_live(today: date) -> Line:
    worker = Worker.objects.order_by("pk").values_list("pk", flat=True)[0]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        taken = timed(lambda: refresh_eligibility([worker], today=today))
    asked = [query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    measured = f"stored at once, {seconds(taken)}"
    return Line.counted(
        "eligibility: one worker", measured, len(asked), most=MOST_STATEMENTS, unit="statements"
    )


def _memory(workers: int, today: date) -> Line:
    """The most memory of the process at a time, of a run over everybody."""
    tracemalloc.start()
    try:
        refresh_eligibility(None, today=today)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    name, measured = "eligibility: everybody", f"{workers:,} workers, memory of the process"
    return Line.counted(name, measured, peak // 2**20, most=MOST_MEMORY_MIB, unit="MiB")
