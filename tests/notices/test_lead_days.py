"""Which lead is reached on a day, in days and in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from notices.lead_days import stretches

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


def test_two_leads_that_fall_on_one_stretch_are_told_once() -> None:
    """A day off can make two leads reach equally far: the tighter one tells."""
    reached = stretches([1, 1, 0], today=FRIDAY, counts_working_days=False)
    assert [one.lead for one in reached] == [0, 1]
    assert all(one.after < one.until for one in reached)
