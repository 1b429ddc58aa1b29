"""``./dev run``: web, workers and beat over the servers, until Ctrl-C."""

import argparse
import http
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.runner.installation import command_environment, ensure_installed, tool
from config.runner.layout import ROOT, RUN
from config.runner.locks import exclusive_or_none
from config.runner.preparation import prepare_data
from config.runner.processes import last_lines, start_process, stop_processes
from config.runner.progress import Failure, say, show
from config.runner.services import Services

READY_SECONDS = 60
STOP_SECONDS = 10
CRASHES_ALLOWED = 3
CRASH_WINDOW_SECONDS = 60

POOL_SIZE = 12
WEB_THREADS = 8
"""Requests a web process works on at once; below POOL_SIZE, so that none waits for a database connection."""
BACKPRESSURE = 512
"""Connections one web process holds open. A browser keeps up to six between two clicks: with as few as there
are threads, idle browsers would keep the others out until granian closes theirs after thirty seconds."""

WEB_MEMORY = {"MALLOC_ARENA_MAX": "2"}
"""The threads share two heaps of the C library: of one each, every one keeps what it once took."""
WEB_SESSION = {"max_parallel_workers_per_gather": "0"}
"""What a web process asks of its sessions: a page takes a few rows from an index. Started for that, helpers
of the database cost more than they read, and fifty people at once have none to spare."""


@dataclass(slots=True)
class Part:
    """One process of the system and what is known of its restarts."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    death_signal: int
    process: subprocess.Popen[bytes] | None = None
    crashes: list[float] = field(default_factory=list)


class Stopped(Exception):
    """Ctrl-C or a request to end."""


def run_system(arguments: Sequence[str]) -> int:
    """Bring the whole system up, print its address, and stay until it is stopped."""
    options = _parse(arguments)
    if os.environ.get("JIANGJIE_MODE") == "production":
        raise Failure("./dev run starts a demo system. Production is set up as docs/operations.md tells.")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to outlive the terminal
        signal.signal(signal.SIGHUP, _stop)
    try:
        note = f"process {os.getpid()}, http://{_shown_host(options.host)}:{options.port}/"
        with exclusive_or_none(RUN.home / "run.lock", note) as holder:
            if holder is not None:
                raise Failure(f"This checkout runs already: {holder}. Stop that one first.")
            _require_free_port(options.host, options.port)
            ensure_installed("run")
            services = Services(
                RUN, database_url=os.environ.get("DATABASE_URL"), redis_url=os.environ.get("REDIS_URL")
            )
            with services:
                _serve(services, options.host, options.port)
    except Stopped:
        show("")
        say("stopped")
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000)
    return parser.parse_args(arguments)


def _stop(number: int, frame: object) -> None:
    for further in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(further, signal.SIG_IGN)
    raise Stopped


def _serve(services: Services, host: str, port: int) -> None:
    environment = services.environment(demo_environment())
    if host not in ("127.0.0.1", "localhost"):
        environment.setdefault(
            "ALLOWED_HOSTS", f"localhost,127.0.0.1,{_shown_host(host)},{socket.gethostname()}"
        )
    accounts = prepare_data(services, environment)
    web, *others = system_parts(environment, host, port)
    started: list[Part] = []
    try:
        say("starting the web process")
        start_part(web, services, started)
        wait_until_ready(web, port)
        show(f"\n  匠阶 Jiangjie: http://{_shown_host(host)}:{port}/\n\n{accounts}")
        for part in others:
            start_part(part, services, started)
        say("workers and beat started; logs in var/run/logs; Ctrl-C stops everything")
        _watch(started, services)
    finally:
        say("stopping")
        stop_processes(
            [(part.process, signal.SIGTERM) for part in reversed(started) if part.process is not None],
            patience=STOP_SECONDS,
        )


def demo_environment() -> dict[str, str]:
    """The virtual environment's variables in demo mode, unless another mode is asked for."""
    environment = command_environment()
    environment.setdefault("JIANGJIE_MODE", "demo")
    return environment


