"""Which days are worked, and how many of them lie between two days."""

from __future__ import annotations

from datetime import date, timedelta


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def day_numbers(since: date, until: date) -> list[tuple[date, int]]:
    """Each day of `[since, until)` with the number of working days from `since` up to and including it.

    A day off has the number of the working day before it. Counts weekends only.
    """
    numbered: list[tuple[date, int]] = []
    worked = 0
    for offset in range((until - since).days):
        day = since + timedelta(days=offset)
        worked += not is_weekend(day)
        numbered.append((day, worked))
    return numbered
