"""Which databases are measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection

from benchmarks.bench import Bench
from benchmarks.enterprise.databases import made_enterprises

Say = Callable[[str], None]


@contextmanager
def databases_for(
    sizes: Sequence[int], names: Sequence[str], *, keep: bool, say: Say
) -> Iterator[Mapping[int, str]]:
    """The databases named, or ones made and dropped afterwards unless kept, by number of workers."""
    if names:
        yield dict(sorted(_counted(names).items()))
        return
    with made_enterprises(sizes, keep=keep, say=say) as made:
        yield dict(sorted(made.items()))


def _counted(names: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for name in names:
        looking = Bench({0: name})
        with looking.at(0), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM workforce_worker")
            found[int((cursor.fetchone() or (0,))[0])] = name
        looking.close()
    return found
