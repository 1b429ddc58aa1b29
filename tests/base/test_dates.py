from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from base.dates import add_years, last_day, today, until_after


def test_a_leap_day_becomes_the_28th() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_a_leap_day_stays_in_a_leap_year() -> None:
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_year_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="year"):
        add_years(date(9999, 1, 1), 1)


@pytest.mark.django_db
def test_add_years_agrees_with_the_database() -> None:
    days = [date(year, month, day) for year in (2023, 2024) for month, day in ((2, 28), (3, 1), (12, 31))]
    days.append(date(2024, 2, 29))
    with connection.cursor() as cursor:
        for day in days:
            for years in (-3, 1, 4, 15):
                cursor.execute("SELECT (%s::date + make_interval(years => %s))::date", [day, years])
                assert cursor.fetchone() == (add_years(day, years),)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_last_day_and_until_are_inverse(day: date) -> None:
    assert last_day(until_after(day)) == day


def test_an_open_range_has_no_last_day() -> None:
    assert last_day(None) is None
    assert until_after(None) is None


def test_today_is_the_date_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    assert today() == date(2026, 11, 21)
