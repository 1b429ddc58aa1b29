"""One run of a job: its progress, its heartbeat, and the fence that keeps an overtaken run from writing."""

import threading
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from psycopg.types.json import Jsonb

from base.models.job import Job

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""How long a run is believed alive after its last heartbeat."""
HEARTBEAT = timedelta(seconds=15)

_MINE = "id = %(id)s AND attempt = %(attempt)s AND state = 'running'"


class JobFenced(Exception):
    """This run lost its lease: the job was given to another attempt or ended. Stop, write nothing."""


class JobRun:
    """What a handler works with. Progress goes over a connection of its own, so it shows while a long
    transaction is open; a thread renews the lease while one long statement runs.

    Inside an open transaction (a task run eagerly) nobody else could see the job, so the run then uses
    that connection and no thread.
    """

    def __init__(self, job: Job) -> None:
        self.job_id: int = job.pk
        self.attempt: int = job.attempt
        self.params: Mapping[str, Any] = job.params
        self.actor: AbstractBaseUser | None = job.owner
        self.completed = False
        self._own_connection: BaseDatabaseWrapper | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            self._own_connection = connection.copy()
            self._own_connection.inc_thread_sharing()
            self._thread = threading.Thread(
                target=self._beat, name=f"job-{self.job_id}-heartbeat", daemon=True
            )
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        if self._own_connection is not None:
            self._own_connection.close()

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Show progress and renew the lease. Raises JobFenced when the run was overtaken."""
        self._write_aside(
            "progress_done = %(done)s, progress_total = %(total)s, message = %(message)s",
            {"done": done, "total": total, "message": message},
        )

    def check(self) -> None:
        """Renew the lease; raises JobFenced when the run was overtaken. Cheap enough for every batch."""
        self._write_aside("message = message", {})

    def complete(self, result: Mapping[str, Any] | None = None) -> None:
        """Mark the job finished, in the caller's transaction if one is open: make it the last statement.

        Its row stays locked until the commit, so no other attempt can begin meanwhile. Raises JobFenced
        when the run was overtaken; let that roll the transaction back.
        """
        self._write_end(
            "state = 'succeeded', result = %(result)s, message = ''",
            {"result": None if result is None else Jsonb(dict(result))},
        )
        self.completed = True

    def fail(self, reason: str) -> None:
        """End the job as failed with a reason its owner understands."""
        self._write_end("state = 'failed', error = %(reason)s", {"reason": reason})

    def release(self) -> None:
        """Give the job back to the queue: the sweep starts the next attempt."""
        self._execute(
            connection,
            "state = 'queued', lease_until = NULL, published_at = NULL",
            {},
        )

    def _write_end(self, assignments: str, values: Mapping[str, Any]) -> None:
        self._execute(connection, f"{assignments}, finished_at = %(now)s, lease_until = NULL", values)

    def _write_aside(self, assignments: str, values: Mapping[str, Any]) -> None:
        if self.completed:
            raise RuntimeError("The run is complete; it has no progress to show any more.")
        renewed = f"{assignments}, heartbeat_at = %(now)s, lease_until = %(lease)s"
        if self._own_connection is None:
            self._execute(connection, renewed, values)
            return
        with self._lock:
            self._execute(self._own_connection, renewed, values)

    def _execute(self, through: BaseDatabaseWrapper, assignments: str, values: Mapping[str, Any]) -> None:
        now = timezone.now()
        known: dict[str, Any] = {"id": self.job_id, "attempt": self.attempt, "now": now, "lease": now + LEASE}
        with through.cursor() as cursor:
            cursor.execute(f"UPDATE base_job SET {assignments} WHERE {_MINE}", {**known, **values})  # noqa: S608
            if cursor.rowcount == 0:
                raise JobFenced(f"Attempt {self.attempt} of job {self.job_id} was overtaken.")

    def _beat(self) -> None:
        """Renew the lease until the run ends; a renewal that fails is tried again at the next beat."""
        while not self._ended.wait(HEARTBEAT.total_seconds()):
            try:
                self._write_aside("message = message", {})
            except (JobFenced, RuntimeError):
                return
            except DatabaseError:
                log.warning("job_heartbeat_failed", job=self.job_id, exc_info=True)
