"""Messages sent by one worker and by two, to a mail server that takes 20 ms for each.

Each worker is a process of its own, as it is in production, started before the clock. The yardstick of two is
one; of one, what the waiting for the server alone would take.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.bench import Bench
from benchmarks.table import Line, seconds
from benchmarks.timing import Timing
from notices.models import Attempt, Channel, Message, MessageItem, Reminder
from notices.services.composing import email_channel
from workforce.models import User

MESSAGES = 300
ROUNDS = 3
LEAST_TIMES = 1.6
_PAUSE = 0.02
_WORKERS = Path(__file__).with_name("notices_workers.py")


def run(bench: Bench) -> Iterator[Line]:
    """The same messages by one worker and by two, in turns, in a copy of the smallest enterprise."""
    times: dict[int, list[float]] = {1: [], 2: []}
    with (
        bench.copy_of(bench.small, name="bench_delivery") as database,
        _mail_server() as port,
        _workers(2, database, port) as workers,
    ):
        for _round in range(ROUNDS):
            for number, taken in times.items():
                taken.append(_send(workers[:number]))
    one, two = Timing(tuple(times[1])), Timing(tuple(times[2]))
    ratio = one.least / two.least
    yield Line(
        "messages: two workers",
        f"{MESSAGES} e-mails, the server answers after 20 ms",
        f"{MESSAGES / two.least:.0f} a second",
        f"≥ {LEAST_TIMES:g} ×",
        ratio >= LEAST_TIMES,
        f"{MESSAGES / one.least:.0f} a second (one worker)",
        ratio,
        f"waiting alone takes one worker {seconds(MESSAGES * _PAUSE)}",
    )


def _send(workers: list[subprocess.Popen[str]]) -> float:
    """Queue the messages and have the workers send them all; the seconds it took."""
    _queue()
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("send\n")
        worker.stdin.flush()
    sent = [_answer(worker) for worker in workers]
    taken = time.perf_counter() - began
    if sum(sent) != MESSAGES:
        raise RuntimeError(f"{MESSAGES} messages were due, sent were {sent}")
    return taken


def _answer(worker: subprocess.Popen[str]) -> int:
    assert worker.stdout is not None
    return int(worker.stdout.readline())


def _queue() -> None:
    """So many messages that are due, each with a reminder of its own."""
    now = timezone.now()
    for model in (Attempt, MessageItem, Message, Reminder):
        model._default_manager.all().delete()
    channel = email_channel(now=now)
    Channel.objects.filter(pk=channel.pk).update(paused_until=None, consecutive_failures=0)
    people = list(User.objects.filter(is_active=True, worker__isnull=False).order_by("pk")[:MESSAGES])
    User.objects.filter(pk__in=[user.pk for user in people]).update(email="somebody@example.com")
    reminders = Reminder.objects.bulk_create(
        Reminder(
            rule="skills.grade_opens",
            kind="notice",
            subject_id=user.pk,
            recipient=user,
            worker_id=user.worker_id,
            due_on=now.date(),
            lead=0,
            values={"level": 4},
            made_at=now,
            composed_at=now,
        )
        for user in people
    )
    messages = Message.objects.bulk_create(
        Message(channel=channel, recipient=user, language=settings.LANGUAGE_CODE, send_after=now)
        for user in people
    )
    MessageItem.objects.bulk_create(
        MessageItem(message=message, reminder=reminder, channel=channel)
        for message, reminder in zip(messages, reminders, strict=True)
    )


@contextmanager
def _mail_server() -> Iterator[int]:
    """A server of its own process, at the port it says."""
    with _started("server", str(_PAUSE)) as server:
        yield _answer(server)


@contextmanager
def _workers(number: int, database: str, port: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many workers that wait for a word."""
    if not number:
        yield []
        return
    with _started("worker", database, str(port)) as worker:
        _answer(worker)
        with _workers(number - 1, database, port) as others:
            yield [worker, *others]


@contextmanager
def _started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  our own code
        [sys.executable, str(_WORKERS), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        connection.ensure_connection()
