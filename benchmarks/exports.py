"""Exports of 10,000 and 100,000 rows: beside a minimal DRF export, and beside XlsxWriter alone."""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.db import connection
from django.http import QueryDict
from django.utils import timezone, translation

from base.collector import collector_paused
from base.dates import today
from base.exports.rights import require_right
from base.exports.sources import source_for
from base.exports.writing import CHUNK, ExportRows, csv_pieces, read_rows, write_export
from base.list_address import kept_parameters
from base.models import ExportRecord
from base.models.export import ExportFormat
from base.workbooks.writing import SheetColumn, Value, write_workbook
from benchmarks.bench import Bench
from benchmarks.enterprise.viewers import Viewer
from benchmarks.table import Line
from benchmarks.timing import paired
from benchmarks.yardsticks.bare_xlsx import write_from_cursor
from benchmarks.yardsticks.drf_export import drf_export
from skills.enums import Level
from skills.roster.columns import COLUMNS
from skills.roster.export import roster_rows
from workforce.enums import EMPLOYED, WorkerStatus
from workforce.models import User, Worker

KIND = "skills.people"
ROWS = (10_000, 100_000)
MOST_TIMES_DRF, MOST_TIMES_BARE = 1, 1.3
#: How much more memory the larger file may take than the smaller.
MOST_GROWTH_KIB = 2_048
#: The unit with the most people employed in it and below, of those with so many at most.
_UNIT_OF_SIZE = """
SELECT above.id, sum(employed.number)::integer
  FROM (SELECT unit_id, count(*) AS number FROM workforce_worker
         WHERE status = ANY (%s) AND merged_into_id IS NULL GROUP BY unit_id) AS employed
  JOIN workforce_unit leaf ON leaf.id = employed.unit_id, unnest(leaf.path) AS above (id)
 GROUP BY above.id
HAVING sum(employed.number) <= %s
 ORDER BY 2 DESC, 1
 LIMIT 1"""
_LEVELS = ", ".join(f"({level.value}, '{level.label}')" for level in Level)


def run(bench: Bench) -> Iterator[Line]:
    """All of it on the largest enterprise, of which the first rows are written."""
    with bench.at(bench.large), translation.override("en"):
        user = User.objects.get(login=Viewer.ROOT_HR.login)
        lists = sorted({largest_list(rows) for rows in ROWS}, key=lambda listed: listed.rows)
        yield from _times(user, lists)
        yield from _memory(user, lists)
        yield _roster(lists[-1].rows)


@dataclass(frozen=True)
class Listed:
    """The people list narrowed to a unit: a file is made of a whole list, never of its first rows."""

    unit: int
    rows: int


def largest_list(most: int) -> Listed:
    """The largest unit that employs so many people at most."""
    with connection.cursor() as cursor:
        cursor.execute(_UNIT_OF_SIZE, [EMPLOYED_VALUES, most])
        unit, rows = cursor.fetchone() or (0, 0)
    return Listed(unit, rows)


def _times(user: User, lists: list[Listed]) -> Iterator[Line]:
    _require_same_lines(user)
    for listed in lists:
        rows = listed.rows
        rounds = {"rounds": 5, "warm": 1} if rows <= ROWS[0] else {"rounds": 2, "warm": 0}
        times = paired(
            {
                "csv": partial(_csv, user, listed),
                "drf": partial(_drf, rows),
                "xlsx": partial(_xlsx, user, listed),
                "bare": partial(_bare, rows),
            },
            **rounds,
        )
        drf, bare = ("minimal DRF export", times["drf"]), ("XlsxWriter alone", times["bare"])
        measured = f"{rows:,} rows of the people list"
        yield Line.at_most("exports: CSV", measured, times["csv"], drf, most=MOST_TIMES_DRF)
        yield Line.at_most("exports: xlsx", measured, times["xlsx"], bare, most=MOST_TIMES_BARE)


def _memory(user: User, lists: list[Listed]) -> Iterator[Line]:
    if len(lists) < 2:
        return
    for name, write in (("CSV", _csv), ("xlsx", _xlsx)):
        small, large = (_peak(partial(write, user, listed)) for listed in lists)
        few, many = (listed.rows for listed in lists)
        measured = f"{many:,} rows take more memory than {few:,}: {large // 1024:,} KiB in all"
        growth = max(large - small, 0) // 1024
        yield Line.counted(f"exports: {name}", measured, growth, most=MOST_GROWTH_KIB, unit="KiB")


