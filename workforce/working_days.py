"""Which days are worked, and how many of them lie between two days.

A day is worked from Monday to Friday, unless the working calendar of its year says otherwise: a day off, or a
weekend day worked instead. A year whose table is not confirmed counts its weekends only, and what was counted
through it is provisional: reminders go by it, a binding deadline takes no effect until the table is there.
Deadlines begin with the day after the event and end with the last day counted, at midnight (民法典 art. 201).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from workforce.enums import DayKind

ONE_DAY = timedelta(days=1)
#: Working days among seven, reckoned low, so that most counts read the calendar once.
_WORKED_A_WEEK = 4
#: Days more than that: the longest holidays.
_LONGEST_HOLIDAYS = 21

_TABLES = """
    SELECT year.year, day.day, day.kind
      FROM workforce_calendaryear year
      LEFT JOIN workforce_calendarday day
        ON day.year_id = year.year AND day.day BETWEEN %(first)s AND %(last)s
     WHERE year.confirmed_at IS NOT NULL
       AND year.year BETWEEN date_part('year', %(first)s::date) AND date_part('year', %(last)s::date)
"""


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day found by counting; provisional when a year counted through has no confirmed table."""

    day: date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class CountedDays:
    """A number of working days; provisional when a year counted through has no confirmed table."""

    count: int
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The tables of some days on end: the years that have one, and the days that differ from the week."""

    years: frozenset[int]
    days: Mapping[date, DayKind]

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked."""
        kind = self.days.get(day)
        return kind is DayKind.ADJUSTED if kind is not None else not is_weekend(day)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether a year from one day to the other, both included, has no table."""
        return not self.years.issuperset(range(first.year, last.year + 1))


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def read_calendar(first: date, last: date) -> WorkingCalendar:
    """The calendar of the days from one to the other, both included. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, {"first": first, "last": last})
        rows = cursor.fetchall()
    return WorkingCalendar(
        frozenset(year for year, _day, _kind in rows),
        {day: DayKind(kind) for _year, day, kind in rows if day is not None},
    )


def is_working_day(day: date) -> bool:
    """Whether a day is worked, by the table of its year or, without one, by the week. One statement."""
    return read_calendar(day, day).is_working_day(day)


def working_day_from(day: date) -> CountedDay:
    """The day itself when it is worked, else the next one that is: where a term in days ends (art. 203)."""
    return _count_on(day, 1)


def add_working_days(day: date, count: int, *, counts_day_itself: bool = False) -> CountedDay:
    """The last of `count` working days after a day, or with that day when it counts itself.

    Raises ValueError below one. One statement, more through holidays beyond the longest known.
    """
    if count < 1:
        raise ValueError("At least one working day is counted.")
    return _count_on(day if counts_day_itself else day + ONE_DAY, count)


def working_days_between(since: date, until: date) -> CountedDays:
    """How many working days lie in `[since, until)`; none where that is empty. One statement."""
    if since >= until:
        return CountedDays(0, is_provisional=False)
    last = until - ONE_DAY
    calendar = read_calendar(since, last)
    worked = sum(calendar.is_working_day(day) for day in _days(since, until))
    return CountedDays(worked, calendar.is_provisional(since, last))


def day_numbers(since: date, until: date) -> list[tuple[date, int]]:
    """Each day of `[since, until)` with the number of working days from `since` up to and including it.

    A day off has the number of the working day before it. One statement.
    """
    numbered: list[tuple[date, int]] = []
    worked = 0
    calendar = read_calendar(since, until - ONE_DAY)
    for day in _days(since, until):
        worked += calendar.is_working_day(day)
        numbered.append((day, worked))
    return numbered


def _count_on(first: date, count: int) -> CountedDay:
    """The `count`-th working day, `first` being the first day that may count."""
    since, left, provisional = first, count, False
    while True:
        until = since + timedelta(days=left * 7 // _WORKED_A_WEEK + _LONGEST_HOLIDAYS)
        calendar = read_calendar(since, until - ONE_DAY)
        for day in _days(since, until):
            left -= calendar.is_working_day(day)
            if not left:
                return CountedDay(day, provisional or calendar.is_provisional(since, day))
        provisional = provisional or calendar.is_provisional(since, until - ONE_DAY)
        since = until


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=offset) for offset in range((until - since).days))
