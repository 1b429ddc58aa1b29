"""Child processes: started in a group of their own, logged to a file, and gone when their parent is."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leave_with_parent(death_signal: int) -> Callable[[], None]:
    """For ``preexec_fn``: the child gets ``death_signal`` when its parent dies (Linux), and ordinary signals.

    A process started in the background ignores SIGINT, and its children would inherit that.
    """
    parent = os.getpid()

    def prepare() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def start_process(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    death_signal: int = signal.SIGINT,
    folder: Path | None = None,
    user: int | None = None,
    group: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in its own session, writing to ``log``.

    Call it from the main thread: Linux ties the death signal to the thread that started the child.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=folder,
            start_new_session=True,
            preexec_fn=leave_with_parent(death_signal),
            user=user,
            group=group,
            extra_groups=None if user is None else [],
        )


def stop_processes(steps: Iterable[tuple[subprocess.Popen[bytes], int]], *, patience: float) -> None:
    """Signal every process, wait ``patience`` seconds for all, then kill the groups of those that stay."""
    processes = []
    for process, number in steps:
        if process.poll() is None:
            process.send_signal(number)
        processes.append(process)
    deadline = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            kill_group(process.pid, signal.SIGKILL)
            process.wait()
        kill_group(process.pid, signal.SIGKILL)


def kill_group(leader: int, number: int) -> None:
    """Signal a process group, which may be gone already."""
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return


def process_name(pid: int) -> str:
    """Name of a running process, or "" when there is none."""
    if Path("/proc/self/comm").exists():
        try:
            return Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return Path(shown.stdout.strip()).name


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, for an error message."""
    try:
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-count:])
    except OSError:
        return ""
