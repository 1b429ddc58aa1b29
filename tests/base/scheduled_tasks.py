"""Scheduled tasks of the tests, and a schedule of them, importable by processes of their own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from celery import shared_task
from django.db import connection
from django.utils import timezone

from base.schedule_plan import At, ScheduledTask
from tests.base.job_handlers import keep_note

FAULTS: list[str] = []
"""What the task is to fail with, last first."""


@shared_task(name="tests.note_tick")
def note_tick() -> None:
    """Leave a note that it ran."""
    keep_note("tick")


@shared_task(name="tests.note_night")
def note_night() -> None:
    """Leave a note that it ran, unless a fault waits."""
    if FAULTS:
        raise RuntimeError(FAULTS.pop())
    keep_note("night")


@shared_task(name="tests.note_and_wait")
def note_and_wait() -> None:
    """Say on stdout that it has begun, and go on when told so on stdin."""
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdin.readline()
    keep_note("waited")


@shared_task(name="tests.cut_connection")
def cut_connection() -> None:
    """Lose the connection to the database in mid-run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def schedule_of_tests(night: At) -> dict[str, ScheduledTask]:
    """A tick every second, a night's work, and what starts it when it is overdue."""
    second = timedelta(seconds=1)
    return {
        "tick": ScheduledTask("tests.note_tick", second, "Tick", "Ticks."),
        "overdue": ScheduledTask("base.start_overdue_schedules", second, "Overdue", "Starts it."),
        "night": ScheduledTask("tests.note_night", night, "Night", "Notes the night."),
    }


def night_of(text: str) -> At:
    """A time of day as the command line of a process names it: 23:05."""
    hour, minute = text.split(":")
    return At(hour=int(hour), minute=int(minute))


def an_hour_ago() -> str:
    """A time of day that came an hour ago, as a command line names it."""
    return f"{timezone.localtime() - timedelta(hours=1):%H:%M}"


@contextmanager
def failing(*kinds: str) -> Iterator[None]:
    """The night's work fails so often."""
    FAULTS.extend(kinds)
    yield
    FAULTS.clear()
