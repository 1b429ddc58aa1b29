"""Two people acting at the same moment, each in a thread and a database connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def run_at_once(acts: Sequence[Callable[[], object]]) -> list[object | BaseException]:
    """Start all acts together; what each returned, or the exception it ended with."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object | BaseException:
        try:
            start.wait(timeout=10)
            return act()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(timeout=30) for future in [threads.submit(run, act) for act in acts]]