def _web_sessions(environment: Mapping[str, str]) -> dict[str, str]:
    """How the web process asks the database. A pooler takes no options: it is told them itself."""
    sizes = {"DATABASE_POOL_SIZE": str(POOL_SIZE)}
    if environment.get("DATABASE_POOLER", "none") != "none":
        return sizes
    asked = (f"-c {name}={value}" for name, value in WEB_SESSION.items())
    return {**sizes, "PGOPTIONS": " ".join(filter(None, (environment.get("PGOPTIONS"), *asked)))}


def system_parts(environment: Mapping[str, str], host: str, port: int) -> list[Part]:
    """The processes of the system, the web process first."""
    celery = [tool("celery"), "--quiet", "-A", "config.celery"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    commands = {
        "web": [tool("granian"), "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
        + ["--workers", "1", "--blocking-threads", str(WEB_THREADS), "--backpressure", str(BACKPRESSURE)]
        + ["--workers-kill-timeout", "5", "config.wsgi:application"],
        "worker-heavy": [*worker, "-n", "heavy@%h", "-Q", "heavy", "--pool", "prefork", "--concurrency", "1"],
        "worker-light": [*worker, "-n", "light@%h", "-Q", "light", "--pool", "threads", "--concurrency", "8"],
        "beat": [*celery, "beat", "--schedule", str(RUN.home / "beat"), "--loglevel", "INFO"],
    }
    return [
        Part(
            name,
            command,
            {
                **environment,
                "PYTHONPATH": str(ROOT),
                **(WEB_MEMORY | _web_sessions(environment) if name == "web" else {}),
            },
            RUN.logs / f"{name}.log",
            signal.SIGQUIT if name.startswith("worker") else signal.SIGTERM,
        )
        for name, command in commands.items()
    ]


def start_part(part: Part, services: Services, started: list[Part]) -> None:
    """Start a process (again); one that is new is added to those to stop later."""
    if part.process is None:
        part.log.unlink(missing_ok=True)
        started.append(part)
    part.process = start_process(
        part.command, log=part.log, env=part.environment, death_signal=part.death_signal
    )
    services.guard(part.process.pid)


def _watch(parts: list[Part], services: Services) -> None:
    """Restart a part that ended by itself; give up on one that keeps ending."""
    while True:
        time.sleep(0.3)
        for part in parts:
            if part.process is None or part.process.poll() is None:
                continue
            now = time.monotonic()
            part.crashes = [moment for moment in part.crashes if moment > now - CRASH_WINDOW_SECONDS] + [now]
            if len(part.crashes) > CRASHES_ALLOWED:
                raise Failure(f"{part.name} keeps ending; the end of {part.log}:\n{last_lines(part.log)}")
            say(f"{part.name} ended with status {part.process.returncode}; starting it again")
            start_part(part, services, parts)


def wait_until_ready(web: Part, port: int) -> None:
    """Wait until the web process serves. Raises Failure with the end of its log."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and web.process is not None and web.process.poll() is None:
        status = _readiness(port)
        if status == http.HTTPStatus.OK:
            return
        if status == http.HTTPStatus.INTERNAL_SERVER_ERROR:
            break
        time.sleep(0.05)
    raise Failure(f"The web process did not become ready; the end of {web.log}:\n{last_lines(web.log)}")


def _readiness(port: int) -> int | None:
    """Status of /readyz, None while nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _require_free_port(host: str, port: int) -> None:
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(address[0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address[4])
    except OSError as error:
        raise Failure(
            f"Port {port} on {host} cannot be used ({error.strerror or error}). "
            f"Stop what holds it, or name another: ./dev run --port {port + 1}"
        ) from None
    except OverflowError:
        raise Failure(f"{port} is no port number.") from None


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
