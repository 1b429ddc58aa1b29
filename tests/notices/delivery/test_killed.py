"""Senders killed at every stage of sending: nothing is lost, and nothing doubled but outside, under one id.

KILLS in the environment is the number of kills; `./dev soak` asks for a thousand.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from notices.enums import AttemptOutcome, MessageState
from notices.models import Attempt, Message, MessageItem, Reminder
from notices.services.composing import compose
from notices.services.leases import LEASE
from tests.access import Cast
from tests.databases import connected_to
from tests.notices.delivery.conftest import AT_ONCE, told
from tests.notices.delivery.receivers import Mailbox

SCRIPT = Path(__file__).with_name("sending_process.py")
KILLS = int(os.environ.get("KILLS", "20"))
A_ROUND = 60
"""Messages for every so many kills."""

STAGES = ("before", "taken", "answered")

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Senders:
    """The process that starts one sender after the other."""

    process: subprocess.Popen[str]
    ahead: float = 0

    def start(self) -> int:
        """A sender whose clock is past the leases of the earlier ones; its process id."""
        self.ahead += LEASE.total_seconds() + 1
        assert self.process.stdin is not None
        self.process.stdin.write(f"{self.ahead}\n")
        self.process.stdin.flush()
        return int(self.line())

    def wait(self) -> list[str]:
        """What the sender wrote until it ended."""
        lines = []
        while (line := self.line()) != "ended":
            lines.append(line)
        return lines

    def line(self) -> str:
        """The next line of either process."""
        assert self.process.stdout is not None
        line: str = self.process.stdout.readline()
        assert line, "the process ended"
        return line.strip()


@contextmanager
def senders_to(mailbox: Mailbox, **variables: str) -> Iterator[Senders]:
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(connection.settings_dict["NAME"]), str(mailbox.port)],
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Senders(process)
    finally:
        process.kill()
        process.communicate()


def tell_everybody(people: Cast, number: int) -> None:
    """So many messages that are due now."""
    users = [people.users[name] for name in ("alice", "bob", "ruth", "carol", "frank", "ivan")]
    for turn in range(number):
        reminder = told(users[turn % len(users)], AT_ONCE)
        compose(now=timezone.now())
        assert MessageItem.objects.filter(reminder=reminder).exists()


def test_senders_killed_in_the_middle_lose_nothing(people: Cast, mailbox: Mailbox) -> None:
    killed = 0
    told_before = 0
    with senders_to(mailbox) as senders:
        while killed < KILLS:
            tell_everybody(people, A_ROUND)
            told_before += A_ROUND
            for _turn in range(min(KILLS - killed, 20)):
                stage = STAGES[killed % len(STAGES)]
                mailbox.at_stage(stage, after=killed % 4, act=Kill(senders))
                assert senders.wait() == []
                killed += 1
            mailbox.at_stage(None)
            senders.start()
            assert senders.wait() != []
            assert_all_arrived(mailbox, told_before)
    repeated = sum(count - 1 for count in Counter(mailbox.ids).values())
    assert 0 < repeated <= killed
    unended = Attempt.objects.filter(outcome=AttemptOutcome.UNDER_WAY).count()
    assert 0 < unended <= killed


@dataclass
class Kill:
    """Starts a sender at once, and kills it when it is called."""

    senders: Senders

    def __post_init__(self) -> None:
        self.child = self.senders.start()

    def __call__(self) -> None:
        os.kill(self.child, signal.SIGKILL)


def assert_all_arrived(mailbox: Mailbox, number: int) -> None:
    sent = Message.objects.filter(state=MessageState.SENT)
    assert (sent.count(), Message.objects.count()) == (number, number)
    arrived = {mail.strip("<>").partition("@")[0] for mail in mailbox.ids}
    assert arrived == {str(one) for one in sent.values_list("message_id", flat=True)}
    assert Reminder.objects.open().count() == number
    assert MessageItem.objects.values("reminder").distinct().count() == number


@pytest.mark.parametrize("stage", STAGES)
def test_a_database_connection_cut_while_sending_repeats_nothing(
    people: Cast, mailbox: Mailbox, stage: str
) -> None:
    tell_everybody(people, 6)

    def cut() -> None:
        with connected_to("postgres") as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'sender that is cut'"
            )

    with senders_to(mailbox, PGAPPNAME="sender that is cut") as senders:
        mailbox.at_stage(stage, after=2, act=cut)
        senders.start()
        assert senders.wait() == ["done 6"]
    assert mailbox.acted == 1
    assert_all_arrived(mailbox, 6)
    assert len(mailbox.ids) == 6
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"sent"}
