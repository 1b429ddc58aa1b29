"""Scheduled work that has not run is in the inbox of those who can do something about it, until it has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from base.dates import today
from base.events import dispatch_events
from base.models import ScheduleState
from base.reminders import ReminderShown, in_words, reminder_rules
from base.schedule_plan import At
from base.schedules import note_schedule, run_scheduled, start_overdue
from notices.models import Reminder
from notices.services.making import make_reminders
from tests.access import Cast
from tests.base.scheduled_tasks import schedule_of_tests
from workforce.reminders import SCHEDULE_LATE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schedule(settings: Settings) -> None:
    """The night's work alone; it is known for two days and never ran."""
    early = timezone.localtime() - timedelta(hours=1)
    settings.SCHEDULE = {"night": schedule_of_tests(At(early.minute, early.hour))["night"]}
    note_schedule(now=timezone.now() - timedelta(days=2))


def open_ones() -> set[str]:
    """The logins of those whose inbox holds it."""
    rows = Reminder.objects.filter(rule=SCHEDULE_LATE, ended_at=None)
    return {reminder.recipient.login for reminder in rows.select_related("recipient")}


def look(*, later: timedelta = timedelta()) -> None:
    """The nightly look at the rule."""
    now = timezone.now() + later
    make_reminders(reminder_rules()[SCHEDULE_LATE], ids=None, today=today(), now=now)


def test_hr_of_the_group_and_the_administrator_are_told(cast: Cast) -> None:
    look()
    assert open_ones() == {cast.users["ruth"].login, "admin"}
    assert Reminder.objects.values_list("subject_id", flat=True).distinct().get() == (
        ScheduleState.objects.get().pk
    )


def test_it_goes_when_the_work_has_run(cast: Cast) -> None:
    look()
    run_scheduled("night", now=timezone.now())
    look()
    assert open_ones() == set()
    assert set(Reminder.objects.values_list("ended_as", flat=True)) == {"done"}


def test_nobody_is_told_while_a_run_is_under_way(cast: Cast) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    ScheduleState.objects.update(started_at=timezone.now(), lease_until=soon)
    look()
    assert open_ones() == set()


def test_the_sweep_has_it_told_at_once_and_its_end_too(cast: Cast) -> None:
    now = timezone.now()
    start_overdue(now=now)
    dispatch_events(now=timezone.now())
    assert open_ones() == {cast.users["ruth"].login, "admin"}
    run_scheduled("night", now=now)
    dispatch_events(now=timezone.now())
    assert open_ones() == set()


def test_the_words_name_the_work(cast: Cast) -> None:
    shown = ReminderShown(subject_id=1, due_on=today(), values={"name": "night"})
    words = in_words(reminder_rules()[SCHEDULE_LATE], shown, today=today())
    assert "Night" in words.title
    assert words.link == "/schedules/"
