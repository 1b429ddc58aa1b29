"""People with addresses, reminders told to them, a mail server and a clock to set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from base.enums import ReminderKind
from notices.enums import ChannelKind
from notices.models import Channel, Message, Reminder
from notices.services.composing import compose
from notices.services.delivering import Delivered, deliver
from skills.reminders import CORRECTION_WAITS, GRADE_OPENS
from tests.access import Cast
from tests.notices.delivery.receivers import Mailbox, mail_server
from workforce.models import Unit, User

SHANGHAI = ZoneInfo("Asia/Shanghai")

#: Told in the digest; told at once.
IN_DIGEST, AT_ONCE = GRADE_OPENS, CORRECTION_WAITS


def at(text: str) -> datetime:
    """A moment of the enterprise: "2026-03-04 10:00"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


#: A Wednesday.
MORNING = at("2026-03-04 10:00")
DUE = date(2026, 4, 3)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        """Let some time pass."""
        self.now += time


def told(user: User, rule: str = IN_DIGEST, **fields: Any) -> Reminder:
    """Something a person was told; each call another matter."""
    values: dict[str, Any] = {
        "rule": rule,
        "kind": ReminderKind.NOTICE,
        "subject_id": Reminder.objects.count() + 1,
        "recipient": user,
        "due_on": DUE,
        "lead": 30,
        "worker": user.worker,
        "unit": user.worker.unit if user.worker else None,
        "values": {"level": 4},
        "made_at": MORNING,
    }
    return Reminder.objects.create(**{**values, **fields})


def messages(**wanted: Any) -> list[Message]:
    """The messages, in the order they were made."""
    return list(Message.objects.filter(**wanted).order_by("pk"))


def end(reminder: Reminder, how: str = "done") -> None:
    """Its condition is over."""
    Reminder.objects.filter(pk=reminder.pk).update(ended_at=MORNING, ended_as=how)


def local(moment: datetime) -> str:
    """A moment as people read it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@pytest.fixture
def people(cast: Cast) -> Cast:
    """Everybody has an address."""
    for name, user in cast.users.items():
        User.objects.filter(pk=user.pk).update(email=f"{name}@example.com")
        cast.users[name] = cast.user(name)
    return cast


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server the settings name."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    settings.PUBLIC_URL = "https://grades.example"
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        yield server


@pytest.fixture
def clock() -> Clock:
    """Ten in the morning of a Wednesday."""
    return Clock()


@pytest.fixture
def send(clock: Clock) -> Callable[[], Delivered]:
    """Compose what was told, and send what is due by the clock."""

    def compose_and_deliver() -> Delivered:
        compose(now=clock.now)
        return deliver(clock=clock)

    return compose_and_deliver


def robot(unit: Unit, kind: ChannelKind, address: str, **fields: Any) -> Channel:
    """A robot of a unit that hears of both rules."""
    return Channel.objects.create(
        **{
            "kind": kind,
            "unit": unit,
            "name": "班组群",
            "address": address,
            "rules": [IN_DIGEST, AT_ONCE],
            "added_at": datetime(2026, 1, 1, tzinfo=UTC),
            **fields,
        }
    )
