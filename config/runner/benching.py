"""``./dev bench``: what the system costs, measured on servers and enterprises of its own."""

import os
from collections.abc import Sequence

from config.runner.executing import run_in_terminal
from config.runner.installation import PYTHON, command_environment, ensure_installed
from config.runner.layout import BENCH, ROOT
from config.runner.locks import exclusive
from config.runner.progress import say
from config.runner.services import Services


def run_benches(arguments: Sequence[str]) -> int:
    """Run the benches with ``arguments``; BENCH_DATABASE_URL and BENCH_REDIS_URL name given servers."""
    ensure_installed("dev")
    with exclusive(BENCH.home / "bench.lock", "another run of the benchmarks"):
        services = Services(
            BENCH,
            database_url=os.environ.get("BENCH_DATABASE_URL"),
            redis_url=os.environ.get("BENCH_REDIS_URL"),
        )
        with services:
            environment = services.environment(command_environment())
            environment |= {"MEDIA_ROOT": str(BENCH.home / "media"), "PYTHONPATH": str(ROOT)}
            say("measuring")
            os.chdir(ROOT)
            return run_in_terminal([str(PYTHON), "-m", "benchmarks", *arguments], environment)
