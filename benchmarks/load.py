"""Load: fifty people click through the pages of their role against two web processes for three minutes.

    python -m benchmarks --only load [--databases NAME]

Fifty people look at a page before they click again: seven seconds on the average, exponentially spread, as
the TPC-W benchmark lets its browsers think. Their clicks do not wait for late pages. Afterwards everybody
clicks without a pause (so many pages a second the two processes can give here and now), and then asks for
SHARE of that, a load of which fifty people ask a fraction: there a queue shows. That is told, not judged.
"""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

from benchmarks.bench import Bench
from benchmarks.clicking.clicking import Click, click_through
from benchmarks.clicking.people import sign_in_everybody
from benchmarks.clicking.servers import WebServer, backend_seconds, statements_so_far, web_servers
from benchmarks.table import Line, seconds

WEB_PROCESSES = 2
SECONDS = 180.0
WARM_SECONDS = 15.0
PUSHED_SECONDS = 30.0
QUEUED_SECONDS = 60.0
#: Mean seconds between two clicks of a person, as in TPC-W.
THINK_SECONDS = 7.0
#: Of what the web processes can give, so much is asked for at last.
SHARE = 0.6
PROCESSORS = 2
SETTLED_AFTER = 30.0
#: Resident memory may go up and down by as much without that being growth.
GROWTH_ALLOWED = 0.05


@dataclass(frozen=True)
class Used:
    """What a stretch of time took: processor seconds of the web processes, the database and the clicking."""

    passed: float
    web: float
    database: float
    bench: float
    statements: int

    @property
    def share(self) -> float:
        """The part of the processors the two kept busy."""
        return (self.web + self.database) / (self.passed * PROCESSORS)

    @property
    def bench_share(self) -> float:
        """The part that the fifty threads took."""
        return self.bench / (self.passed * PROCESSORS)


@dataclass
class Memory:
    """Resident memory of each web process over time, in MiB."""

    told: list[tuple[float, tuple[float, ...]]] = field(default_factory=list)

    def at(self, moment: float) -> tuple[float, ...]:
        """As it was at the first look after a moment."""
        return next((sizes for told, sizes in self.told if told >= moment), self.told[-1][1])


def run(bench: Bench) -> list[Line]:
    """No error, p95 within three times p50, no growth of memory; on a copy of the largest enterprise."""
    with bench.copy_of(bench.large, name="bench_load") as database:
        return measure(database, seconds_counted=SECONDS, think=THINK_SECONDS, say=bench.say)


def measure(database: str, *, seconds_counted: float, think: float, say: Callable[[str], None]) -> list[Line]:
    """Everything on the database of this name, to which the default connection leads; sessions are left."""
    people = sign_in_everybody()
    with web_servers(WEB_PROCESSES, database) as servers:
        ports = [server.port for server in servers]
        click_through(people, ports, seconds=WARM_SECONDS, think=0, seed=1)
        with _watched(servers, database) as (told, memory):
            clicks = click_through(people, ports, seconds=seconds_counted, think=think, seed=1000)
        pushed = click_through(people, ports, seconds=PUSHED_SECONDS, think=0, seed=500)
        most = len(pushed) / PUSHED_SECONDS
        shared = len(people) / (SHARE * most)
        queued = click_through(people, ports, seconds=QUEUED_SECONDS, think=shared, seed=2000)
    for text in _by_kind(clicks):
        say(text)
    lines = _lines(clicks, told[0], memory, people=len(people), think=think)
    return [*lines, _queue(queued, most)]


def _queue(clicks: Sequence[Click], most: float) -> Line:
    """What the same people meet where the processes are asked for much of what they can give."""
    middle, late = p50_and_p95(clicks)
    return Line(
        "Load: at 60 % of what the processes give",
        f"{most:.0f} pages a second at most; {len(clicks)} asked for in {QUEUED_SECONDS:.0f} s",
        seconds(late),
        "told",
        met=True,
        yardstick=f"{seconds(middle)} (p50)",
        ratio=late / middle,
    )


@contextmanager
def _watched(servers: Sequence[WebServer], database: str) -> Iterator[tuple[list[Used], Memory]]:
    """What the block takes, told at its end, and the memory of the servers looked at every second."""
    told: list[Used] = []
    memory, ended = Memory(), threading.Event()
    began = time.monotonic()

    def look() -> None:
        while not ended.wait(1.0):
            memory.told.append((time.monotonic() - began, tuple(server.memory() for server in servers)))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    before = _used(servers, database)
    try:
        yield told, memory
    finally:
        ended.set()
        looking.join()
    after = _used(servers, database)
    told.append(Used(*(now - then for now, then in zip(after, before, strict=True))))  # type: ignore[arg-type]


def _used(servers: Sequence[WebServer], database: str) -> tuple[float, float, float, float, int]:
    own = os.times()
    return (
        time.monotonic(),
        sum(server.seconds() for server in servers),
        backend_seconds(database),
        own.user + own.system,
        statements_so_far(database),
    )


def _lines(clicks: Sequence[Click], used: Used, memory: Memory, *, people: int, think: float) -> list[Line]:
    middle, most = p50_and_p95(clicks)
    failed = [click for click in clicks if click.status != 200]
    settled, end = memory.at(SETTLED_AFTER), memory.told[-1][1]
    growth = max(after / before - 1 for before, after in zip(settled, end, strict=True))
    how = (
        f"{people} people, {len(clicks)} pages in {used.passed:.0f} s (think time {think:.2f} s), web and "
        f"database {used.share:.0%} of {PROCESSORS} processors, the clicking {used.bench_share:.0%}"
    )
    limit = (
        f"limited by the web processes: {used.web / (used.web + used.database):.0%} of the processor time; "
        f"{used.statements / len(clicks):.1f} statements and {seconds(used.web / len(clicks))} of it a page"
    )
    return [
        Line(
            "Load: errors",
            how,
            f"{len(failed)} of {len(clicks)}",
            "0",
            not failed,
            reason=", ".join(sorted({f"{click.status} {click.address}" for click in failed})[:3]),
        ),
        Line(
            "Load: p95 beside p50",
            limit,
            seconds(most),
            "≤ 3 ×",
            most <= 3 * middle,
            f"{seconds(middle)} (p50)",
            most / middle,
        ),
        Line(
            "Load: memory of the web processes",
            f"at {SETTLED_AFTER:.0f} s and at the end",
            " and ".join(f"{size:.0f}" for size in end) + " MiB",
            f"≤ {1 + GROWTH_ALLOWED:g} ×",
            growth <= GROWTH_ALLOWED,
            " and ".join(f"{size:.0f}" for size in settled) + " MiB",
            1 + growth,
        ),
    ]


def p50_and_p95(clicks: Sequence[Click]) -> tuple[float, float]:
    """The time within which half of the pages were there, and 95 of a hundred."""
    parts = quantiles([click.seconds for click in clicks], n=100, method="inclusive")
    return parts[49], parts[94]


def _by_kind(clicks: Sequence[Click]) -> Iterator[str]:
    """Each kind of page: how many, p50, p95 and bytes, the slowest first."""
    kinds: dict[str, list[Click]] = defaultdict(list)
    for click in clicks:
        kinds[click.kind].append(click)
    measured = sorted(
        ((p50_and_p95(of), kind, of) for kind, of in kinds.items() if len(of) > 1), reverse=True
    )
    for (middle, most), kind, of in measured:
        kilobytes = sum(click.size for click in of) / len(of) / 1000
        yield f"{kind:24} {len(of):5}  p50 {seconds(middle):>9}  p95 {seconds(most):>9}  {kilobytes:5.0f} kB"
