"""Rules to try the making of reminders with, and what stands in an inbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from base.reminders import ReminderRule, reminder_rules
from notices.models import Reminder
from notices.services.making import Made, make_reminders
from skills.models import Standing
from skills.reminders import CORRECTION_WAITS, GRADE_OPENS
from tests.access import Cast
from tests.factories.skills import StandingFactory
from workforce.models import User

#: A Wednesday.
TODAY = date(2026, 3, 4)
DUE = date(2026, 5, 20)

#: Due day, lead and how it ended, of a person's reminders, oldest first.
Told = list[tuple[date, int, str]]


def moment(day: date) -> datetime:
    """Ten past six in the morning of the enterprise."""
    return datetime.combine(day - timedelta(days=1), time(22, 10), UTC)


def run(rule: ReminderRule, day: date = TODAY, ids: list[int] | None = None) -> Made:
    """The rule looked at on a day."""
    return make_reminders(rule, ids=ids, today=day, now=moment(day))


def told(user: User) -> Told:
    """Everything a person was told."""
    rows = Reminder.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("due_on", "lead", "ended_as"))


def inbox(user: User) -> list[tuple[date, int]]:
    """Due day and lead of what is open."""
    return [(due_on, lead) for due_on, lead, ended_as in told(user) if ended_as == ""]


@pytest.fixture
def grade_opens() -> ReminderRule:
    """Told 30 and 7 days before and on the day."""
    return reminder_rules()[GRADE_OPENS]


@pytest.fixture
def correction_waits() -> ReminderRule:
    """Told on the day and three and seven working days later; escalates after ten."""
    return reminder_rules()[CORRECTION_WAITS]


@dataclass
class Carol:
    """A worker whose next level opens on a day."""

    user: User
    standing: Standing

    def opens_on(self, day: date | None) -> None:
        """The facts give another day, or none."""
        Standing.objects.filter(pk=self.standing.pk).update(next_on=day)


@pytest.fixture
def carol(cast: Cast) -> Carol:
    """Her next level opens on DUE."""
    standing = StandingFactory.create(worker=cast.worker("carol"), next_level=4, next_on=DUE)
    return Carol(cast.users["carol"], standing)


@pytest.fixture
def before() -> Callable[[int], date]:
    """So many days before DUE."""
    return lambda days: DUE - timedelta(days=days)
