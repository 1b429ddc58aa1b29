"""Reads that may lag: from a streaming replica when it is near enough, else from the primary.

Nothing goes to the replica by itself. Code that may be told something a few seconds old says so:

    numbers = read_behind(lambda using: list(queryset.using(using)))

Who signs in, what a person reaches, and whatever is written afterwards is read from the primary: those reads
name no replica. The same read inside an open transaction goes to the primary, because a transaction writes
what it has read.

How far the replica is behind is measured, not believed: the primary's position in its log is noted every
CHECK_SECONDS, and the replica holds everything up to the newest note its own position has passed. Cut off, it
passes none and falls out of use, which its own answers (`pg_last_xact_replay_timestamp`) would not tell from
an idle primary. A promoted standby is no replica any more and is left alone.

`OwnWritesMiddleware` keeps a browser that has just written on the primary for as long as a replica in use may
be behind, so that nobody misses their own change.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from base.outage import Outage

log = structlog.get_logger(__name__)

REPLICA = "replica"
CHECK_SECONDS = 2.0
"""How often a process asks both servers where they stand; between, it goes by what it knows."""
CATCH_UP_SECONDS = 1.0
"""How long a background job waits for the replica to hold everything committed so far."""
_CATCH_UP_STEP = 0.05
OWN_WRITES_COOKIE = "wrote"
_WRITING = ("POST", "PUT", "PATCH", "DELETE")

# The place where the next entry will stand: nothing that is committed lies beyond it.
_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
_REPLAYED = """
SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint WHERE pg_is_in_recovery()
"""

Read = TypeVar("Read")

_wrote_just_now: ContextVar[bool] = ContextVar("wrote_just_now", default=False)


class ReplicaWatch:
    """What one process knows of the replica; shared by its threads. Moments are of the monotonic clock."""

    def __init__(self) -> None:
        self.outage = Outage(REPLICA)
        self._asking = Lock()
        self._asked_at = float("-inf")
        self._notes: deque[tuple[float, int]] = deque()
        self._holds_until = float("-inf")
        self._is_behind = False

    def is_near(self, now: float) -> bool:
        """Whether the replica holds everything committed until REPLICA_MAX_LAG_SECONDS ago.

        Costs two statements when the last answer is older than CHECK_SECONDS, else none.
        """
        if self.outage.is_fresh:
            return False
        # one thread asks; the others go by what is known
        if now - self._asked_at >= CHECK_SECONDS and self._asking.acquire(blocking=False):
            try:
                self._ask(now)
            finally:
                self._asking.release()
        is_near = now - self._holds_until <= settings.REPLICA_MAX_LAG_SECONDS
        self._say(is_behind=not is_near and not self.outage.is_fresh)
        return is_near

    def catches_up(self) -> bool:
        """Whether the replica holds everything committed by now, or does within CATCH_UP_SECONDS."""
        if self.outage.is_fresh:
            return False
        began = time.monotonic()
        wanted = _position(DEFAULT_DB_ALIAS, _WRITTEN)
        while (reached := self._replayed()) is not None and wanted is not None:
            if reached >= wanted:
                self._holds_until = max(self._holds_until, began)
                return True
            if time.monotonic() >= began + CATCH_UP_SECONDS:
                break
            time.sleep(_CATCH_UP_STEP)
        return False

    def lose(self, error: Exception) -> None:
        """The replica failed a read: leave it alone for a moment."""
        self.outage.begin(error)
        self._holds_until = float("-inf")
        connections[REPLICA].close()

    def _ask(self, now: float) -> None:
        """Note where the primary stands, and find the newest note that the replica has passed."""
        self._asked_at = now
        written = _position(DEFAULT_DB_ALIAS, _WRITTEN)
        if written is not None:
            self._notes.append((now, written))
        reached = self._replayed()
        if reached is None:
            self._holds_until = float("-inf")
            return
        while self._notes and self._notes[0][1] <= reached:
            self._holds_until = self._notes.popleft()[0]
        # older notes than these cannot bring the replica back into use
        while self._notes and now - self._notes[0][0] > settings.REPLICA_MAX_LAG_SECONDS + CHECK_SECONDS:
            self._notes.popleft()

    def _replayed(self) -> int | None:
        """Up to where the replica holds the log; None when it is away or no standby."""
        try:
            reached = _position(REPLICA, _REPLAYED)
        except Error as error:
            self.lose(error)
            return None
        self.outage.end()
        return reached

    def _say(self, *, is_behind: bool) -> None:
        if is_behind != self._is_behind:
            self._is_behind = is_behind
            (log.warning if is_behind else log.info)("replica_behind" if is_behind else "replica_near_again")


watch = ReplicaWatch()


def alias_behind(*, caught_up: bool = False) -> str:
    """The database for a read that may lag: the replica's alias, or the primary's.

    The primary where there is no replica, where it is away or further behind than REPLICA_MAX_LAG_SECONDS,
    inside an open transaction, and for a browser that wrote just now. `caught_up` is for work that somebody
    asked for after writing: only a replica that holds everything committed by now will do.

    For streams, which cannot begin anew; everything else is read by `read_behind`.
    """
    if REPLICA not in connections.databases or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return DEFAULT_DB_ALIAS
    if _wrote_just_now.get():
        return DEFAULT_DB_ALIAS
    is_usable = watch.catches_up() if caught_up else watch.is_near(time.monotonic())
    return REPLICA if is_usable else DEFAULT_DB_ALIAS


def read_behind(read: Callable[[str], Read]) -> Read:
    """What `read` gives for the alias it is told; it reads everything it needs, and writes nothing.

    A replica that fails in the middle (it went away, or cancelled the statement because what it read was
    cleaned up on the primary) is left alone for a moment, and the primary is asked.
    """
    using = alias_behind()
    if using == DEFAULT_DB_ALIAS:
        return read(DEFAULT_DB_ALIAS)
    try:
        return read(using)
    except (OperationalError, InterfaceError) as error:
        watch.lose(error)
        return read(DEFAULT_DB_ALIAS)


class OwnWritesMiddleware:
    """Who has just written reads the primary until the replica in use is sure to hold it.

    By a cookie, so it serves browsers: a program that reads figures right after writing may be told those of
    REPLICA_MAX_LAG_SECONDS ago. Settings put it in place where there is a replica.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, remembering the write in the browser."""
        writes = request.method in _WRITING
        token = _wrote_just_now.set(writes or OWN_WRITES_COOKIE in request.COOKIES)
        try:
            response = self.get_response(request)
        finally:
            _wrote_just_now.reset(token)
        if writes:
            response.set_cookie(
                OWN_WRITES_COOKIE,
                "1",
                max_age=settings.REPLICA_MAX_LAG_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _position(using: str, statement: str) -> int | None:
    with connections[using].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])
