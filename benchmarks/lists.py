"""The people list, page and API: a million people beside ten thousand, and beside a minimal list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.bench import Bench
from benchmarks.enterprise.tree import DEPARTMENT_CODE
from benchmarks.enterprise.viewers import Viewer
from benchmarks.table import Line
from benchmarks.timing import Timing, paired
from benchmarks.yardsticks.urls import YARDSTICKS
from config.runner.serving import WEB_SESSION
from skills.queries.people import PEOPLE_SORT_KEYS
from workforce.models import Worker

VIEWERS = {Viewer.ROOT_HR: "root", Viewer.COMPANY_HR: "a fifth", Viewer.DEPARTMENT_HR: "300"}
MOST_TIMES, OR_SECONDS = 1.5, 0.015
MOST_STATEMENTS, MOST_BYTES = 8, 100_000
#: How deep a deep page lies: so many pages of 200 rows, or half of what there is.
_DEEP = 20
_API = "/api/v1/skills/workers"
#: The minimal list's name of each order, and its filter for the people employed.
_ORDERING = {
    "number": "employee_no",
    "name": "name_pinyin",
    "level": "-standing__held_level",
    "since": "standing__held_since",
    "opens": "standing__next_on",
    "hired": "hire_date",
}
_EMPLOYED = "employed=true"


@dataclass(frozen=True)
class Case:
    """A way to ask for the list; `query` names the part of the address for an enterprise."""

    name: str
    query: Callable[[Searched], dict[str, str]]


@dataclass(frozen=True)
class Searched:
    """What is searched for in an enterprise: a rare name, the number of who bears it, and deep page marks."""

    name: str
    pinyin: str
    number: str
    deep: str = ""


def run(bench: Bench) -> Iterator[Line]:
    """Every case as page and through the API for three viewers, then the yardsticks."""
    with override_settings(ROOT_URLCONF="benchmarks.yardsticks.urls"):
        _set_sessions(bench, WEB_SESSION)
        try:
            yield from _lines(bench)
        finally:
            _set_sessions(bench, dict.fromkeys(WEB_SESSION, "DEFAULT"))


def _set_sessions(bench: Bench, settings: Mapping[str, str]) -> None:
    """The sessions of a web process, or the server's own settings again."""
    for size in bench.sizes:
        with bench.at(size), connection.cursor() as cursor:
            for name, value in settings.items():
                cursor.execute(f"SET {name} = {value}")


def _lines(bench: Bench) -> Iterator[Line]:
    searched = {size: _searched(bench, size) for size in bench.sizes}
    deep = {(size, viewer): _deep(bench, size, viewer) for size in bench.sizes for viewer in VIEWERS}
    for case in _cases():
        for surface in ("page", "API"):
            yield _worst(bench, case, surface, searched, deep)
    yield from _statements_and_bytes(bench)
    yield from _beside_one_row(bench)
    yield from _beside_minimal_list(bench, searched[bench.large])


def _cases() -> Iterator[Case]:
    for key in PEOPLE_SORT_KEYS:
        for sort in (key.name, f"-{key.name}"):
            yield Case(f"first page by {sort}", partial(_fixed, {"sort": sort}))
    yield Case("filtered: level 5 and above", partial(_fixed, {"level_min": "5"}))
    yield Case("filtered: opens within 3 months", partial(_fixed, {"opens_within": "3"}))
    wide = {"status": "active", "level_min": "3"}
    yield Case("wide: active, level 3 and above", partial(_fixed, wide))
    yield Case("wide, by opens", partial(_fixed, {**wide, "sort": "opens"}))
    yield Case("search: name", lambda of: {"q": of.name})
    yield Case("search: pinyin", lambda of: {"q": of.pinyin})
    yield Case("search: number", lambda of: {"q": of.number})
    yield Case("search: wang, borne by many", partial(_fixed, {"q": "wang"}))
    yield Case("last page", partial(_fixed, {"cursor": "last"}))
    yield Case("last page by opens", partial(_fixed, {"cursor": "last", "sort": "opens"}))
    yield Case("deep page", lambda of: {"cursor": of.deep})


def _fixed(query: dict[str, str], _of: Searched) -> dict[str, str]:
    return query


def _worst(
    bench: Bench,
    case: Case,
    surface: str,
    searched: dict[int, Searched],
    deep: dict[tuple[int, Viewer], str],
) -> Line:
    """The case for each viewer; the line of the one for whom size costs most."""
    lines = []
    for viewer, words in VIEWERS.items():
        runs = {}
        for size in (bench.large, bench.small):
            of = Searched(**{**vars(searched[size]), "deep": deep[size, viewer]})
            runs[str(size)] = bench.run_at(size, _asking(bench, size, viewer, surface, case.query(of)))
        times = paired(runs, most_seconds=3)
        large, small = times[str(bench.large)], times[str(bench.small)]
        yardstick = (f"{bench.small:,} workers", small)
        name, measured = f"lists: {case.name}", f"{surface}, HR of {words}"
        lines.append(Line.at_most(name, measured, large, yardstick, most=MOST_TIMES, or_seconds=OR_SECONDS))
    return max(lines, key=lambda line: (not line.met, line.ratio or 0))


