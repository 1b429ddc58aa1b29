"""One run of a scheduled task: while it lasts, a thread keeps its lease, so that no other run begins."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import structlog
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""How long a run is believed alive after its last sign of life."""
HEARTBEAT = timedelta(seconds=10)


class RunUnderWay:
    """A claimed run by its number, which fences: only while it is the row's number is the lease renewed.

    The lease is renewed over a connection of its own, opened at the first sign of life; short runs never open
    it. After `longest` no more signs are given, so that a run that hangs does not hold its place for ever.
    Inside an open transaction (a task run eagerly) nobody else could see the run, so there is no thread.
    """

    def __init__(self, state_id: int, number: int, *, longest: timedelta) -> None:
        self.state_id = state_id
        self.number = number
        self._until: datetime = timezone.now() + longest
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            own = connection.copy()
            own.inc_thread_sharing()
            self._thread = threading.Thread(
                target=self._beat, args=(own,), name=f"schedule-{self.state_id}-heartbeat", daemon=True
            )
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def renew(self, through: BaseDatabaseWrapper, now: datetime) -> bool:
        """Move the end of the lease on; False when another run took the place."""
        with through.cursor() as cursor:
            cursor.execute(
                "UPDATE base_schedulestate SET lease_until = %(until)s"
                " WHERE id = %(id)s AND run = %(run)s AND lease_until IS NOT NULL",
                {"until": now + LEASE, "id": self.state_id, "run": self.number},
            )
            return bool(cursor.rowcount)

    def _beat(self, own: BaseDatabaseWrapper) -> None:
        """Renew until the run ends; a renewal that fails is tried again at the next beat."""
        try:
            while not self._ended.wait(HEARTBEAT.total_seconds()):
                now = timezone.now()
                if now >= self._until:
                    log.error("scheduled_run_hangs", state=self.state_id, run=self.number)
                    return
                try:
                    if not self.renew(own, now):
                        return
                except DatabaseError:
                    log.warning("schedule_heartbeat_failed", state=self.state_id, exc_info=True)
                    own.close()
        finally:
            own.close()