def _peak(write: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        write()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _opened(user: User, file_format: ExportFormat, listed: Listed | None = None) -> ExportRows:
    """The list read as an export reads it; no record of it is kept."""
    asked = QueryDict(f"unit={listed.unit}" if listed else "")
    record = ExportRecord(
        kind=KIND,
        format=file_format,
        exported_by_id=user.pk,
        exported_at=timezone.now(),
        parameters=kept_parameters(asked),
    )
    return read_rows(record, lambda: _entitled(record))


def _entitled(record: ExportRecord) -> User:
    user = require_right(record, now=timezone.now())
    assert isinstance(user, User)
    return user


def _csv(user: User, listed: Listed) -> int:
    return sum(map(len, csv_pieces(_opened(user, ExportFormat.CSV, listed))))


def _drf(rows: int) -> int:
    return sum(map(len, drf_export(rows)))


def _xlsx(user: User, listed: Listed) -> int:
    with tempfile.TemporaryFile() as target:
        return write_export(target, _opened(user, ExportFormat.XLSX, listed), ExportFormat.XLSX)


def _bare(rows: int) -> int:
    with tempfile.TemporaryFile() as target:
        columns = source_for(KIND).page.columns
        headings = [str(column.label) for column in columns if not column.optional]
        return write_from_cursor(target, _PEOPLE, [EMPLOYED_VALUES, rows], headings)


def _require_same_lines(user: User) -> None:
    """Raises unless the product and the yardstick write the same lines."""
    read = _opened(user, ExportFormat.CSV)
    first = ExportRows(read.columns, CHUNK, islice(read.chunks, 1))
    ours = b"".join(csv_pieces(first)).decode("utf-8-sig")
    theirs = b"".join(drf_export(CHUNK)).decode()
    if ours.splitlines()[1:] != theirs.splitlines():
        raise AssertionError("The product and the minimal export write different lines.")


def _roster(people: int) -> Line:
    """The roster in its own columns beside the same cells from a table that holds nothing else."""
    ids = list(
        Worker.objects.filter(status__in=EMPLOYED)
        .order_by("employee_no")
        .values_list("pk", flat=True)[:people]
    )
    names = [column.key for column in COLUMNS]
    days = {"issued_on", "hire_date", "occupation_since", "graduated_on", "title_on"}
    cells = list(roster_rows(ids, today=today()))
    with connection.cursor() as cursor:
        typed = [f"{name} {'date' if name in days else 'text'}" for name in names]
        cursor.execute(f"CREATE TEMPORARY TABLE roster_cells ({', '.join(typed)})")
        with collector_paused(), cursor.copy("COPY roster_cells FROM STDIN") as copy:
            for row in cells:
                copy.write_row([None if value == "" else value for value in row])
    del cells
    try:
        runs: dict[str, Callable[[], object]] = {
            "ours": lambda: _write_roster(roster_rows(ids, today=today())),
            "bare": lambda: _write_bare_roster(names),
        }
        times = paired(runs, rounds=2, warm=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE roster_cells")
    bare = ("XlsxWriter alone", times["bare"])
    return Line.at_most(
        "exports: roster", f"{people:,} people, xlsx", times["ours"], bare, most=MOST_TIMES_BARE
    )


def _write_roster(rows: Iterator[list[Value]]) -> int:
    with tempfile.TemporaryFile() as target:
        columns = [SheetColumn(column.label) for column in COLUMNS]
        return write_workbook(target, sheet="花名册", columns=columns, rows=rows)


def _write_bare_roster(names: list[str]) -> int:
    with tempfile.TemporaryFile() as target:
        return write_from_cursor(target, "SELECT * FROM roster_cells", [], names)


EMPLOYED_VALUES = [WorkerStatus(status).value for status in EMPLOYED]
_STATUSES = ", ".join(f"('{status.value}', '{status.label}')" for status in WorkerStatus)
#: The cells of the list for somebody who sees everything.
_PEOPLE = f"""
WITH path AS MATERIALIZED (
    SELECT leaf.id, string_agg(above.name, ' / ' ORDER BY cardinality(above.path)) AS names
      FROM workforce_unit leaf JOIN workforce_unit above ON above.id = ANY (leaf.path)
     GROUP BY leaf.id),
level (number, label) AS (VALUES {_LEVELS}),
status (code, label) AS (VALUES {_STATUSES})
SELECT w.employee_no, w.name, path.names, o.name, CASE WHEN o.id IS NOT NULL THEN held.label END,
       s.held_since, next.label, s.next_on, status.label
  FROM workforce_worker w
  JOIN skills_standing s ON s.worker_id = w.id
  JOIN path ON path.id = w.unit_id
  JOIN status ON status.code = w.status
  LEFT JOIN skills_occupation o ON o.id = s.occupation_id
  LEFT JOIN level held ON held.number = s.held_level
  LEFT JOIN level next ON next.number = s.next_level
 WHERE w.status = ANY (%s)
 ORDER BY w.employee_no
 LIMIT %s"""
