"""The frame every change of a worker's career facts is made in: lock, write, tell, refresh, in one
transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from base.errors import Missing
from base.events import record_event
from skills.dates import day_of
from skills.enums import FactKind
from skills.event_kinds import FACTS_CHANGED
from skills.rules import KEEP_FACTS, require_keeping
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.models import User, Worker
from workforce.services.merged_records import refuse_merged


@dataclass(frozen=True)
class Notice:
    """Something accepted that the clerk should look at; `code` is stable, `message` is translated."""

    code: str
    message: str


@dataclass
class CareerChange:
    """One open change: the locked worker, the day it is made, and what has been done so far."""

    worker: Worker
    actor: User | None
    today: date
    now: datetime
    done: list[dict[str, Any]] = field(default_factory=list)

    def note(self, act: str, kind: FactKind, row_id: int, **more: Any) -> None:
        """Say in the event what was done: ids and plain values only."""
        self.done.append({"act": act, "kind": kind.value, "id": row_id, **more})


@contextmanager
def career_change(
    worker_id: int, *, actor: User | None, now: datetime, reason: str = ""
) -> Iterator[CareerChange]:
    """Lock the worker, let the caller write, then record "facts changed" and refresh eligibility and
    standing.

    The lock makes two changes of one worker wait for each other, so that the second reads what the first
    wrote and no date goes stale. Raises Missing for an unknown worker and NotPermitted unless `actor` keeps
    the worker's records.
    """
    context: dict[str, Any] = {"reason": reason} if reason else {}
    if actor is not None:
        context["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**context):
        locked = Worker.objects.lock_in_order([worker_id])
        if not locked:
            raise Missing(_("There is no such worker."))
        require_keeping(actor, locked[0])
        refuse_merged(locked[0])
        change = CareerChange(worker=locked[0], actor=actor, today=day_of(now), now=now)
        yield change
        if change.done:
            record_event(
                FACTS_CHANGED,
                subject="workforce.worker",
                subject_id=worker_id,
                payload={"changes": change.done},
                actor=actor,
                now=now,
            )
            refresh_eligibility([worker_id], today=change.today)


@dataclass
class CareerChanges:
    """One open change of many careers: the locked workers by id, and what has been done to whom so far."""

    workers: dict[int, Worker]
    actor: User | None
    today: date
    now: datetime
    done: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def note(self, worker_id: int, act: str, kind: FactKind, row_id: int, **more: Any) -> None:
        """Say in the worker's event what was done: ids and plain values only."""
        self.done[worker_id].append({"act": act, "kind": kind.value, "id": row_id, **more})


@contextmanager
def career_changes(
    worker_ids: Collection[int], *, actor: User | None, now: datetime, reason: str = ""
) -> Iterator[CareerChanges]:
    """As `career_change`, for many workers in one transaction: all of it is written or nothing.

    The caller asks `may_keep` of every worker and refuses by name.
    """
    context: dict[str, Any] = {"reason": reason} if reason else {}
    if actor is not None:
        context["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**context):
        locked = Worker.objects.lock_in_order(sorted(set(worker_ids)))
        change = CareerChanges(
            workers={worker.pk: worker for worker in locked}, actor=actor, today=day_of(now), now=now
        )
        yield change
        for worker_id, done in change.done.items():
            record_event(
                FACTS_CHANGED,
                subject="workforce.worker",
                subject_id=worker_id,
                payload={"changes": done},
                actor=actor,
                now=now,
            )
        if change.done:
            refresh_eligibility(sorted(change.done), today=change.today)


def may_keep(actor: User | None, worker: Worker) -> bool:
    """Whether `actor` (None: the system) may write the worker's facts."""
    return actor is None or actor.has_perm(KEEP_FACTS, worker)
