"""What stands in inboxes after events or a night, and whether its words and its link serve who reads it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone, translation

from base.dates import today
from base.events import dispatch_events
from base.models import EventDelivery
from base.reminders import reminder_rules
from notices.models import Reminder
from notices.services.making import Made, make_reminders
from notices.wording import words_of
from tests.access import Cast
from tests.notices.conftest import moment
from tests.skills.pages.clients import browser_of


def deliver() -> None:
    """What the dispatcher does every few seconds."""
    dispatch_events(now=timezone.now() + timedelta(minutes=1))
    assert not EventDelivery.objects.filter(consumed_at=None).exists()


def night(rule: str, day: date | None = None) -> Made:
    """The nightly look of a rule at everything."""
    day = day or today()
    return make_reminders(reminder_rules()[rule], ids=None, today=day, now=moment(day))


def told(cast: Cast, rule: str) -> set[str]:
    """The names of those in whose inbox something of the rule stands."""
    rows = Reminder.objects.open().filter(rule=rule).values_list("recipient", flat=True)
    names = {user.pk: name for name, user in cast.users.items()}
    return {names[recipient] for recipient in rows}


def one(rule: str) -> Reminder:
    """The only open reminder of the rule."""
    return Reminder.objects.open().select_related("worker", "unit", "recipient").get(rule=rule)


def assert_serves(reminder: Reminder, *expected: str) -> None:
    """Its words render in both languages without an empty place, and its link opens for whoever was told.

    `expected` are parts of the English words.
    """
    for language in ("en", "zh-hans"):
        with translation.override(language):
            words = words_of(reminder, today=today())
        text = f"{words.title} {words.text}"
        assert "%" not in text
        assert "  " not in text.strip()
        if language == "en":
            assert [part for part in expected if part not in text] == []
        response = browser_of(reminder.recipient, language).get(words.link)
        assert response.status_code == 200, words.link
