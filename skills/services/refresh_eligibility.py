"""Bring the stored dates and standings in line with the facts and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from base.id_arrays import id_array
from skills.eligibility.statement import Question, Source, fetch
from workforce.models import Worker

#: Workers refreshed in one statement and one transaction: large enough that the set-based text pays,
#: small enough that nobody waits long for a locked worker.
BATCH = 20_000
_LOCK = """
SELECT count(*) FROM (
    SELECT FROM workforce_worker WHERE id = ANY (%s::bigint[]) ORDER BY id FOR NO KEY UPDATE) AS locked"""


@dataclass(frozen=True)
class Refreshed:
    """How many rows a refresh wrote; all zero when nothing had changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    standings: int = 0

    def __add__(self, other: Refreshed) -> Refreshed:
        """The rows of both together."""
        return Refreshed(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.standings + other.standings,
        )


def refresh_eligibility(worker_ids: Sequence[int] | None, *, today: date) -> Refreshed:
    """Recompute `Eligibility` and `Standing` of the workers named (None = all) and write what differs.

    Call it in the transaction that changed the facts, with the workers locked: it locks them again in id
    order, so a call without that waits for other changes of the same workers and then sees them. Two
    statements per batch of 20,000 workers, four where there are many (`planned_for_many`). `today` decides
    which version of the rules is in force and which spells are open; the dates do not depend on it
    otherwise.
    """
    written = Refreshed()
    for batch in batches(worker_ids):
        with transaction.atomic():
            lock_batch(batch)
            written += Refreshed(*fetch(Source.STORED, Question.STORE, today=today, worker_ids=batch)[0])
    return written


def lock_batch(ids: list[int]) -> None:
    """Lock the workers in id order without reading their rows, not even their ids. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [id_array(ids)])


def batches(worker_ids: Sequence[int] | None) -> Iterator[list[int]]:
    """The ids in rising order, in batches; None = of everybody, of whom only one batch is held at a time."""
    if worker_ids is not None:
        ordered = sorted(set(worker_ids))
        yield from (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
        return
    after = 0
    while batch := list(
        Worker.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        after = batch[-1]
