"""Entry of ``./dev``."""

import sys
from collections.abc import Callable, Sequence

from config.runner.arguments import HELP
from config.runner.benching import run_benches
from config.runner.checking import check_all
from config.runner.executing import execute_command
from config.runner.licences import write_licences
from config.runner.locking import refresh_locks
from config.runner.pictures import take_pictures
from config.runner.progress import Failure, show
from config.runner.schema import write_schema
from config.runner.serving import run_system
from config.runner.soaking import run_soak
from config.runner.testing import run_tests

VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run_system,
    "test": run_tests,
    "check": check_all,
    "bench": run_benches,
    "soak": run_soak,
    "exec": execute_command,
    "lock": refresh_locks,
    "licences": write_licences,
    "schema": write_schema,
    "pictures": take_pictures,
}


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says; returns the status of the process."""
    verb, *rest = arguments or ["help"]
    if verb in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if verb not in VERBS:
        show(f"./dev knows no {verb!r}.\n\n{HELP}")
        return 2
    try:
        return VERBS[verb](rest)
    except Failure as failure:
        show(f"\n{failure}")
        return failure.status
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
