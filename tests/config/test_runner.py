"""The runner in a checkout of its own: real processes, killed for real. The first test starts it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.runner.installation import LOCKS
from config.runner.layout import ROOT, VENV

GONE_SECONDS = 30
UP_SECONDS = 300
SOURCES = (
    "base",
    "config",
    "notices",
    "portal",
    "requirements",
    "seeds",
    "skills",
    "workforce",
    "dev",
    "manage.py",
)
INHERITED = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")


def environment(**changes: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**kept, **changes}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources whose virtual environment is this one's packages under a folder of its own."""
    root = tmp_path_factory.mktemp("checkout")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, root / name)
    (root / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (root / ".venv" / name).symlink_to(VENV / name)
    stamp = {"dev": hash_of(LOCKS["dev"])}
    (root / ".venv" / "jiangjie-installed.json").write_text(json.dumps(stamp))
    return root


def hash_of(lock: Path) -> str:
    done = subprocess.run(["sha256sum", lock], capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


def start(checkout: Path, *words: str, **changes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [checkout / "dev", *words],
        env=environment(**changes),
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, said = process.communicate(timeout=UP_SECONDS)
    return process.returncode, out, said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(checkout: Path) -> list[psutil.Process]:
    """Every process started from the checkout, and what those have started."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        try:
            if any(str(checkout) in word for word in process.cmdline()):
                found[process.pid] = process
                found.update({child.pid: child for child in process.children(recursive=True)})
        except psutil.NoSuchProcess:
            continue
    return list(found.values())


@pytest.fixture
def running(checkout: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`./dev run` up to the line that says everything is started; killed afterwards if a test has not."""
    port = free_port()
    process = start(checkout, "run", "--port", str(port))
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "Ctrl-C stops everything" in line:
            break
    else:
        pytest.fail("".join(said))
    yield process, port
    process.kill()
    process.communicate()
    psutil.wait_procs(processes_of(checkout), timeout=GONE_SECONDS)


def test_the_runner_needs_nothing_installed() -> None:
    """On a fresh machine `./dev` begins before any dependency is there."""
    alone = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import config.runner.__main__"
    started = subprocess.run(
        [sys.executable, "-I", "-S", "-c", alone], capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr


def test_two_first_starts_at_once_both_succeed(checkout: Path) -> None:
    count = ["exec", "sh", "-c", 'psql "$DATABASE_URL" -Atc "SELECT count(*) FROM workforce_unit"']
    both = [start(checkout, *count) for _ in range(2)]
    (status, out, said), (other_status, other_out, other_said) = (finish(process) for process in both)
    assert (status, other_status) == (0, 0), said + other_said
    assert int(out) == int(other_out) > 0
    assert (said + other_said).count("load_demo") == 1
    assert psutil.wait_procs(processes_of(checkout), timeout=GONE_SECONDS)[1] == []


def test_exec_gives_stdout_status_and_folder_of_the_command(checkout: Path) -> None:
    status, out, said = finish(start(checkout, "exec", "sh", "-c", "pwd; echo told >&2; exit 7"))
    assert (status, out) == (7, f"{checkout}\n")
    assert "told\n" in said


def test_exec_of_an_unknown_command_is_named(checkout: Path) -> None:
    status, out, said = finish(start(checkout, "exec", "no-such-command"))
    assert (status, out) == (127, "")
    assert "no-such-command: no such command" in said


def test_exec_ended_by_a_signal_tells_it(checkout: Path) -> None:
    assert finish(start(checkout, "exec", "sh", "-c", "kill -KILL $$"))[0] == 128 + 9


def test_run_names_a_taken_port(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, said = finish(start(checkout, "run", PORT=str(port)))
    assert (status, out) == (1, "")
    assert f"Port {port} on 127.0.0.1 cannot be used" in said
    assert f"./dev run --port {port + 1}" in said


def test_run_serves_lends_its_servers_and_refuses_a_second(
    checkout: Path, running: tuple[subprocess.Popen[str], int]
) -> None:
    process, port = running
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
        parts = {"database": "ok", "broker": "ok", "schedules": "ok"}
        assert json.load(response) == {"status": "ok", **parts}
    before = postmasters(checkout)
    status, out, _ = finish(start(checkout, "exec", "sh", "-c", "echo $DATABASE_URL"))
    assert (status, out) == (0, f"postgresql://jiangjie@/jiangjie?host={checkout}/var/run/sockets\n")
    assert postmasters(checkout) == before
    assert len(before) == 1
    status, _, said = finish(start(checkout, "run", "--port", str(free_port())))
    assert status == 1
    assert f"process {process.pid}, http://127.0.0.1:{port}/" in said


def test_interrupt_stops_everything(checkout: Path, running: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = running
    started = processes_of(checkout)
    process.terminate()
    assert process.wait(GONE_SECONDS) == 0
    assert psutil.wait_procs(started, timeout=GONE_SECONDS)[1] == []


def test_killed_run_leaves_no_process(checkout: Path, running: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = running
    started = processes_of(checkout)
    kinds = " ".join(" ".join(one.cmdline()) for one in started)
    for kind in ("granian", "celery", "beat", "postgres", "valkey-server", "attendant"):
        assert re.search(kind, kinds)
    process.kill()
    assert psutil.wait_procs(started, timeout=GONE_SECONDS)[1] == []


def test_start_after_a_kill_is_clean(checkout: Path, running: tuple[subprocess.Popen[str], int]) -> None:
    process, _ = running
    attendant = next(one for one in processes_of(checkout) if "config.runner.attendant" in one.cmdline())
    attendant.kill()
    process.kill()
    psutil.wait_procs(processes_of(checkout), timeout=GONE_SECONDS)
    assert finish(start(checkout, "exec", "sh", "-c", 'psql "$DATABASE_URL" -Atc "SELECT 1"'))[:2] == (
        0,
        "1\n",
    )


def test_unknown_word_is_answered_with_help(checkout: Path) -> None:
    status, out, said = finish(start(checkout, "walk"))
    assert (status, out) == (2, "")
    assert "./dev knows no 'walk'" in said
    assert finish(start(checkout, "help"))[:2] == (0, said.partition("\n\n")[2].removesuffix("\n"))


def postmasters(checkout: Path) -> list[int]:
    return [one.pid for one in processes_of(checkout) if one.cmdline()[1:2] == ["-D"]]
