"""``./dev pictures``: docs/pictures/*.png, taken from a demo system with servers and data of its own."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence

from config.runner.installation import PYTHON, ensure_installed
from config.runner.layout import PICTURES, ROOT, VAR
from config.runner.locks import exclusive
from config.runner.preparation import prepare_data
from config.runner.processes import stop_processes
from config.runner.progress import say
from config.runner.services import Services
from config.runner.serving import (
    STOP_SECONDS,
    Part,
    demo_environment,
    start_part,
    system_parts,
    wait_until_ready,
)

HOST = "127.0.0.1"


def take_pictures(arguments: Sequence[str]) -> int:
    """Start a fresh demo system, photograph its pages, stop it; the data are thrown away."""
    ensure_installed("dev")
    with exclusive(VAR / "pictures.lock", "another command that takes pictures"):
        shutil.rmtree(PICTURES.home, ignore_errors=True)
        with Services(PICTURES, database_url=None, redis_url=None) as services:
            status = _photograph(services, arguments)
        shutil.rmtree(PICTURES.home, ignore_errors=True)
        return status


def _photograph(services: Services, arguments: Sequence[str]) -> int:
    environment = services.environment(demo_environment()) | {
        "MEDIA_ROOT": str(PICTURES.home / "media"),
        "PYTHONPATH": str(ROOT),
    }
    prepare_data(services, environment)
    port = _free_port()
    started: list[Part] = []
    try:
        for part in system_parts(environment, HOST, port):
            start_part(part, services, started)
        wait_until_ready(started[0], port)
        say("taking the pictures")
        command = [str(PYTHON), "-m", "tests.take_pictures", f"http://{HOST}:{port}", *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    finally:
        stop_processes(
            [(part.process, signal.SIGTERM) for part in reversed(started) if part.process is not None],
            patience=STOP_SECONDS,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
