import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from base import events
from base.events import MAX_ATTEMPTS, consumer, dispatch_events, record_event
from base.invariants import undelivered_events
from base.models import DomainEvent, EventDelivery, StoredFile
from tests.base.conftest import NOW
from workforce.models import User

KIND = "tests.happened"


@pytest.fixture
def taken() -> Iterator[list[int]]:
    """A consumer of KIND that notes the events it took; gone after the test."""
    notes: list[int] = []
    consumer("tests.notes", kinds=(KIND,))(lambda event: notes.append(event.pk))
    yield notes
    del events._consumers["tests.notes"]


@pytest.fixture
def failing() -> Iterator[list[str]]:
    """A consumer of KIND that writes a row, and then fails for each entry left in the list."""
    faults: list[str] = []

    def keep_then_maybe_fail(event: DomainEvent) -> None:
        StoredFile.objects.create(
            kind="k", name=str(event.pk), content_type="t", size=0, sha256="0" * 64, created_at=NOW
        )
        if faults:
            raise RuntimeError(faults.pop())

    consumer("tests.failing", kinds=(KIND,))(keep_then_maybe_fail)
    yield faults
    del events._consumers["tests.failing"]


def happen(kind: str = KIND, actor: User | None = None) -> DomainEvent:
    with transaction.atomic():
        return record_event(kind, subject="tests.thing", subject_id=7, payload={"a": 1}, actor=actor, now=NOW)


def test_an_event_keeps_what_happened(alice: User) -> None:
    event = happen(actor=alice)
    event.refresh_from_db()
    assert (event.kind, event.subject, event.subject_id, event.payload) == (KIND, "tests.thing", 7, {"a": 1})
    assert (event.actor_id, event.occurred_at) == (alice.pk, NOW)


@pytest.mark.django_db
def test_a_recorded_event_cannot_be_changed() -> None:
    event = happen()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        DomainEvent.objects.filter(pk=event.pk).update(kind="other")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_event(KIND, subject="s", subject_id=1, payload={}, actor=None)


@pytest.mark.django_db
def test_an_event_reaches_its_consumer_once(taken: list[int]) -> None:
    event = happen()
    assert [dispatch_events(now=NOW), dispatch_events(now=NOW)] == [1, 0]
    assert taken == [event.pk]


@pytest.mark.django_db
def test_an_event_of_another_kind_is_not_delivered(taken: list[int]) -> None:
    happen("tests.else")
    assert dispatch_events(now=NOW) == 0
    assert taken == []


@pytest.mark.django_db
def test_each_consumer_gets_its_own_delivery(taken: list[int], failing: list[str]) -> None:
    failing.append("no")
    happen()
    assert dispatch_events(now=NOW) == 1
    assert len(taken) == 1


@pytest.mark.django_db
def test_no_more_than_the_limit_is_delivered(taken: list[int]) -> None:
    for _number in range(3):
        happen()
    assert dispatch_events(limit=2, now=NOW) == 2
    assert len(taken) == 2


@pytest.mark.django_db
def test_a_consumer_that_failed_is_tried_again_and_succeeds_exactly_once(failing: list[str]) -> None:
    failing.append("the other side is asleep")
    happen()
    assert dispatch_events(now=NOW) == 0
    delivery = EventDelivery.objects.get()
    assert (delivery.attempts, delivery.last_error) == (1, "RuntimeError: the other side is asleep")
    assert not StoredFile.objects.exists()

    assert dispatch_events(now=NOW) == 0  # not due yet
    assert dispatch_events(now=NOW + timedelta(hours=1)) == 1
    assert dispatch_events(now=NOW + timedelta(hours=2)) == 0
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_consumer_that_breaks_the_database_harms_only_its_own_delivery(taken: list[int]) -> None:
    def divide_by_zero(event: DomainEvent) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    consumer("tests.broken", kinds=(KIND,))(divide_by_zero)
    try:
        happen()
        assert dispatch_events(now=NOW) == 1
    finally:
        del events._consumers["tests.broken"]
    assert EventDelivery.objects.get(consumer="tests.broken").attempts == 1


@pytest.mark.django_db
def test_what_the_database_says_of_a_row_is_not_kept() -> None:
    def write_twice(event: DomainEvent) -> None:
        User.objects.create_user("twice", display_name="艾丽")
        User.objects.create_user("twice", display_name="高兰")

    consumer("tests.writing_twice", kinds=(KIND,))(write_twice)
    try:
        with transaction.atomic():
            record_event(KIND, subject="tests.thing", subject_id=1, payload={}, actor=None, now=NOW)
        dispatch_events(now=NOW)
    finally:
        del events._consumers["tests.writing_twice"]
    assert EventDelivery.objects.get(consumer="tests.writing_twice").last_error == "IntegrityError"


@pytest.mark.django_db
def test_a_consumer_that_never_succeeds_is_given_up_and_reported(failing: list[str]) -> None:
    failing.extend(["always"] * MAX_ATTEMPTS)
    happen()
    for day in range(MAX_ATTEMPTS + 1):
        dispatch_events(now=NOW + timedelta(days=day))
    delivery = EventDelivery.objects.get()
    assert (delivery.attempts, delivery.failed_at) == (MAX_ATTEMPTS, NOW + timedelta(days=MAX_ATTEMPTS - 1))
    assert undelivered_events() == [f"tests.failing gave up event {delivery.event}: RuntimeError: always"]


@pytest.mark.django_db
def test_a_delivery_to_a_consumer_that_is_gone_is_reported() -> None:
    EventDelivery.objects.create(event=happen(), consumer="tests.gone", due_at=NOW)
    assert dispatch_events(now=NOW) == 0
    assert undelivered_events() == [
        f"tests.gone is not declared, and event {KIND} tests.thing 7 waits for it"
    ]


@pytest.mark.django_db
def test_a_change_rolled_back_leaves_no_event(taken: list[int]) -> None:
    with transaction.atomic():
        record_event(KIND, subject="s", subject_id=1, payload={}, actor=None)
        transaction.set_rollback(True)
    assert not DomainEvent.objects.exists()


@pytest.mark.django_db
def test_the_same_name_for_two_consumers_is_refused(taken: list[int]) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        consumer("tests.notes", kinds=(KIND,))(lambda event: None)


@pytest.mark.django_db(transaction=True)
def test_two_dispatchers_at_once_deliver_everything_once(taken: list[int]) -> None:
    expected = [happen().pk for _number in range(20)]
    counts: list[int] = []

    def dispatch() -> None:
        try:
            counts.append(dispatch_events(now=NOW))
        finally:
            connection.close()

    dispatchers = [threading.Thread(target=dispatch) for _number in range(2)]
    for dispatcher in dispatchers:
        dispatcher.start()
    for dispatcher in dispatchers:
        dispatcher.join()
    assert sum(counts) == 20
    assert sorted(taken) == expected


@pytest.mark.django_db(transaction=True)
def test_a_dispatcher_that_dies_in_a_delivery_leaves_it_to_the_next(taken: list[int]) -> None:
    def die(event: DomainEvent) -> None:
        raise SystemExit

    happen()
    consume = events._consumers["tests.notes"].consume
    del events._consumers["tests.notes"]
    consumer("tests.notes", kinds=(KIND,))(die)
    with pytest.raises(SystemExit):
        dispatch_events(now=NOW)
    del events._consumers["tests.notes"]
    consumer("tests.notes", kinds=(KIND,))(consume)
    assert dispatch_events(now=NOW) == 1
    assert len(taken) == 1
