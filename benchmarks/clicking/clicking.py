"""The clicks: a thread a person, at the moments their think time says, however long a page takes."""

from __future__ import annotations

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle

from benchmarks.clicking.pages import Person, Walk

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Click:
    """A page asked for: its kind, when it should have been asked for and how long after that it was there."""

    kind: str
    address: str
    moment: float
    seconds: float
    status: int
    size: int


def click_through(
    people: Sequence[Person], ports: Sequence[int], *, seconds: float, think: float, seed: int
) -> list[Click]:
    """Everybody clicks for so many seconds, with a mean think time of `think` seconds, spread exponentially.

    The moments of the clicks do not wait for the pages (an open loop): a page that comes late is charged
    with all the time since it should have been asked for. Without think time everybody clicks as soon as
    the page before is there: so much the servers can do. Status 0 is a connection that broke.
    """
    begins = time.monotonic() + 0.5
    with ThreadPoolExecutor(len(people)) as threads:
        ways = [
            threads.submit(_walk, Walk(person, seed + place), port, begins, seconds, think)
            for place, (person, port) in enumerate(zip(people, cycle(ports), strict=False))
        ]
        return [click for way in ways for click in way.result()]


def _walk(walk: Walk, port: int, begins: float, seconds: float, think: float) -> list[Click]:
    clicks: list[Click] = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    moment = begins + walk.random.random() * think
    while moment < begins + seconds:
        time.sleep(max(0.0, moment - time.monotonic()))
        kind, address = walk.next()
        status, page = _ask(connection, address, walk.person.cookies)
        passed = time.monotonic() - moment
        clicks.append(Click(kind, address, moment - begins, passed, status, len(page)))
        walk.saw(address, page)
        moment = moment + walk.random.expovariate(1 / think) if think else time.monotonic()
    connection.close()
    return clicks


def _ask(connection: http.client.HTTPConnection, address: str, cookies: str) -> tuple[int, bytes]:
    """The status and the page; (0, b"") when there is no answer.

    The server closes a connection that was idle for long. Like a browser, whoever meets that asks once more.
    """
    for _attempt in range(2):
        was_open = connection.sock is not None
        try:
            connection.request("GET", address, headers={"Host": "localhost", "Cookie": cookies})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (http.client.RemoteDisconnected, ConnectionError):
            connection.close()  # the next request opens it again
            if not was_open:
                break
        except (OSError, http.client.HTTPException):
            connection.close()
            break
    return 0, b""
