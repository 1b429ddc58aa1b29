"""A command's hold on the servers it needs: given ones by address, embedded ones through the attendant."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType

from config.runner.layout import ROOT, Instance
from config.runner.locks import exclusive
from config.runner.postgres import find_binaries
from config.runner.progress import Failure, say

CONNECT_SECONDS = 40


class Services:
    """Servers up inside the ``with`` block; ``database_url`` and ``redis_url`` are given ones, or None."""

    def __init__(self, instance: Instance, *, database_url: str | None, redis_url: str | None) -> None:
        self.instance = instance
        self._given_database_url = database_url
        self._given_redis_url = redis_url
        self._needed = [
            (name, label)
            for name, label, given in (
                ("postgres", "PostgreSQL", database_url),
                ("valkey", "Valkey", redis_url),
            )
            if not given
        ]
        self._connection: socket.socket | None = None
        self._unread = b""

    @property
    def embeds_database(self) -> bool:
        """Whether PostgreSQL is this checkout's own."""
        return not self._given_database_url

    def __enter__(self) -> "Services":
        self._connect()
        try:
            for name, label in self._needed:
                self._need(name, label)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """``base`` with the addresses of these servers, and the embedded PostgreSQL's programs on PATH."""
        programs, _, rest = base["PATH"].partition(os.pathsep)
        folders = [programs, *([str(find_binaries())] if self.embeds_database else []), rest]
        return {
            **base,
            "PATH": os.pathsep.join(folders),
            "DATABASE_URL": self._given_database_url or self.instance.database_url,
            "REDIS_URL": self._given_redis_url or self.instance.redis_url,
        }

    def guard(self, group: int) -> None:
        """Have this process group ended should this command vanish."""
        self._send(f"guard {group}")

    def _connect(self) -> None:
        deadline = time.monotonic() + CONNECT_SECONDS
        with exclusive(self.instance.home / "start.lock", "another command that starts the servers"):
            while time.monotonic() < deadline:
                connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                try:
                    connection.connect(str(self.instance.attendant_socket))
                except OSError:
                    connection.close()
                    self._start_attendant(deadline)
                    continue
                self._connection = connection
                if self._receive() == "hello":
                    return
                connection.close()  # it was about to end; the next one waits for it
        raise Failure(f"The servers' keeper does not answer; its log: {self.instance.logs / 'attendant.log'}")

    def _start_attendant(self, deadline: float) -> None:
        self.instance.attendant_socket.unlink(missing_ok=True)
        self.instance.logs.mkdir(parents=True, exist_ok=True)
        with (self.instance.logs / "attendant.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.runner.attendant", self.instance.name],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )
        while time.monotonic() < deadline and process.poll() is None:
            if self.instance.attendant_socket.exists():
                return
            time.sleep(0.02)

    def _need(self, name: str, label: str) -> None:
        say(
            f"starting {label}"
            if name != "postgres" or self.instance.data.exists()
            else "creating the database"
        )
        self._send(f"need {name}")
        answer = self._receive()
        if answer.startswith("failed "):
            raise Failure(str(json.loads(answer.removeprefix("failed "))))
        if answer != "ready":
            raise Failure(f"{label} did not start; logs: {self.instance.logs}")

    def _send(self, line: str) -> None:
        if self._connection is not None:
            self._connection.sendall(line.encode() + b"\n")

    def _receive(self) -> str:
        """The next line, or "" at the end of the connection."""
        while self._connection is not None and b"\n" not in self._unread:
            received = self._connection.recv(65536)
            if not received:
                return ""
            self._unread += received
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def _leave(self) -> None:
        """Say goodbye and wait until the servers have stopped, or are known to be kept by others."""
        if self._connection is None:
            return
        try:
            self._send("bye")
            self._receive()
        except OSError:
            pass
        finally:
            self._connection.close()
            self._connection = None
