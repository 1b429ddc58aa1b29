"""Which lead of a rule is reached on a day: for each lead the stretch of due days it is the tightest for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workforce.working_days import day_numbers


@dataclass(frozen=True, slots=True)
class Stretch:
    """On the day asked, what is due in `(after, until]` is told with this lead, and with no tighter one."""

    lead: int
    after: date
    until: date


def stretches(leads: Iterable[int], *, today: date, counts_working_days: bool) -> list[Stretch]:
    """The stretch of each lead, the tightest first.

    A lead of 7 is reached when the due day is seven days ahead or fewer, one of -3 when it is three days
    over. In working days, only those after the one day up to and including the other count: on a Friday,
    Monday is one ahead.
    """
    reached: list[Stretch] = []
    after = date.min
    ordered = sorted(set(leads))
    for lead, until in zip(ordered, _last_due_days(ordered, today, counts_working_days), strict=True):
        reached.append(Stretch(lead, after, until))
        after = until
    return reached


def _last_due_days(leads: list[int], today: date, counts_working_days: bool) -> list[date]:
    """For each lead, in order, the last due day it is reached for."""
    if not counts_working_days or not leads:
        return [today + timedelta(days=lead) for lead in leads]
    numbered = _numbered_around(today, fewest=leads[0], most=leads[-1])
    number_today = dict(numbered)[today]
    return [_last_numbered(numbered, number_today + lead) for lead in leads]


def _numbered_around(today: date, *, fewest: int, most: int) -> list[tuple[date, int]]:
    """The days around today with their numbers, from so many working days before it to so many after."""
    weeks = max(abs(fewest), abs(most)) // 4 + 3  # enough but for the longest holidays
    while True:
        span = timedelta(weeks=weeks)
        numbered = day_numbers(today - span, today + span)
        number_today = dict(numbered)[today]
        if numbered[0][1] <= number_today + fewest and number_today + most < numbered[-1][1]:
            return numbered
        weeks *= 2


def _last_numbered(numbered: list[tuple[date, int]], most: int) -> date:
    """The last day whose number is not above `most`."""
    return max(day for day, number in numbered if number <= most)
