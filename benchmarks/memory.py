"""Memory: what a web process holds after all pages were opened and the largest roster was written.

    python -m benchmarks --only memory [--databases NAME]

One process as `./dev run` starts it. People of every role open each kind of page they click on, and HR of the
group every page whose address needs nothing more; then a request writes the roster of as many as it may.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterable, Iterator
from random import Random

from django.conf import settings
from django.urls import reverse

import base.urls
import portal.urls
import skills.urls
import workforce.urls
from benchmarks.bench import Bench
from benchmarks.clicking.pages import KINDS, Part, Person
from benchmarks.clicking.people import sign_in_everybody
from benchmarks.clicking.servers import WebServer, web_servers
from benchmarks.exports import largest_list
from benchmarks.table import Line

MOST_MEBIBYTES = 150.0
#: The whole is looked at as often, for what a page leaves behind only once.
ROUNDS = 3
PATIENCE_SECONDS = 300
_MODULES = (
    ("base", base.urls),
    ("portal", portal.urls),
    ("skills", skills.urls),
    ("workforce", workforce.urls),
)
_EXPORT = "skills:roster_export"
#: What a page's form and its cookie have in common.
_CSRF = "b" * 32


def run(bench: Bench) -> list[Line]:
    """Under 150 MiB to the end, on a copy of an enterprise of about 100,000 people."""
    size = min(bench.sizes, key=lambda workers: abs(workers - 100_000))
    with bench.copy_of(size, name="bench_memory") as database:
        people = sign_in_everybody()
        with web_servers(1, database) as (server,):
            return [_line(bench, server, people)]


def _line(bench: Bench, server: WebServer, people: list[Person]) -> Line:
    started = server.memory()
    most = started
    answered = 0
    for _round in range(ROUNDS):
        for person, address in _walks(people):
            before = server.memory()
            answered += _open(server.port, person, address) == 200
            most = max(most, server.memory())
            if server.memory() - before > 2:
                bench.say(f"{server.memory() - before:5.1f} MiB more by {address}")
    walked = server.memory()
    head = next(person for person in people if person.part is Part.HR)
    listed = largest_list(settings.EXPORT_ROWS_AT_ONCE)
    exported = _open(server.port, head, f"{reverse(_EXPORT)}?unit={listed.unit}", method="POST")
    most = max(most, server.memory())
    return Line(
        "Memory of a web process",
        f"{answered} pages answered; a roster of {listed.rows:,} people (status {exported})",
        f"{most:.0f} MiB",
        f"≤ {MOST_MEBIBYTES:.0f} MiB",
        most <= MOST_MEBIBYTES and exported == 200,
        reason=f"{started:.0f} MiB started, {walked:.0f} MiB after the pages",
    )


def _walks(people: list[Person]) -> Iterator[tuple[Person, str]]:
    """Who opens which address: each kind of page by one person of its role, then all plain pages by HR."""
    random = Random(1)  # noqa: S311 - clicks, no secrets
    for part, kinds in KINDS.items():
        person = next(one for one in people if one.part is part)
        yield from ((person, kind.address(person, random)) for kind in kinds)
    head = next(person for person in people if person.part is Part.HR)
    yield from ((head, address) for address in _plain_pages())


def _plain_pages() -> Iterable[str]:
    """The addresses that name no record."""
    for space, module in _MODULES:
        for pattern in module.urlpatterns:
            name = f"{space}:{pattern.name}"
            if not pattern.pattern.converters and name != _EXPORT:
                yield reverse(name)


def _open(port: int, person: Person, address: str, *, method: str = "GET") -> int:
    """The status of the answer, read to its end and thrown away."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        cookies = f"{person.cookies}; {settings.CSRF_COOKIE_NAME}={_CSRF}"
        asked.request(method, address, headers={"Host": "localhost", "Cookie": cookies, "X-CSRFToken": _CSRF})
        answer = asked.getresponse()
        while answer.read(65_536):
            pass
        return answer.status
    finally:
        asked.close()
