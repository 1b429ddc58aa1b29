"""The pyramid and the figures of years: a million people beside ten thousand, and beside counting them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from base.dates import today
from benchmarks.bench import Bench
from benchmarks.enterprise.viewers import Viewer
from benchmarks.table import Line
from benchmarks.timing import paired
from skills.models import GradeRecord
from skills.queries.figures import figure_reach
from skills.queries.past_levels import levels_on_day
from skills.queries.promotions import promotions_among
from workforce.enums import EMPLOYED
from workforce.models import User
from workforce.reach import Reach

VIEWERS = {Viewer.ROOT_HR: "root", Viewer.COMPANY_HR: "a fifth", Viewer.DEPARTMENT_HR: "300"}
MOST_TIMES, OR_SECONDS = 1.5, 0.015
MOST_STATEMENTS, MOST_BYTES = 10, 100_000
_PAGES = {
    "pyramid, page": "/skills/figures/",
    "pyramid, API": "/api/v1/skills/figures/pyramid",
    "years, page": "/skills/figures/years/",
    "years, API": "/api/v1/skills/figures/years",
    "targets, page": "/skills/figures/targets/",
}
# What the pyramid of the whole enterprise was before totals were kept.
_COUNT_LIVE = """
SELECT worker.unit_id, CASE WHEN standing.occupation_id IS NULL THEN 0 ELSE standing.held_level END, count(*)
  FROM workforce_worker worker
  LEFT JOIN skills_standing standing ON standing.worker_id = worker.id
 WHERE worker.status = ANY(%s)
 GROUP BY 1, 2
"""


def run(bench: Bench) -> Iterator[Line]:
    """Every page for three viewers, then what counting live would cost."""
    for name, address in _PAGES.items():
        for viewer, words in VIEWERS.items():
            large, small = (_asking(bench, size, viewer, address) for size in (bench.large, bench.small))
            times = paired(
                {"large": bench.run_at(bench.large, large), "small": bench.run_at(bench.small, small)},
                most_seconds=15,
            )
            yield Line.at_most(
                f"figures: {name}",
                f"HR of {words}, {bench.large:,} workers",
                times["large"],
                (f"{bench.small:,} workers", times["small"]),
                most=MOST_TIMES,
                or_seconds=OR_SECONDS,
            )
    yield from _statements_and_bytes(bench)
    yield from _beside_counting(bench)


def _asking(bench: Bench, size: int, viewer: Viewer, address: str) -> Callable[[], bytes]:
    with bench.at(size):
        client = bench.api_client(viewer) if address.startswith("/api") else bench.client(viewer)
    return partial(_ask, client, address)


def _ask(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code} {answer.content[:300]!r}")
    return answer.content


def _statements_and_bytes(bench: Bench) -> Iterator[Line]:
    for name in ("pyramid, page", "pyramid, API"):
        for size in bench.sizes:
            ask = _asking(bench, size, Viewer.ROOT_HR, _PAGES[name])
            with bench.at(size):
                ask()
                with CaptureQueriesContext(connection) as queries:
                    content = ask()
                statements = len(queries)
            measured = f"HR of root, {size:,} workers"
            yield Line.counted(
                f"figures: {name}, statements",
                measured,
                statements,
                most=MOST_STATEMENTS,
                unit="statements",
            )
            yield Line.counted(
                f"figures: {name}, size", measured, len(content), most=MOST_BYTES, unit="bytes"
            )


def _beside_counting(bench: Bench) -> Iterator[Line]:
    """The whole page beside the bare statements that count everybody."""
    with bench.at(bench.large):
        reach = figure_reach(User.objects.get(login=Viewer.ROOT_HR.login))
        runs: dict[str, Callable[[], object]] = {
            "pyramid, page": _count_live,
            "years, page": partial(_count_past_year, reach, date(today().year - 1, 12, 31)),
        }
        for name, count in runs.items():
            ask = _asking(bench, bench.large, Viewer.ROOT_HR, _PAGES[name])
            times = paired({"page": ask, "count": count}, rounds=3, warm=1, most_seconds=90)
            yield Line.at_most(
                f"figures: {name}",
                f"HR of root, {bench.large:,} workers",
                times["page"],
                ("everybody counted", times["count"]),
                most=1,
            )


def _count_live() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_LIVE, [list(EMPLOYED)])
        cursor.fetchall()


def _count_past_year(reach: Reach, day: date) -> None:
    """One of the five years, and the promotions of one."""
    levels_on_day(day, unit_ids=[path[-1] for path in reach.paths])
    promotions_among(GradeRecord.objects.all(), reach).filter(issued_on__year=day.year).count()