def _asking(
    bench: Bench, size: int, viewer: Viewer, surface: str, query: dict[str, str]
) -> Callable[[], bytes]:
    """A request that must be answered with 200."""
    if surface == "API":
        return partial(_ask, bench.api_client(viewer), f"{_API}?{urlencode(query)}")
    with bench.at(size):
        return partial(_ask, bench.client(viewer), f"{reverse('skills:people')}?{urlencode(query)}")


def _ask(client: Client, address: str) -> bytes:
    answer = client.get(address)
    if answer.status_code != 200:
        raise ValueError(f"{address}: {answer.status_code} {answer.content[:200]!r}")
    content: bytes = answer.content
    return content


def _searched(bench: Bench, size: int) -> Searched:
    """A name borne by few, one of them in the department of 300."""
    with bench.at(size):
        near = Worker.objects.filter(unit__code__startswith=DEPARTMENT_CODE, status="active")
        alike = Worker.objects.filter(name__in=near.values("name"))
        names = Counter(alike.values_list("name", flat=True))
        rarest = min(names, key=lambda name: (names[name], name))
        worker = near.filter(name=rarest).order_by("pk")[0]
        return Searched(worker.name, worker.name_pinyin, worker.employee_no)


def _deep(bench: Bench, size: int, viewer: Viewer) -> str:
    """The mark of a page far into the list, found as a program finds it: page after page."""
    with bench.at(size):
        client = bench.api_client(viewer)
        marks: list[str] = []
        answer = client.get(f"{_API}?page_size=200").json()
        while (following := answer["next"]) and len(marks) < _DEEP:
            marks.append(parse_qs(urlsplit(following).query)["cursor"][0])
            answer = client.get(f"{_API}?{urlsplit(following).query}").json()
        if following or not marks:
            return marks[-1] if marks else ""
        return marks[len(marks) // 2]


def _statements_and_bytes(bench: Bench) -> Iterator[Line]:
    for size in bench.sizes:
        for viewer, words in VIEWERS.items():
            ask = _asking(bench, size, viewer, "page", {})
            with bench.at(size):
                ask()
                with CaptureQueriesContext(connection) as queries:
                    content = ask()
                statements = len(queries)
            measured = f"page, HR of {words}, {size:,} workers"
            yield Line.counted(
                "lists: statements", measured, statements, most=MOST_STATEMENTS, unit="statements"
            )
            yield Line.counted("lists: size", measured, len(content), most=MOST_BYTES, unit="bytes")


def _beside_one_row(bench: Bench) -> Iterator[Line]:
    """A page of 50 rows through the API beside one row of two fields."""
    for viewer, words in VIEWERS.items():
        one = partial(_ask, bench.api_client(viewer), f"{YARDSTICKS}workers/1")
        ours = _asking(bench, bench.large, viewer, "API", {})
        with bench.at(bench.large):
            times = paired({"ours": ours, "one": one}, rounds=15)
        yield Line.at_most(
            "lists: API, first page",
            f"HR of {words}, {bench.large:,} workers",
            times["ours"],
            ("one row, authenticated", times["one"]),
            most=3,
        )


def _beside_minimal_list(bench: Bench, of: Searched) -> Iterator[Line]:
    """The same questions to the minimal list: 50 rows each; it always counts them all."""
    wide, exact = "status=active&level_min=3", "count=exact"
    cases = [
        ("counted", exact, _EMPLOYED),
        ("wide-filtered", wide, wide),
        ("wide-filtered and counted", f"{wide}&{exact}", wide),
        *(
            (f"sorted by {key}", f"sort={key}", f"{_EMPLOYED}&ordering={order}")
            for key, order in _ORDERING.items()
        ),
        *(
            (f"searched: {what}", urlencode({"q": term}), urlencode({"search": term}) + f"&{_EMPLOYED}")
            for what, term in (
                ("name", of.name),
                ("pinyin", of.pinyin),
                ("number", of.number),
                ("wang", "wang"),
            )
        ),
        ("last page", "cursor=last", f"{_EMPLOYED}&page=last"),
    ]
    client = bench.api_client(Viewer.ROOT_HR)
    for name, our_query, their_query in cases:
        ours = partial(_ask, client, f"{_API}?{our_query}")
        theirs = partial(_ask, client, f"{YARDSTICKS}workers?{their_query}")
        with bench.at(bench.large):
            times: dict[str, Timing] = paired({"ours": ours, "theirs": theirs}, most_seconds=15)
        yield Line.at_most(
            f"lists: {name}",
            f"API, HR of root, {bench.large:,} workers",
            times["ours"],
            ("minimal DRF list", times["theirs"]),
            most=1,
        )
