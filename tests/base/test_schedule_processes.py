"""Scheduled work by real processes: two beats over one broker, a beat that was down, a killed worker."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from base.models import ScheduleRun, ScheduleState, StoredFile
from base.schedules import note_schedule, run_scheduled
from tests.base.scheduled_tasks import an_hour_ago, night_of, schedule_of_tests

SCRIPT = Path(__file__).with_name("schedule_process.py")
SECONDS = 90

Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def night(settings: Settings) -> str:
    """A time of day an hour ago; the schedule is known for two days and its night was not run."""
    settings.SCHEDULE = schedule_of_tests(night_of(an_hour_ago()))
    note_schedule(now=timezone.now() - timedelta(days=2))
    current_app.control.purge()
    return an_hour_ago()


@pytest.fixture
def start(night: str) -> Iterator[Start]:
    """Start processes of the tests' schedule; none outlives the test, and no message of theirs does."""
    with ExitStack() as running:

        def start_one(*arguments: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, str(SCRIPT), str(connection.settings_dict["NAME"]), night, *arguments],
                env={**os.environ, "REDIS_URL": django_settings.REDIS_CLIENT_URL},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            running.callback(process.communicate)
            running.callback(process.kill)
            return process

        yield start_one
    current_app.control.purge()


def read_until(process: "subprocess.Popen[str]", text: str, times: int = 1) -> None:
    """Read a process' output until a text came so often."""
    assert process.stdout is not None
    seen: list[str] = []
    for line in process.stdout:
        seen.append(line)
        times -= text in line
        if not times:
            return
    raise AssertionError("".join(seen))


def wait_for(condition: Callable[[], bool]) -> None:
    """Ask until it is so, and fail when that takes too long."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline


def state(name: str) -> ScheduleState:
    return ScheduleState.objects.get(name=name)


def notes(name: str) -> int:
    return StoredFile.objects.filter(name=name).count()


def test_two_beats_send_and_each_moment_runs_once(start: Start, tmp_path: Path) -> None:
    beats = [start("beat", str(tmp_path / f"beat{number}"), "missed") for number in range(2)]
    start("worker")
    wait_for(lambda: state("tick").run >= 1)
    first = state("tick")
    for beat in beats:
        read_until(beat, "Sending due task night")
        read_until(beat, "Sending due task tick", times=8)
    wait_for(lambda: state("tick").run >= first.run + 5 and state("night").good_moment is not None)
    for beat in beats:
        beat.kill()
    wait_for(lambda: state("tick").lease_until is None)
    tick = state("tick")
    assert first.moment is not None
    assert tick.moment is not None
    assert tick.run - first.run <= (tick.moment - first.moment) / timedelta(seconds=1)
    assert notes("tick") == tick.run
    assert (notes("night"), ScheduleRun.objects.filter(outcome="succeeded").count()) == (1, 1)


def test_a_night_missed_while_beat_was_down_is_caught_up_from_an_empty_file(
    start: Start, tmp_path: Path
) -> None:
    start("beat", str(tmp_path / "beat"), "empty")
    start("worker")
    wait_for(lambda: state("night").good_moment is not None)
    before = state("overdue").run
    wait_for(lambda: state("overdue").run >= before + 2)
    assert (notes("night"), ScheduleRun.objects.count()) == (1, 1)


def test_a_killed_worker_loses_its_place_when_its_lease_is_over(start: Start) -> None:
    worker = start("run", "tests.note_and_wait")
    read_until(worker, "begun")
    now = timezone.now()
    assert run_scheduled("night", now=now) is None
    worker.kill()
    worker.wait()
    assert run_scheduled("night", now=timezone.now()) is None
    lease = state("night").lease_until
    assert lease is not None
    assert run_scheduled("night", now=lease) == "succeeded"
    assert (notes("waited"), notes("night")) == (0, 1)
    assert list(ScheduleRun.objects.order_by("run").values_list("outcome", flat=True)) == [
        "lost",
        "succeeded",
    ]


def test_a_worker_thought_dead_does_not_end_the_run_that_took_its_place(start: Start) -> None:
    late = start("run", "tests.note_and_wait")
    read_until(late, "begun")
    lease = state("night").lease_until
    assert lease is not None
    assert run_scheduled("night", now=lease) == "succeeded"
    ended = state("night").finished_at
    output, _errors = late.communicate("go on\n")
    assert "scheduled_run_overtaken" in output
    assert (state("night").run, state("night").finished_at) == (2, ended)
