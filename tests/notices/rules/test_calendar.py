"""The calendar of a year is missing: HR of the group is told in time, until its table is confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from notices.models import Reminder
from tests.access import Cast
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from workforce.enums import DayKind
from workforce.models import CalendarYear
from workforce.reminders import CALENDAR_MISSING
from workforce.services.working_calendar import change_day, confirm_year

pytestmark = pytest.mark.django_db
NOTICE = "国办发明电〔2026〕9号"


@pytest.fixture(autouse=True)
def this_year(db: None) -> None:
    """There is a table of 2026, and none of 2027."""
    CalendarYear.objects.create(year=2026, document=NOTICE, confirmed_at=timezone.now())


def confirm(cast: Cast, year: int) -> None:
    actor = cast.user("ruth")
    change_day(
        actor=actor, day=date(year, 1, 1), kind=DayKind.OFF, name="元旦", document=NOTICE, reason="通知"
    )
    confirm_year(actor=actor, year=year, document=NOTICE, reason="核对", now=timezone.now())


@pytest.mark.parametrize(
    ("day", "lead"), [(date(2026, 11, 15), None), (date(2026, 11, 16), 45), (date(2026, 12, 30), 3)]
)
def test_hr_of_the_group_is_told_before_the_year_begins(cast: Cast, day: date, lead: int | None) -> None:
    night(CALENDAR_MISSING, day)
    assert list(Reminder.objects.values_list("lead", flat=True)) == ([] if lead is None else [lead])
    assert told(cast, CALENDAR_MISSING) == (set() if lead is None else {"ruth"})


def test_its_words_name_the_year_and_its_link_opens_it(cast: Cast) -> None:
    night(CALENDAR_MISSING, date(2026, 12, 1))
    reminder = one(CALENDAR_MISSING)
    assert (reminder.subject_id, reminder.due_on) == (2027, date(2026, 12, 31))
    assert_serves(reminder, "2027")


def test_it_is_gone_when_the_table_is_confirmed_not_when_it_is_begun(cast: Cast) -> None:
    night(CALENDAR_MISSING, date(2026, 12, 1))
    change_day(
        actor=cast.user("ruth"),
        day=date(2027, 5, 1),
        kind=DayKind.OFF,
        name="劳动节",
        document=NOTICE,
        reason="通知",
    )
    deliver()
    assert told(cast, CALENDAR_MISSING) == {"ruth"}
    confirm(cast, 2027)
    deliver()
    assert Reminder.objects.get(subject_id=2027).ended_as == "done"


def test_a_year_that_began_without_is_told_still(cast: Cast) -> None:
    night(CALENDAR_MISSING, date(2027, 2, 1))
    assert list(Reminder.objects.values_list("subject_id", "lead")) == [(2027, 0)]
