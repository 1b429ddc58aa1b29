"""Calendar arithmetic of this app that the standard parts do not have."""

from calendar import monthrange
from datetime import date, datetime

from django.utils import timezone


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier when negative); the 31st becomes the month's last
    day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_of(now: datetime) -> date:
    """The enterprise's calendar day at an instant."""
    return timezone.localdate(now, timezone.get_default_timezone())
