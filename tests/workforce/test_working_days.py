"""Counting working days by the table of the year: the worked examples of public notices and terms."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workforce.enums import DayKind
from workforce.models import CalendarYear
from workforce.services.working_calendar import change_day, prefill_calendar
from workforce.working_days import (
    add_working_days,
    day_numbers,
    is_working_day,
    working_day_from,
    working_days_between,
)

pytestmark = pytest.mark.django_db
DOCUMENT = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture
def tables() -> None:
    """Every table that is published."""
    prefill_calendar(now=timezone.now())


@pytest.mark.parametrize(
    ("posted", "ends"),
    [
        (date(2026, 9, 28), date(2026, 10, 10)),  # Saturday 10 October is worked
        (date(2026, 9, 18), date(2026, 9, 24)),  # Sunday 20 September too
        (date(2026, 9, 22), date(2026, 9, 30)),  # Mid-Autumn in between
        (date(2026, 9, 30), date(2026, 10, 13)),
    ],
)
@pytest.mark.usefixtures("tables")
def test_five_working_days_end(posted: date, ends: date) -> None:
    counted = add_working_days(posted, 5)
    assert (counted.day, counted.is_provisional) == (ends, False)


@pytest.mark.usefixtures("tables")
def test_the_day_itself_counts_when_asked() -> None:
    assert add_working_days(date(2026, 9, 28), 5, counts_day_itself=True).day == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 10, 7), date(2026, 10, 8)),
        (date(2026, 4, 30), date(2026, 4, 30)),
        (date(2026, 2, 28), date(2026, 2, 28)),  # a Saturday that is worked
    ],
)
@pytest.mark.usefixtures("tables")
def test_a_term_ends_on_a_working_day(day: date, due: date) -> None:
    assert working_day_from(day).day == due


@pytest.mark.usefixtures("tables")
def test_without_a_table_weekends_count_and_the_end_is_provisional() -> None:
    counted = add_working_days(date(2026, 12, 30), 5)
    assert (counted.day, counted.is_provisional) == (date(2027, 1, 6), True)
    assert not add_working_days(date(2026, 12, 30), 1).is_provisional


@pytest.mark.usefixtures("tables")
def test_a_table_counts_once_it_is_confirmed() -> None:
    change_day(
        actor=None, day=date(2027, 1, 1), kind=DayKind.OFF, name="元旦", document=DOCUMENT, reason="国办通知"
    )
    assert is_working_day(date(2027, 1, 1))
    assert add_working_days(date(2026, 12, 30), 5).is_provisional
    CalendarYear.objects.filter(year=2027).update(confirmed_at=timezone.now(), document=DOCUMENT)
    assert not is_working_day(date(2027, 1, 1))
    counted = add_working_days(date(2026, 12, 30), 5)
    assert (counted.day, counted.is_provisional) == (date(2027, 1, 7), False)


@pytest.mark.usefixtures("tables")
def test_days_between_are_half_open() -> None:
    between = working_days_between(date(2026, 9, 28), date(2026, 10, 10))
    assert (between.count, between.is_provisional) == (5, False)
    assert working_days_between(date(2026, 9, 28), date(2026, 10, 11)).count == 6
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 1)).is_provisional is False
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 2)).is_provisional
    assert working_days_between(date(2026, 10, 1), date(2026, 10, 1)).count == 0


@pytest.mark.usefixtures("tables")
def test_days_are_numbered_over_the_holidays() -> None:
    numbers = dict(day_numbers(date(2026, 9, 29), date(2026, 10, 12)))
    assert [numbers[date(2026, 9, 30)], numbers[date(2026, 10, 7)], numbers[date(2026, 10, 8)]] == [2, 2, 3]
    assert [numbers[date(2026, 10, 10)], numbers[date(2026, 10, 11)]] == [5, 5]


@pytest.mark.usefixtures("tables")
def test_two_hundred_working_days_agree_with_the_days_between() -> None:
    start = date(2025, 1, 1)
    counted = add_working_days(start, 200, counts_day_itself=True)
    assert working_days_between(start, counted.day).count == 199
    assert is_working_day(counted.day)


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("count", [1, 5, 60, 240])
def test_counting_reads_the_calendar_once(count: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        add_working_days(date(2026, 1, 30), count)
    assert len(asked) == 1


def test_none_is_counted_below_one() -> None:
    with pytest.raises(ValueError, match="At least one"):
        add_working_days(date(2026, 1, 5), 0)
