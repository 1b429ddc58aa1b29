"""Recompute what is stored of eligibility and standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from base.dates import today as local_today
from skills.eligibility.statements import statement


@dataclass(frozen=True)
class Refreshed:
    """How many stored rows a refresh touched; all zero when nothing had changed."""

    added: int
    changed: int
    removed: int
    standings: int


def refresh_eligibility(worker_ids: Sequence[int] | None, *, today: date | None = None) -> Refreshed:
    """Bring Eligibility and Standing of the named workers (None = all) in line with facts and rules.

    One statement for any number of workers; writes only what differs. `today` decides which versions of the rules and
    which spells count as open.
    """
    parameters = {
        "worker_ids": None if worker_ids is None else list(worker_ids),
        "occupation_ids": [],
        "today": today or local_today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("facts_stored", "dates", "difference", ending="store"), parameters)
        return Refreshed(*cursor.fetchone())
