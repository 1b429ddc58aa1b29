"""Two web processes as `./dev run` starts them, on a database at hand, and what they use of the machine."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
from django.db import connection

from config.runner.installation import command_environment
from config.runner.processes import start_process, stop_processes
from config.runner.serving import Part, system_parts, wait_until_ready

STOP_SECONDS = 10
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class WebServer:
    """A web process: where it listens, and the process with its children."""

    port: int
    pid: int

    def processes(self) -> list[psutil.Process]:
        """The parent and the workers that are alive."""
        parent = psutil.Process(self.pid)
        return [parent, *parent.children(recursive=True)]

    def memory(self) -> float:
        """Resident memory of the largest of them, the one that answers, in MiB."""
        return max(process.memory_info().rss for process in self.processes()) / MEBIBYTE

    def seconds(self) -> float:
        """Processor time used so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())


@contextmanager
def web_servers(number: int, database: str) -> Iterator[list[WebServer]]:
    """So many web processes, ready to serve the database of this name until the end of the block."""
    environment = {**command_environment(), **os.environ, "DATABASE_URL": _address(database)}
    with tempfile.TemporaryDirectory() as logs:
        parts = [_web_part(environment, port, Path(logs)) for port in _free_ports(number)]
        try:
            for part, _port in parts:
                part.process = start_process(
                    part.command, log=part.log, env=part.environment, death_signal=signal.SIGTERM
                )
            for part, port in parts:
                wait_until_ready(part, port)
            yield [WebServer(port, part.process.pid) for part, port in parts if part.process is not None]
        finally:
            running = [part.process for part, _port in parts if part.process is not None]
            stop_processes([(process, signal.SIGTERM) for process in running], patience=STOP_SECONDS)


def _web_part(environment: dict[str, str], port: int, logs: Path) -> tuple[Part, int]:
    part = system_parts(environment, "127.0.0.1", port)[0]
    part.log = logs / f"web-{port}.log"
    return part, port


def _free_ports(number: int) -> Sequence[int]:
    probes = [socket.socket() for _probe in range(number)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _address(database: str) -> str:
    """The database's address as DATABASE_URL wants it, on the server of the settings."""
    known = connection.settings_dict
    host, port = str(known["HOST"] or ""), str(known["PORT"] or "")
    user = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    if host.startswith("/"):
        return f"postgresql://{user}@/{database}?host={quote(host)}" + (f"&port={port}" if port else "")
    return f"postgresql://{user}@{host}{f':{port}' if port else ''}/{database}"


def backend_seconds(database: str) -> float:
    """Processor time of the database's server processes, where they run on this machine; else 0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [database])
        pids = [int(row[0]) for row in cursor.fetchall()]
    return sum(_seconds_of(pid) for pid in pids)


def _seconds_of(pid: int) -> float:
    try:
        process = psutil.Process(pid)
        return sum(process.cpu_times()[:2]) if process.name().startswith("postgres") else 0.0
    except psutil.Error:
        return 0.0


def statements_so_far(database: str) -> int:
    """Transactions of a database; a page reads outside of one, so each of its statements counts as one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = %s", [database]
        )
        return int(cursor.fetchone()[0])
