"""Which databases are measured, and which benches there are."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from django.db import connection

import benchmarks
from benchmarks.bench import Bench
from benchmarks.enterprise.databases import made_enterprises
from benchmarks.table import Line

Say = Callable[[str], None]


@contextmanager
def databases_for(sizes: Sequence[int], names: Sequence[str], *, keep: bool, say: Say) -> Iterator[Bench]:
    """A bench on the databases named, or on enterprises made for it and dropped afterwards unless kept."""
    if names:
        bench = Bench(_counted(names), say=say)
        try:
            yield bench
        finally:
            bench.close()
        return
    with made_enterprises(sizes, keep=keep, say=say) as made:
        bench = Bench(made, say=say)
        try:
            yield bench
        finally:
            bench.close()


def run_benches(bench: Bench, *, only: Sequence[str], say: Say, show: Callable[[Line], None]) -> list[Line]:
    """The lines of every bench, or of those named."""
    lines: list[Line] = []
    for name, module in benches(only).items():
        say(f"== {name}")
        for line in module.run(bench):
            show(line)
            lines.append(line)
    return lines


def benches(only: Sequence[str] = ()) -> dict[str, ModuleType]:
    """The modules of this package that can `run`, by name: all, or those named."""
    there = sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__) if not found.ispkg)
    if unknown := set(only) - set(there):
        raise SystemExit(f"No such bench: {', '.join(sorted(unknown))}.")
    names = only or [name for name in there if name != "__main__"]
    modules = {name: import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def _counted(names: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in names:
        looking = Bench({0: name})
        with looking.at(0), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM workforce_worker")
            found[int((cursor.fetchone() or (0,))[0])] = name
        looking.close()
    return found
