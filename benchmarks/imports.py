"""Rosters in: a workbook of 100,000 rows from the upload to the last eligibility date.

Ours is `stage_roster`, the job that reads and judges, and the job that judges again and writes, in one
process, without a broker. The yardstick reads the same file with the same reader and upserts its rows into
one table (`yardsticks/bare_import.py`). Rows of new people, the same file again, the same people with
another telephone. The peak of memory is that of a process that does nothing but one such import.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django.utils.timezone import localdate

from base.jobs import run_job
from base.models.workbook import ImportState, WorkbookImport
from benchmarks.bench import Bench
from benchmarks.enterprise.viewers import Viewer
from benchmarks.roster_rows import Places, roster_rows, roster_workbook
from benchmarks.table import Line, seconds
from benchmarks.timing import Timing, timed
from benchmarks.yardsticks.bare_import import import_barely, make_table
from skills.roster.columns import KEYS
from skills.roster.imports import confirm_roster, stage_roster
from workforce.models import User

ROWS = 100_000
ROUNDS = 2
MOST_TIMES, MOST_MEBIBYTES = 3, 500
_CASES = {
    "new": "rows of new people",
    "unchanged": "the same file again",
    "changed": "another telephone each",
}
_MEMORY = """
import sys
from benchmarks.__main__ import set_up_django
set_up_django()
from benchmarks.imports import import_alone
import_alone(*sys.argv[1:])
"""


@dataclass
class Times:
    """The seconds of each run of one case: of the yardstick, of our checking and of our writing."""

    bare: list[float] = field(default_factory=list)
    checking: list[float] = field(default_factory=list)
    writing: list[float] = field(default_factory=list)

    def line(self, name: str, workers: int) -> Line:
        """The result of the case."""
        ours = Timing(tuple(check + write for check, write in zip(self.checking, self.writing, strict=True)))
        parts = (
            f"checking {seconds(min(self.checking))}, judging again and writing {seconds(min(self.writing))}"
        )
        return Line.at_most(
            f"import: {name}",
            f"{ROWS:,} rows into {workers:,} workers; {parts}",
            ours,
            ("read + one COPY upsert", Timing(tuple(self.bare))),
            most=MOST_TIMES,
        )


def run(bench: Bench) -> list[Line]:
    """Each case against the yardstick, in a copy of the smallest enterprise, then the memory."""
    workers = bench.small
    times: dict[str, Times] = defaultdict(Times)
    with bench.copy_of(workers, name="bench_imports") as name, _files_aside():
        make_table(KEYS)
        peak = _peak_of_import(name, _file(range(ROWS)))
        for number in range(1, ROUNDS + 1):
            people = range(number * ROWS, (number + 1) * ROWS)
            content = _file(people)
            _measure(times["new"], content)
            _measure(times["unchanged"], content)
            _measure(times["changed"], _file(people, phone="137"))
    lines = [times[case].line(said, workers) for case, said in _CASES.items()]
    memory = Line.counted(
        "import: memory", f"peak of a process, {ROWS:,} new rows", peak, most=MOST_MEBIBYTES, unit="MiB"
    )
    return [*lines, memory]


def _file(people: range, *, phone: str = "139") -> bytes:
    return roster_workbook(roster_rows(people, Places.of_the_database(localdate()), phone=phone))


@contextmanager
def _files_aside() -> Iterator[None]:
    """Kept files go to a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, override_settings(MEDIA_ROOT=folder):
        yield


def _measure(times: Times, content: bytes) -> None:
    """One run of the yardstick and one of ours over the same file."""
    times.bare.append(timed(lambda: import_barely(content, KEYS)))
    waiting: list[WorkbookImport] = []
    times.checking.append(timed(lambda: waiting.append(_check(content))))
    times.writing.append(timed(lambda: _write(waiting[0])))


def _check(content: bytes) -> WorkbookImport:
    """From the upload to staged verdicts."""
    actor = User.objects.get(login=Viewer.ROOT_HR.login)
    batch = stage_roster(file=io.BytesIO(content), name="roster.xlsx", actor=actor, now=timezone.now())
    return _run_job(batch, ImportState.STAGED)


def _write(batch: WorkbookImport) -> None:
    """Confirm the import and write it."""
    actor = User.objects.get(login=Viewer.ROOT_HR.login)
    _run_job(confirm_roster(batch.pk, actor=actor, now=timezone.now()), ImportState.COMMITTED)


def _run_job(batch: WorkbookImport, expected: ImportState) -> WorkbookImport:
    run_job(batch.job_id or 0)
    batch.refresh_from_db()
    if batch.state != expected or batch.counts["rejected"]:
        raise RuntimeError(f"the import is {batch.state}: {batch.error} {batch.counts}")
    return batch


def _peak_of_import(database: str, content: bytes) -> int:
    """The peak memory, in MiB, of a process of its own that imports the file."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-c", _MEMORY, database, file.name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own code
    return int(done.stdout.split()[-1])


def import_alone(database: str, path: str) -> None:
    """Import one file into a database at hand, and print the peak of memory in MiB."""
    content = Path(path).read_bytes()
    with Bench({0: database}).at(0), _files_aside():
        _write(_check(content))
        connection.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
