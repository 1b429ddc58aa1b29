"""Runs the benches and shows their table: started by `./dev bench`, or against databases at hand.

python -m benchmarks [--workers 10000,1000000] [--only lists,eligibility] [--keep]
python -m benchmarks --databases bench_10k,bench_1m --only lists
python -m benchmarks --make
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from time import monotonic

BEGAN = monotonic()


def main(arguments: list[str]) -> int:
    """Measure, print the table, and after a whole run write it into the README; 1 when a target is missed."""
    options = _read(arguments)
    set_up_django()
    # the product's modules can be imported from here on
    from benchmarks.report import machine, write_results
    from benchmarks.running import databases_for
    from benchmarks.sections import chosen, measure_apart
    from benchmarks.table import as_markdown

    names = chosen(options.only)
    keep = options.keep or options.make
    with databases_for(options.workers, options.databases, keep=keep, say=say) as databases:
        if options.make:
            return 0
        on = machine(databases)
        measured = [measure_apart(name, databases, machine=on, say=say) for name in names]
    lines = [line for section in measured for line in section.lines]
    print(f"\n{as_markdown(lines)}\n")
    missed = sum(not line.met for line in lines)
    say(f"{len(lines)} lines, {missed} missed")
    if options.write or not (options.only or options.databases):
        write_results(measured)
        say("written into benchmarks/README.md")
    return 1 if missed else 0


def set_up_django() -> None:
    """Django as a server has it, but for the rates at which one asker may ask."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("JIANGJIE_MODE", "development")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    for rate in ("API_RATE_TOKEN", "API_RATE_SESSION", "LOGIN_RATE"):
        os.environ[rate] = "1000000000/min"
    import django

    django.setup()


def say(text: str) -> None:
    """A line with the time since the start."""
    passed = int(monotonic() - BEGAN)
    print(f"{passed // 60:4}:{passed % 60:02}  {text}", flush=True)


def _read(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="./dev bench", description="Measure what the system costs.")
    parser.add_argument(
        "--workers", type=_listed(int), default=[10_000, 1_000_000], help="sizes of the enterprises, by comma"
    )
    parser.add_argument("--databases", type=_listed(str), default=[], help="measure these; none is made")
    parser.add_argument("--only", type=_listed(str), default=[], help="names of benches, by comma")
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run")
    parser.add_argument("--make", action="store_true", help="make and keep the databases, measure nothing")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the table into the README in any case, with benches not named as they were measured last",
    )
    return parser.parse_args(arguments)


def _listed(kind: Callable[[str], object]) -> Callable[[str], list[object]]:
    def read(text: str) -> list[object]:
        return [kind(part) for part in text.replace("_", "" if kind is int else "_").split(",") if part]

    return read


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
