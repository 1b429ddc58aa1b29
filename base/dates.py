"""Calendar arithmetic in one place. Ranges are half-open: [since, until)."""

from datetime import date, timedelta

from django.utils import timezone


def add_years(day: date, years: int) -> date:
    """The same day `years` later (earlier when negative); 29 February becomes 28 February.

    Agrees with PostgreSQL's `day + make_interval(years => n)`. Raises ValueError outside years 1–9999.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        if (day.month, day.day) != (2, 29):
            raise
        return day.replace(year=day.year + years, day=28)


def last_day(until: date | None) -> date | None:
    """The last day that belongs to a range ending before `until`, as people write it; None stays open."""
    return None if until is None else until - timedelta(days=1)


def until_after(last: date | None) -> date | None:
    """The exclusive end of a range whose last day is `last`; None stays open. Inverse of `last_day`."""
    return None if last is None else last + timedelta(days=1)


def today() -> date:
    """Today's date in the enterprise's time zone (settings.TIME_ZONE).

    Only views, commands and tasks call this; services take `today` as an argument.
    """
    return timezone.localdate(timezone=timezone.get_default_timezone())
