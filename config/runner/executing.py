"""``./dev exec CMD…``: a command with the servers up and the data loaded; stdout and status are its own."""

import os
import signal
import subprocess
from collections.abc import Sequence

from config.runner.installation import ensure_installed
from config.runner.layout import RUN
from config.runner.preparation import prepare_data
from config.runner.processes import leave_with_parent
from config.runner.progress import Failure
from config.runner.services import Services
from config.runner.serving import demo_environment


def execute_command(arguments: Sequence[str]) -> int:
    """Run the command in the caller's folder and terminal. Its status, 128 + N if signal N ended it."""
    if not arguments:
        raise Failure("./dev exec needs a command, for instance: ./dev exec ./manage.py ladder --json")
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    ensure_installed("run")
    services = Services(
        RUN, database_url=os.environ.get("DATABASE_URL"), redis_url=os.environ.get("REDIS_URL")
    )
    with services:
        environment = services.environment(demo_environment())
        prepare_data(services, environment)
        return run_in_terminal(arguments, environment)


def run_in_terminal(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a child in the same process group, so that it may read the terminal; hand termination on to it."""
    try:
        process = subprocess.Popen(command, env=environment, preexec_fn=leave_with_parent(signal.SIGTERM))
    except FileNotFoundError:
        raise Failure(f"{command[0]}: no such command", status=127) from None
    except PermissionError:
        raise Failure(f"{command[0]}: not executable", status=126) from None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the child as well
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, frame: process.send_signal(received))
    status = process.wait()
    return status if status >= 0 else 128 - status


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
