"""E-mail through a real mail server: what it says, what is left out, what becomes of refusals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from notices.enums import MessageState
from notices.models import Attempt, Channel, Message, Reminder
from notices.services.attempts import GIVE_UP_AFTER, MAX_ATTEMPTS
from notices.services.composing import email_channel
from notices.services.delivering import Delivered
from notices.services.retrying import retry_message
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, IN_DIGEST, MORNING, Clock, end, messages, told
from tests.notices.delivery.receivers import Mailbox, free_port
from workforce.models import User

Send = Callable[[], Delivered]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_an_email_says_what_is_due_and_where(people: Cast, mailbox: Mailbox, send: Send) -> None:
    told(people.users["alice"], AT_ONCE, worker=people.worker("carol"), subject_id=77)
    assert send() == Delivered(sent=1)
    (mail,) = mailbox.received
    (message,) = messages()
    assert (mail["To"], mail["Message-ID"]) == ("alice@example.com", f"<{message.message_id}@grades.example>")
    assert mail["Subject"].startswith("[匠阶] ")
    assert "高兰" in mail["Subject"]
    reminder = Reminder.objects.get()
    address = f"/notices/{reminder.pk}/"
    assert f"https://grades.example{address}" in mailbox.text()
    client = Client()
    client.force_login(people.users["alice"], backend="workforce.accounts.AccountBackend")
    assert client.get(address)["Location"] == "/skills/corrections/77/"
    reminder.refresh_from_db()
    assert reminder.read_at is not None
    assert (message.state, message.sent_at, message.lease_by) == (MessageState.SENT, MORNING, None)
    assert attempts(message) == [(1, "sent", "")]


def test_a_digest_is_one_email_soonest_first(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock
) -> None:
    for days in (9, 2):
        told(people.users["carol"], due_on=MORNING.date() + timedelta(days=days))
    assert send() == Delivered()
    clock.pass_by(DAY)
    assert send() == Delivered(sent=1)
    assert "2" in str(mailbox.received[0]["Subject"])
    assert mailbox.text().index("2026年3月6日") < mailbox.text().index("2026年3月13日")


def test_an_email_speaks_the_language_of_its_reader(people: Cast, mailbox: Mailbox, send: Send) -> None:
    people.users["alice"].language = "en"
    people.users["alice"].save()
    told(people.users["alice"], AT_ONCE)
    send()
    assert "Correction requested by" in mailbox.received[0]["Subject"]


def test_what_ended_meanwhile_is_left_out_and_told_anew_when_it_is_back(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock
) -> None:
    gone, stays = told(people.users["carol"], subject_id=1), told(people.users["carol"], subject_id=2)
    send()
    end(gone)
    clock.pass_by(DAY)
    assert send() == Delivered(sent=1)
    (message,) = messages()
    assert list(message.items.values_list("reminder", flat=True)) == [stays.pk]
    Reminder.objects.filter(pk=gone.pk).update(ended_at=None, ended_as="", composed_at=None)
    send()
    clock.pass_by(DAY)
    assert send() == Delivered(sent=1)
    assert len(mailbox.received) == 2


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_told_any_more_is_not_written_to(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock, change: dict[str, object]
) -> None:
    told(people.users["carol"])
    send()
    User.objects.filter(pk=people.users["carol"].pk).update(**change)
    clock.pass_by(DAY)
    assert send() == Delivered()
    assert (messages()[0].state, mailbox.received) == (MessageState.WITHDRAWN, [])


def test_a_message_that_tells_of_nothing_any_more_is_taken_back(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock
) -> None:
    reminder = told(people.users["carol"])
    send()
    end(reminder)
    clock.pass_by(DAY)
    assert send() == Delivered()
    (message,) = messages()
    assert (message.state, message.lease_by, attempts(message)) == (MessageState.WITHDRAWN, None, [])
    assert mailbox.received == []


def test_a_refused_address_fails_with_the_reason_and_holds_up_nobody(
    people: Cast, mailbox: Mailbox, send: Send
) -> None:
    mailbox.refusals["alice@example.com"] = "550 no mailbox alice@example.com here"
    for name in ("alice", "bob", "ruth"):
        told(people.users[name], AT_ONCE)
    assert send() == Delivered(sent=2, failed=1)
    (failed,) = messages(state=MessageState.FAILED)
    assert failed.recipient == people.users["alice"]
    assert failed.last_error == "the receiver answered: 550 no mailbox … here"
    assert attempts(failed) == [(1, "failed", failed.last_error)]
    assert Channel.objects.get().consecutive_failures == 0


def test_a_busy_mailbox_is_tried_again_later_and_later_then_given_up(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock
) -> None:
    mailbox.refusals["alice@example.com"] = "450 busy"
    told(people.users["alice"], AT_ONCE)
    waits = []
    for _attempt in range(MAX_ATTEMPTS - 1):
        assert send() == Delivered(later=1)
        assert send() == Delivered()
        (message,) = messages()
        waits.append(message.send_after - clock.now)
        clock.now = message.send_after
    assert send() == Delivered(failed=1)
    for number, wait in enumerate(waits):
        longest = min(timedelta(minutes=2**number), timedelta(hours=2))
        assert longest / 2 <= wait <= longest
    assert [outcome for _number, outcome, _detail in attempts(messages()[0])] == ["retry"] * 7 + ["failed"]


def test_a_failed_message_sent_anew_keeps_its_id(people: Cast, mailbox: Mailbox, send: Send) -> None:
    mailbox.refusals["alice@example.com"] = "550 no"
    told(people.users["alice"], AT_ONCE)
    send()
    (message,) = messages()
    mailbox.refusals.clear()
    retry_message(actor=people.user("alice"), message=message, now=MORNING)
    assert send() == Delivered(sent=1)
    assert mailbox.ids == [f"<{message.message_id}@grades.example>"]
    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.SENT, "")
    assert [number for number, _outcome, _detail in attempts(message)] == [1, 2]


def test_words_that_fail_for_one_fail_this_one_alone(people: Cast, mailbox: Mailbox, send: Send) -> None:
    """A value the rule has no word for, in the message of one person."""
    told(people.users["bob"], IN_DIGEST, values={})
    told(people.users["alice"], AT_ONCE)
    told(people.users["ruth"], AT_ONCE)
    send()
    Message.objects.filter(state=MessageState.QUEUED).update(send_after=MORNING)
    assert send() == Delivered(failed=1)
    (failed,) = messages(state=MessageState.FAILED)
    assert (failed.recipient, failed.last_error) == (
        people.users["bob"],
        "it could not be put into words: KeyError",
    )
    assert sorted(mailbox.recipients) == ["alice@example.com", "ruth@example.com"]


def test_a_server_that_is_away_lets_the_channel_rest_and_costs_no_message_an_attempt(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock, settings: Settings
) -> None:
    settings.EMAIL_PORT = free_port()
    for name in ("alice", "bob", "ruth"):
        told(people.users[name], AT_ONCE)
    assert send() == Delivered(later=1)
    assert send() == Delivered()
    assert sorted(message.attempts for message in messages()) == [0, 0, 0]
    assert Attempt.objects.count() == 1
    channel = email_channel(now=MORNING)
    rests = []
    for failures in range(1, 8):
        channel.refresh_from_db()
        assert (channel.consecutive_failures, channel.paused_until is None) == (failures, False)
        assert channel.paused_until is not None
        rests.append(channel.paused_until - clock.now)
        clock.now = channel.paused_until
        assert send() == Delivered(later=1)
    for number, rest in enumerate(rests):
        longest = min(timedelta(seconds=30) * 2**number, timedelta(minutes=15))
        assert longest / 2 <= rest <= longest
    settings.EMAIL_PORT = mailbox.port
    clock.pass_by(DAY)
    assert send() == Delivered(sent=3)
    channel.refresh_from_db()
    assert (channel.consecutive_failures, channel.paused_until) == (0, None)


def test_a_message_is_given_up_when_its_channel_is_down_for_days(
    people: Cast, mailbox: Mailbox, send: Send, clock: Clock, settings: Settings
) -> None:
    settings.EMAIL_PORT = free_port()
    told(people.users["alice"], AT_ONCE)
    assert send() == Delivered(later=1)
    clock.pass_by(GIVE_UP_AFTER)
    assert send() == Delivered(failed=1)
    assert messages()[0].last_error == "no connection: ConnectionRefusedError"


def test_a_server_that_hangs_up_after_each_message_is_connected_anew(
    people: Cast, mailbox: Mailbox, send: Send
) -> None:
    mailbox.hangs_up = True
    for name in ("alice", "bob", "ruth"):
        told(people.users[name], AT_ONCE)
    assert send() == Delivered(sent=3)
    assert sorted(mailbox.recipients) == ["alice@example.com", "bob@example.com", "ruth@example.com"]
    assert Channel.objects.get().consecutive_failures == 0


def test_a_message_costs_seven_statements(people: Cast, mailbox: Mailbox, send: Send) -> None:
    counts = []
    for number in (1, 1, 6):
        for name in list(people.users)[:number]:
            told(people.users[name], AT_ONCE)
        with CaptureQueriesContext(connection) as statements:
            assert send().sent == number
        counts.append(sum("SAVEPOINT" not in statement["sql"] for statement in statements))
    assert counts[2] - counts[1] == 5 * 7


def attempts(message: Message) -> list[tuple[int, str, str]]:
    rows = Attempt.objects.filter(message=message).order_by("number")
    return [(row.number, row.outcome, row.detail) for row in rows]
