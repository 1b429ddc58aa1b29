"""The benches as sections of one table: each runs in a process of its own, and its lines are kept.

A section that ends early leaves the lines it has, and the others still run. Kept lines let a section be
measured again alone; the table then says which sections were.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib import import_module
from time import monotonic

from benchmarks.table import Line, as_text
from config.runner.layout import BENCH

#: In the order of the table.
SECTIONS = (
    "lists",
    "eligibility",
    "imports",
    "exports",
    "figures",
    "notices",
    "notices_delivery",
    "load",
    "memory",
)
KEPT = BENCH.home / "results"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Section:
    """The lines of a bench: of enterprises of which sizes, on which machine and commit, when, in how long."""

    name: str
    sizes: tuple[int, ...]
    machine: str
    began: str
    seconds: float
    lines: tuple[Line, ...]

    def keep(self) -> None:
        """Write it beside the other sections."""
        KEPT.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (KEPT / f"{self.name}.json").write_text(text, encoding="utf-8")


def kept_section(name: str) -> Section | None:
    """The section as it was measured last."""
    try:
        read = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Section(
        **{**read, "sizes": tuple(read["sizes"]), "lines": tuple(Line(**line) for line in read["lines"])}
    )


def chosen(only: Sequence[str]) -> Sequence[str]:
    """The sections named, or all. Ends the program where one is unknown."""
    if unknown := set(only) - set(SECTIONS):
        raise SystemExit(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.")
    return [name for name in SECTIONS if not only or name in only]


def measure_apart(name: str, databases: Mapping[int, str], *, machine: str, say: Say) -> Section:
    """Run one bench in a process of its own; a last line tells when it broke off."""
    say(f"== {name}")
    began, sizes = monotonic(), tuple(databases)
    started = Section(name, sizes, machine, f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}", 0, ())
    started.keep()
    named = ",".join(f"{size}={database}" for size, database in databases.items())
    command = [sys.executable, "-m", "benchmarks.sections", name, named]
    done = subprocess.run(command, check=False)  # noqa: S603  our own code
    lines = (kept_section(name) or started).lines
    if done.returncode:
        broken = Line(name, "to its end", "broke off", "measured", met=False, reason="see the run's output")
        lines = (*lines, broken)
    section = replace(started, seconds=monotonic() - began, lines=lines)
    section.keep()
    say(f"== {name}: {len(lines)} lines in {section.seconds:.0f} s")
    return section


def main(arguments: Sequence[str]) -> None:
    """Measure in this process: the name of the bench, and its databases as ``size=name`` by comma."""
    from benchmarks.__main__ import say, set_up_django

    set_up_django()
    # the product's modules can be imported from here on
    from benchmarks.bench import Bench

    name, named = arguments
    section = kept_section(name)
    assert section is not None
    databases = {
        int(size): database for size, _equals, database in (part.partition("=") for part in named.split(","))
    }
    bench = Bench(databases, say=say)
    try:
        for line in import_module(f"benchmarks.{name}").run(bench):
            say(as_text(line))
            section = replace(section, lines=(*section.lines, line))
            section.keep()
    finally:
        bench.close()


if __name__ == "__main__":
    main(sys.argv[1:])
