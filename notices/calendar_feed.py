"""Somebody's dates as an iCalendar (RFC 5545), for calendar programs that subscribe to it.

The address lies with the maker of the calendar program. So the names of other people stay here: what is about
somebody else is told by the name of its rule alone, and the link leads to the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from base.reminders import ReminderWords
from notices.inbox_groups import label_of
from notices.models import Reminder
from notices.wording import words_of
from workforce.models import User

#: After how many hours a program is asked to look again.
REFRESHED_AFTER = 4
#: Stays for ever: the names of all events are made from it.
_NAMES = uuid.UUID("0c5f2a64-8f0e-4d0b-9a51-6a0a6a1d6c3e")


def calendar_of(user: User, rows: Iterable[Reminder], *, today: date, site: str) -> bytes:
    """The calendar of these reminders in the language in force; `site` begins each link.

    Of the same rows the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Jiangjie//Notices//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Jiangjie"))
    calendar.add("refresh-interval", timedelta(hours=REFRESHED_AFTER), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESHED_AFTER}H")
    for row in rows:
        calendar.add_component(_event(user, row, today=today, site=site))
    return bytes(calendar.to_ical())


def _event(user: User, row: Reminder, *, today: date, site: str) -> Event:
    """A whole day that lasts until the next; a matter keeps its name when its day moves or it is over."""
    words = _words(user, row, today=today)
    event = Event()
    event.add("uid", f"{uuid.uuid5(_NAMES, _matter(row))}@jiangjie")
    event.add("dtstamp", row.ended_at or row.made_at)
    event.add("last-modified", row.ended_at or row.made_at)
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", words.title)
    event.add("description", words.text)
    event.add("url", site + words.link)
    event.add("status", "CONFIRMED" if row.ended_at is None else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    return event


def _matter(row: Reminder) -> str:
    return f"{row.rule}/{row.subject_id}/{row.recipient_id}/{row.is_escalation}"


def _words(user: User, row: Reminder, *, today: date) -> ReminderWords:
    words = words_of(row, today=today)
    if row.worker_id is None or row.worker_id == user.worker_id:
        return words
    return ReminderWords(str(label_of(row.rule)), "", words.link)
