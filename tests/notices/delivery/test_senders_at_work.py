"""Several senders at once, how many tasks are published for them, and what an overtaken one may not write."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import current_app
from celery.signals import worker_shutting_down
from pytest_django import Settings

from notices import tasks
from notices.enums import MessageState
from notices.models import Attempt, Channel, Message
from notices.services.attempts import begin_attempt, note_sent
from notices.services.composing import compose, email_channel
from notices.services.delivering import Delivered, deliver, senders_at_work, tasks_wanted
from notices.services.leases import LEASE, lease, release
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, MORNING, Clock, messages, told
from tests.notices.delivery.receivers import Mailbox
from tests.workforce.races import run_at_once

Send = Callable[[], Delivered]


def queue(number: int) -> Channel:
    """So many messages that are due; they tell of nothing."""
    channel = email_channel(now=MORNING)
    rows = [Message(channel=channel, language="en", send_after=MORNING) for _message in range(number)]
    Message.objects.bulk_create(rows)
    return channel


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_send_each_message_once(people: Cast, mailbox: Mailbox, clock: Clock) -> None:
    for name in people.users:
        for _message in range(6):
            told(people.users[name], AT_ONCE)
            compose(now=clock.now)
            clock.pass_by(timedelta(seconds=1))
    sent = run_at_once([lambda: deliver(clock=clock)] * 4)
    assert sum(one.sent for one in sent if isinstance(one, Delivered)) == 6 * len(people.users)
    assert len(mailbox.ids) == len(set(mailbox.ids)) == 6 * len(people.users)
    assert Attempt.objects.count() == 6 * len(people.users)


@pytest.mark.django_db
def test_two_leases_hold_different_messages() -> None:
    channel = queue(5)
    first, second = (lease(channel, uuid.uuid4(), most=3, now=MORNING) for _fence in range(2))
    assert (len(first), len(second), set(first) & set(second)) == (3, 2, set())
    assert lease(channel, uuid.uuid4(), most=3, now=MORNING) == []
    assert sorted(lease(channel, uuid.uuid4(), most=9, now=MORNING + LEASE)) == sorted(first + second)


@pytest.mark.django_db
def test_what_is_put_back_is_due_at_once() -> None:
    channel = queue(2)
    fence = uuid.uuid4()
    lease(channel, fence, most=2, now=MORNING)
    release(channel, fence, now=MORNING)
    assert len(lease(channel, uuid.uuid4(), most=2, now=MORNING)) == 2


@pytest.mark.django_db
def test_an_overtaken_sender_writes_nothing_but_its_attempt(people: Cast, mailbox: Mailbox) -> None:
    told(people.users["alice"], AT_ONCE)
    compose(now=MORNING)
    channel, slow, quick = email_channel(now=MORNING), uuid.uuid4(), uuid.uuid4()
    (message_id,) = lease(channel, slow, most=1, now=MORNING)
    begun = begin_attempt(message_id, slow, interval=None, now=MORNING)
    assert begun is not None
    later = MORNING + LEASE
    assert begin_attempt(message_id, slow, interval=None, now=later) is None
    assert lease(channel, quick, most=1, now=later) == [message_id]
    note_sent(begun, channel, "", slow, now=later)
    (message,) = messages()
    assert (message.state, message.lease_by) == (MessageState.QUEUED, quick)
    assert Attempt.objects.get().outcome == "sent"


@pytest.mark.django_db
def test_a_message_whose_every_sender_died_fails(people: Cast, send: Send, mailbox: Mailbox) -> None:
    told(people.users["alice"], AT_ONCE)
    compose(now=MORNING)
    Message.objects.update(attempts=8)
    send()
    (message,) = messages()
    assert (message.state, message.last_error) == (
        MessageState.FAILED,
        "whoever sent it broke off each time",
    )
    assert mailbox.received == []


@pytest.mark.django_db
def test_a_worker_that_ends_puts_back_what_it_did_not_begin(people: Cast, mailbox: Mailbox) -> None:
    for name in ("alice", "bob", "ruth"):
        told(people.users[name], AT_ONCE)
    compose(now=MORNING)
    clock = Clock()
    assert deliver(clock=clock, is_stopping=lambda: len(mailbox.received) >= 1) == Delivered(sent=1)
    assert senders_at_work(now=MORNING) == 0
    assert deliver(clock=clock) == Delivered(sent=2)


@pytest.mark.django_db
@pytest.mark.parametrize(("due", "wanted"), [(0, 0), (1, 1), (499, 1), (500, 2), (1_200, 3), (5_000, 4)])
def test_a_task_is_wanted_for_every_500_messages(due: int, wanted: int) -> None:
    queue(due)
    assert tasks_wanted(now=MORNING) == wanted


@pytest.mark.django_db
def test_those_at_work_are_not_wanted_again(settings: Settings) -> None:
    settings.DELIVERERS_AT_ONCE = 3
    channel = queue(5_000)
    for at_work in range(3):
        assert tasks_wanted(now=MORNING) == 3 - at_work
        lease(channel, uuid.uuid4(), most=20, now=MORNING)
    assert tasks_wanted(now=MORNING) == 0
    assert deliver(clock=Clock()) == Delivered()
    assert senders_at_work(now=MORNING + LEASE) == 0


@pytest.mark.django_db
def test_what_is_not_due_or_rests_wants_nobody() -> None:
    channel = queue(3)
    Channel.objects.filter(pk=channel.pk).update(paused_until=MORNING + timedelta(minutes=1))
    assert tasks_wanted(now=MORNING) == 0
    Channel.objects.filter(pk=channel.pk).update(paused_until=None)
    assert tasks_wanted(now=MORNING - timedelta(minutes=1)) == 0
    assert tasks_wanted(now=MORNING) == 1


@pytest.fixture
def ending_worker() -> Iterator[None]:
    """This process is a worker that was told to end: it sends nothing more."""
    worker_shutting_down.send(sender=None)
    yield
    tasks._stopping.clear()


@pytest.mark.django_db
def test_a_thousand_messages_publish_one_task_and_two_more(
    people: Cast, mailbox: Mailbox, ending_worker: None
) -> None:
    """At most 1 + N / 500 for N messages; what is published lies in the broker."""
    current_app.control.purge()
    told(people.users["alice"], AT_ONCE)
    compose(now=MORNING)
    queue(1_100)
    assert tasks.deliver_due() == 0
    assert current_app.control.purge() == 1 + 2
