"""Rows of an inbox, written as the making of reminders would have."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from base.dates import today
from base.enums import ReminderKind
from notices.models import Reminder
from skills.reminders import CORRECTION_WAITS, GRADE_OPENS
from workforce.models import User, Worker

_subjects = count(1)


def a_notice(user: User, *, about: Worker | None = None, days: int = 7, **fields: Any) -> Reminder:
    """Somebody is told that a level opens in so many days; of themselves unless said otherwise."""
    return _told(user, GRADE_OPENS, ReminderKind.NOTICE, about or user.worker, days, {"level": 4}, fields)


def a_todo(user: User, *, about: Worker, days: int = 0, **fields: Any) -> Reminder:
    """Somebody has to decide on a correction asked by a worker."""
    return _told(user, CORRECTION_WAITS, ReminderKind.TODO, about, days, {}, fields)


def _told(
    user: User,
    rule: str,
    kind: ReminderKind,
    about: Worker | None,
    days: int,
    values: dict[str, Any],
    fields: dict[str, Any],
) -> Reminder:
    usual = {
        "rule": rule,
        "kind": kind,
        "subject_id": next(_subjects),
        "due_on": today() + timedelta(days=days),
        "lead": 0,
        "unit_id": about.unit_id if about else None,
        "worker": about,
        "values": values,
        "made_at": timezone.now(),
    }
    return Reminder.objects.create(recipient=user, **{**usual, **fields})
