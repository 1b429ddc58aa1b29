"""Two generations at once, and one whose process is killed: every reminder once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections

from base.reminders import ReminderRule
from notices.models import Reminder
from notices.services.making import Made
from skills.reminders import GRADE_OPENS
from tests.access import Cast
from tests.factories.skills import StandingFactory
from tests.notices import maker_process
from tests.notices.conftest import DUE, Carol, inbox, run
from tests.workforce.races import run_at_once

pytestmark = pytest.mark.django_db(transaction=True)

DAY = DUE - timedelta(days=5)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def maker() -> Iterator[subprocess.Popen[str]]:
    """Another process that has made the reminders of DAY and has not committed."""
    database = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, maker_process.__file__, database, GRADE_OPENS, DAY.isoformat()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def people(cast: Cast, carol: Carol) -> Carol:
    """Two more besides Carol."""
    for name in ("ivan", "frank"):
        StandingFactory.create(worker=cast.worker(name), next_level=4, next_on=DUE)
    return carol


def test_two_at_once_make_each_once(people: Carol, grade_opens: ReminderRule) -> None:
    made = run_at_once([lambda: run(grade_opens, DAY) for _turn in range(4)])
    assert sorted(one.made for one in made if isinstance(one, Made)) == [0, 0, 0, 3]
    assert Reminder.objects.count() == 3


def wait_until_blocked(other: Future[Made]) -> None:
    """Return once the other is done or waits for a lock."""
    while not other.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return


def test_a_fact_that_changes_during_the_night_run_is_followed(
    people: Carol, grade_opens: ReminderRule
) -> None:
    """The run of the event waits for the night's and sees what that one made."""

    def follow() -> Made:
        try:
            return run(grade_opens, DAY, ids=[people.standing.pk])
        finally:
            connections.close_all()

    with maker() as night, ThreadPoolExecutor(1) as threads:
        people.opens_on(None)
        event = threads.submit(follow)
        wait_until_blocked(event)
        night.communicate("\n", timeout=30)
        assert event.result(timeout=30) == Made(ended=1)
    assert inbox(people.user) == []
    assert Reminder.objects.open().count() == 2


def test_a_run_killed_before_its_end_leaves_nothing_and_the_next_makes_all(
    people: Carol, grade_opens: ReminderRule
) -> None:
    with maker() as other:
        other.kill()
        other.wait(timeout=30)
        assert not Reminder.objects.exists()
        assert run(grade_opens, DAY) == Made(made=3)
    assert run(grade_opens, DAY) == Made()
