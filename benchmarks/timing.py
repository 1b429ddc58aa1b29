"""Fair comparisons on a busy machine: what is compared takes turns, and the quickest runs are compared."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Timing:
    """How long the runs of one thing took, in seconds, in the order they were made."""

    seconds: tuple[float, ...]

    @property
    def least(self) -> float:
        """The quickest run: what the work itself costs. Other programs only ever add to it."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The run in the middle."""
        return median(self.seconds)

    def ratio_to(self, other: Timing) -> float:
        """How many times as long as the other, by the quickest runs."""
        return self.least / other.least


def timed(run: Callable[[], object]) -> float:
    """The seconds one run takes, with the garbage collector off."""
    with _without_collector():
        began = perf_counter()
        run()
        return perf_counter() - began


def paired(
    runs: Mapping[str, Callable[[], object]], *, rounds: int = 7, warm: int = 2, most_seconds: float = 60
) -> dict[str, Timing]:
    """Run each in turn, round after round, so that what else the machine does hits all alike.

    The first `warm` rounds are not counted: they fill caches and compile templates. After `most_seconds` no
    further round is begun, but two are counted in any case.
    """
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    began = perf_counter()
    for number in range(warm + rounds):
        if number >= warm + 2 and perf_counter() - began > most_seconds:
            break
        gc.collect()
        for name, run in runs.items():
            taken = timed(run)
            if number >= warm:
                seconds[name].append(taken)
    return {name: Timing(tuple(taken)) for name, taken in seconds.items()}


@contextmanager
def _without_collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
