"""``./dev soak``: senders of messages killed a thousand times, on servers of its own."""

import os
from collections.abc import Sequence

from config.runner.executing import run_in_terminal
from config.runner.installation import command_environment, ensure_installed, tool
from config.runner.layout import ROOT, TEST
from config.runner.locks import exclusive
from config.runner.progress import Failure, say
from config.runner.services import Services

KILLS = 1000
TESTS = "tests/notices/delivery/test_killed.py"


def run_soak(arguments: Sequence[str]) -> int:
    """Kill senders so many times (`--kills N`); other arguments go to pytest."""
    kills, rest = _read(list(arguments))
    ensure_installed("dev")
    with exclusive(TEST.home / "test.lock", "another test run of this checkout"):
        services = Services(
            TEST,
            database_url=os.environ.get("TEST_DATABASE_URL"),
            redis_url=os.environ.get("TEST_REDIS_URL"),
        )
        with services:
            environment = services.environment(command_environment())
            environment |= {
                "JIANGJIE_MODE": "demo",
                "MEDIA_ROOT": str(TEST.home / "media"),
                "PYTHONPATH": str(ROOT),
                "KILLS": str(kills),
            }
            say(f"killing senders {kills} times")
            os.chdir(ROOT)
            return run_in_terminal([tool("pytest"), TESTS, *rest], environment)


def _read(arguments: list[str]) -> tuple[int, list[str]]:
    if "--kills" not in arguments:
        return KILLS, arguments
    place = arguments.index("--kills")
    given = arguments[place + 1 : place + 2]
    if not given or not given[0].isdigit() or not int(given[0]):
        raise Failure("--kills takes a number: ./dev soak --kills 200")
    return int(given[0]), arguments[:place] + arguments[place + 2 :]
