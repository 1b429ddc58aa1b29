"""The table with the machine it was measured on, kept in the README between two marks."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import connection

from base.dates import today
from benchmarks.bench import Bench
from benchmarks.sections import SECTIONS, Section, kept_section
from benchmarks.table import as_markdown

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def write_results(measured: Sequence[Section]) -> None:
    """Replace what stands between the marks by the machine and table of the sections.

    Sections not among them are taken as they were measured last, when that was at the same sizes.
    """
    before, _mark, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _old, _mark, after = rest.partition(END)
    text = as_told(_with_kept(measured))
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def as_told(sections: Sequence[Section]) -> str:
    """Machine, sizes, how long it took, which sections were measured apart, and the table."""
    newest = max(sections, key=lambda section: section.began)
    sizes = ", ".join(f"{size:,}" for size in newest.sizes)
    took = ", ".join(f"{section.name} {section.seconds / 60:.1f}" for section in sections)
    apart = [
        f"Measured apart: {section.name}, {section.began}, {section.machine}"
        for section in sections
        if section.machine != newest.machine
    ]
    said = [newest.machine, f"Enterprises of {sizes} workers. Minutes it took: {took}.", *apart]
    table = as_markdown([line for section in sections for line in section.lines])
    return "\n".join(said) + f"\n\n{table}"


def _with_kept(measured: Sequence[Section]) -> list[Section]:
    now = {section.name: section for section in measured}
    kept = ((name, now.get(name) or kept_section(name)) for name in SECTIONS)
    sizes = measured[0].sizes
    return [section for _name, section in kept if section is not None and section.sizes == sizes]


def machine(databases: Mapping[int, str]) -> str:
    """Processor, memory, versions, commit and day."""
    bench = Bench(databases)
    try:
        with bench.at(bench.large), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
            version, buffers = cursor.fetchone() or ("", "")
    finally:
        bench.close()
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
