"""Which lead is reached on a day, in days and in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from notices.lead_days import stretches
from workforce.enums import DayKind
from workforce.models import CalendarDay, CalendarYear
from workforce.services.working_calendar import prefill_calendar

pytestmark = pytest.mark.django_db  # the working calendar
FRIDAY = date(2026, 3, 6)


def lead_of(due: date, leads: list[int], today: date, *, working: bool = False) -> int | None:
    """The lead a due day is told with."""
    for one in stretches(leads, today=today, counts_working_days=working):
        if one.after < due <= one.until:
            return one.lead
    return None


@pytest.mark.parametrize(
    ("ahead", "lead"),
    [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-2, 0), (-3, -3), (-400, -3)],
)
def test_the_tightest_lead_reached(ahead: int, lead: int | None) -> None:
    assert lead_of(FRIDAY + timedelta(days=ahead), [7, 30, 0, -3], FRIDAY) == lead


def test_without_leads_nothing_is_reached() -> None:
    assert stretches([], today=FRIDAY, counts_working_days=False) == []
    assert stretches([], today=FRIDAY, counts_working_days=True) == []


@pytest.mark.parametrize(
    ("due", "lead"),
    [
        (date(2026, 3, 6), 0),
        (date(2026, 3, 8), 0),  # Sunday: Friday is the last day to say so
        (date(2026, 3, 9), 1),  # Monday is one working day ahead
        (date(2026, 3, 10), 3),
        (date(2026, 3, 11), 3),
        (date(2026, 3, 12), None),
        (date(2026, 3, 5), 0),
        (date(2026, 3, 4), -2),
    ],
)
def test_working_days_pass_over_the_weekend(due: date, lead: int | None) -> None:
    assert lead_of(due, [0, 1, 3, -2], FRIDAY, working=True) == lead


def test_a_lead_named_twice_is_one() -> None:
    reached = stretches([1, 1, 0], today=FRIDAY, counts_working_days=False)
    assert [one.lead for one in reached] == [0, 1]


def table(year: int, *, off: list[date], adjusted: list[date]) -> None:
    """The confirmed working calendar of a year."""
    CalendarYear.objects.create(year=year, document="国办发明电", confirmed_at=timezone.now())
    for kind, days in ((DayKind.OFF, off), (DayKind.ADJUSTED, adjusted)):
        for day in days:
            CalendarDay.objects.create(year_id=year, day=day, kind=kind, name="国庆节", document="国办发明电")


def test_holidays_are_passed_over_and_adjusted_weekends_worked() -> None:
    """1 to 7 October 2031 are off, Saturday 11 October is worked instead."""
    table(2031, off=[date(2031, 10, day) for day in range(1, 8)], adjusted=[date(2031, 10, 11)])
    tuesday = date(2031, 9, 30)
    assert lead_of(date(2031, 10, 7), [0, 1], tuesday, working=True) == 0
    assert lead_of(date(2031, 10, 8), [0, 1], tuesday, working=True) == 1
    assert lead_of(date(2031, 10, 9), [0, 1], tuesday, working=True) is None
    friday = date(2031, 10, 10)
    assert lead_of(date(2031, 10, 11), [0, 1], friday, working=True) == 1
    assert lead_of(date(2031, 10, 13), [0, 1], friday, working=True) is None


def test_a_calendar_without_working_days_for_months_is_read_further() -> None:
    """A year wholly off: what is two working days ahead lies in the next."""
    off = [date(2031, 1, 1) + timedelta(days=day) for day in range(365)]
    table(2031, off=[day for day in off if day.weekday() < 5], adjusted=[])
    assert lead_of(date(2032, 1, 2), [2], date(2031, 3, 3), working=True) == 2
    assert lead_of(date(2032, 1, 5), [2], date(2031, 3, 3), working=True) is None
    assert lead_of(date(2030, 12, 30), [0, -2], date(2031, 11, 3), working=True) == 0
    assert lead_of(date(2030, 12, 27), [0, -2], date(2031, 11, 3), working=True) == -2


@pytest.mark.parametrize(
    ("today", "due", "lead"),
    [
        (date(2026, 9, 30), date(2026, 10, 7), 0),  # nobody works until the eighth
        (date(2026, 9, 30), date(2026, 10, 8), 1),
        (date(2026, 10, 1), date(2026, 10, 8), 1),
        (date(2026, 10, 9), date(2026, 10, 10), 1),  # a Saturday that is worked
        (date(2026, 10, 9), date(2026, 10, 12), 3),
    ],
)
def test_working_days_pass_over_holidays_and_count_adjusted_weekends(
    today: date, due: date, lead: int
) -> None:
    prefill_calendar(now=timezone.now())
    assert lead_of(due, [0, 1, 3], today, working=True) == lead
