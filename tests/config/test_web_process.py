"""A web process as the runner starts it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.runner.installation import command_environment
from config.runner.processes import start_process, stop_processes
from config.runner.serving import WEB_THREADS, system_parts

PATIENCE_SECONDS = 20
"""Less than the thirty after which granian closes an idle connection."""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where a web process answers; its database is none, so it is alive and not ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    environment = {
        **command_environment(),
        **os.environ,
        "DATABASE_URL": "postgresql:///none?host=/nonexistent",
    }
    part = system_parts(environment, "127.0.0.1", free)[0]
    process = start_process(
        part.command, log=tmp_path / "web.log", env=part.environment, death_signal=signal.SIGTERM
    )
    try:
        while not _is_alive(free):
            assert process.poll() is None, (tmp_path / "web.log").read_text()
        yield free
    finally:
        stop_processes([(process, signal.SIGTERM)], patience=5)


def _is_alive(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS):
            return True
    except ConnectionRefusedError:
        return False


def test_idle_browsers_keep_nobody_out(port: int) -> None:
    browsers = [
        http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        for _number in range(4 * WEB_THREADS)
    ]
    for browser in browsers:  # each keeps its connection open, as browsers do
        browser.request("GET", "/healthz", headers={"Host": "localhost"})
        assert browser.getresponse().read() == b'{"status": "ok"}'
    for browser in browsers:
        browser.close()
