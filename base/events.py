"""Domain events: a change writes one row in its transaction; each consumer takes it exactly once.

A consumer is declared in `<app>/events.py`:

    @consumer("training.raise_claims", kinds=("skills.grade_recorded",))
    def raise_claims(event: DomainEvent) -> None: ...

`record_event` writes one delivery per consumer then known, so a new consumer begins with the events recorded
after it was added. Deliveries are made oldest first, without a promise of order between workers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pghistory
import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from base.broker import wake
from base.models.domain_event import DomainEvent, EventDelivery

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8
_FIRST_DELAY = timedelta(seconds=30)

Consume = Callable[[DomainEvent], None]


@dataclass(frozen=True)
class Consumer:
    """A named taker of some kinds of events. It runs in the transaction that marks the event as taken."""

    name: str
    kinds: frozenset[str]
    consume: Consume


_consumers: dict[str, Consumer] = {}


def consumer(name: str, *, kinds: Iterable[str]) -> Callable[[Consume], Consume]:
    """Register a consumer under a stable name, such as "training.raise_claims"."""

    def register(consume: Consume) -> Consume:
        known = _consumers.get(name)
        if known is not None and known.consume is not consume:
            raise ValueError(f"The event consumer {name!r} is declared twice.")
        _consumers[name] = Consumer(name, frozenset(kinds), consume)
        return consume

    return register


def consumer_names() -> frozenset[str]:
    """The names of all declared consumers."""
    return frozenset(_consumers)


def record_event(
    kind: str,
    *,
    subject: str,
    subject_id: int,
    payload: Mapping[str, Any],
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> DomainEvent:
    """Write one event and what is owed to its consumers, in the caller's transaction.

    `subject` is a model label ("skills.worker"). The payload holds ids and plain values.
    Raises TransactionManagementError outside a transaction: an event belongs to its change.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "record_event belongs inside the transaction of its change."
        )
    moment = now or timezone.now()
    event = DomainEvent.objects.create(
        kind=kind,
        subject=subject,
        subject_id=subject_id,
        payload=dict(payload),
        actor_id=None if actor is None else actor.pk,
        occurred_at=moment,
    )
    owed = [
        EventDelivery(event=event, consumer=taker.name, due_at=moment)
        for taker in _consumers.values()
        if kind in taker.kinds
    ]
    if owed:
        EventDelivery.objects.bulk_create(owed)
        _wake_dispatcher_once()
    return event


def _wake_dispatcher_once() -> None:
    """Wake the dispatcher after commit, once per transaction however many events it wrote."""
    if not any(entry[1] is _wake_dispatcher for entry in connection.run_on_commit):
        transaction.on_commit(_wake_dispatcher)


def _wake_dispatcher() -> None:
    wake("base.dispatch_events")


def dispatch_events(*, limit: int = 500, now: datetime) -> int:
    """Make up to `limit` due deliveries, each in a transaction of its own; returns how many succeeded.

    Several dispatchers may run at once: rows taken by another are skipped. A consumer that fails is
    tried again later, and given up after MAX_ATTEMPTS with its last error kept.
    """
    consumed = 0
    seen: list[int] = []
    for _turn in range(limit):
        delivery_id, succeeded = _deliver_next(seen, now)
        if delivery_id is None:
            break
        seen.append(delivery_id)
        consumed += succeeded
    return consumed


def _deliver_next(seen: list[int], now: datetime) -> tuple[int | None, bool]:
    """Take the next due delivery that this run has not seen; its id (None: nothing left) and success."""
    with transaction.atomic():
        delivery = (
            EventDelivery.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("event")
            .filter(consumed_at=None, failed_at=None, due_at__lte=now, consumer__in=_consumers)
            .exclude(pk__in=seen)
            .order_by("due_at", "id")
            .first()
        )
        if delivery is None:
            return None, False
        return delivery.pk, _deliver(delivery, now)


def _deliver(delivery: EventDelivery, now: datetime) -> bool:
    event = delivery.event
    delivery.attempts += 1
    try:
        with (
            transaction.atomic(),
            pghistory.context(user=event.actor_id, reason=f"event {event.kind} #{event.pk}"),
        ):
            _consumers[delivery.consumer].consume(event)
    except Exception as error:  # whatever a consumer raises is its failure, not the dispatcher's
        log.exception("event_consumer_failed", consumer=delivery.consumer, event_id=event.pk)
        delivery.last_error = _in_short(error)
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.failed_at = now
        else:
            delivery.due_at = now + _FIRST_DELAY * 2 ** (delivery.attempts - 1)
        delivery.save(update_fields=["attempts", "last_error", "due_at", "failed_at"])
        return False
    delivery.consumed_at = now
    delivery.save(update_fields=["attempts", "consumed_at"])
    return True


def _in_short(error: Exception) -> str:
    """What a delivery keeps of a fault; of the database's the kind alone: they quote rows."""
    if isinstance(error, DatabaseError):
        return type(error).__name__
    return f"{type(error).__name__}: {error}"[:2000]
