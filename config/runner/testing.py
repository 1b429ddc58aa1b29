"""``./dev test``: the whole suite on its own servers."""

import os
from collections.abc import Sequence

from config.runner.executing import run_in_terminal
from config.runner.installation import command_environment, ensure_installed, tool
from config.runner.layout import ROOT, TEST
from config.runner.locks import exclusive
from config.runner.progress import say
from config.runner.services import Services

PARALLEL = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
"""Two processes, whole files; in the order of tests/conftest.py, which begins the longest ones first."""


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest with ``arguments``; TEST_DATABASE_URL and TEST_REDIS_URL name given servers."""
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
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
                "MEDIA_ROOT": str(TEST.home / "media"),
                "PYTHONPATH": str(ROOT),
            }
            say("running the tests")
            parallel = [] if _chooses_processes(arguments) else PARALLEL
            os.chdir(ROOT)
            return run_in_terminal([tool("pytest"), *parallel, *arguments], environment)


def _chooses_processes(arguments: Sequence[str]) -> bool:
    return any(word.startswith(("-n", "--numprocesses", "--pdb", "--dist")) for word in arguments)
