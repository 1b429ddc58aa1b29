"""Months in the spellings of wage workbooks."""

from datetime import UTC, date, datetime

import pytest

from skills.wages.months import UnreadableMonth, read_month


@pytest.mark.parametrize(
    "written",
    [
        "2026-10",
        "2026/10",
        "2026.10",
        "2026年10月",
        "2026年10月份",
        "2026 年 10 月",
        "202610",
        "20261031",
        "2026-10-31",
        "２０２６年１０月",
        "46296",
        46296.0,
        date(2026, 10, 9),
        datetime(2026, 10, 9, 8, 30, tzinfo=UTC),
    ],
)
def test_month_is_read_in_every_spelling(written: object) -> None:
    assert read_month(written) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "written", ["", "2026-13", "202613", "2026年0月", "十月", "10", "2026-02-30", "99999999"]
)
def test_what_names_no_month_is_refused(written: object) -> None:
    with pytest.raises(UnreadableMonth):
        read_month(written)
