"""The table with the machine it was measured on, kept in the README between two marks."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from base.dates import today
from benchmarks.bench import Bench
from benchmarks.table import Line, as_markdown

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def write_results(bench: Bench, lines: Sequence[Line]) -> None:
    """Replace what stands between the marks by this run's machine and table."""
    before, _mark, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    sizes = ", ".join(f"{size:,}" for size in bench.sizes)
    text = f"{machine(bench)}\nEnterprises of {sizes} workers.\n\n{as_markdown(lines)}"
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def machine(bench: Bench) -> str:
    """Processor, memory, versions, commit and day."""
    with bench.at(bench.large), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
        version, buffers = cursor.fetchone() or ("", "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    made = (
        f"{today().isoformat()}, commit {_commit()}; {_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    )
    return f"{made}; PostgreSQL {version} (shared_buffers {buffers}), Python {platform.python_version()}."


def _commit() -> str:
    asked: list[str] = ["git", "-C", str(README.parent), "describe", "--always", "--dirty"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - constant words
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
