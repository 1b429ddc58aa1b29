"""A year of the working calendar as it is shown: months, what differs from the week, who changed it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from base.models import DomainEvent
from workforce.enums import DayKind
from workforce.models import CalendarDay, CalendarYear, User
from workforce.services.working_calendar import DAY_CHANGED, YEAR_CONFIRMED
from workforce.working_days import WorkingCalendar, is_weekend

#: Changes shown of a year, the newest first.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day of a month; `row` where it differs from the week."""

    day: date
    is_worked: bool
    row: CalendarDay | None

    @property
    def look(self) -> str:
        """The class of its cell."""
        if self.row is not None:
            return f"day-{self.row.kind}"
        return "day-weekend" if is_weekend(self.day) else ""


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month: its weeks from Monday on (None: another month's day), and how many of its days are worked."""

    title: str
    weeks: list[list[DayShown | None]]
    worked: int


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What was done to a year's table (`day` None: it was confirmed); `actor` is empty for the system."""

    at: datetime
    actor: str
    day: date | None
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year with its table, `row` None where there is none yet."""

    year: int
    row: CalendarYear | None
    months: list[MonthShown]
    days: list[CalendarDay]
    worked: int

    @property
    def is_confirmed(self) -> bool:
        """Whether deadlines are counted by the table."""
        return self.row is not None and self.row.confirmed_at is not None


def year_shown(year: int) -> YearShown:
    """A year as it stands, days entered but not confirmed included. Two statements."""
    row = CalendarYear.objects.select_related("confirmed_by__worker").filter(year=year).first()
    days = list(CalendarDay.objects.filter(year=year))
    by_day = {one.day: one for one in days}
    table = WorkingCalendar(frozenset({year}), {one.day: DayKind(one.kind) for one in days})
    months = [_month(year, month, by_day, table) for month in range(1, 13)]
    return YearShown(year, row, months, days, sum(month.worked for month in months))


def changes_of_year(year: int) -> list[CalendarChange]:
    """What was done to a year's table, the newest first. Two statements."""
    rows = DomainEvent.objects.filter(
        subject="workforce.calendaryear", subject_id=year, kind__in=(DAY_CHANGED, YEAR_CONFIRMED)
    )
    events = list(rows.order_by("-pk")[:SHOWN])
    ids = {event.actor_id for event in events if event.actor_id is not None}
    people = User.objects.select_related("worker").in_bulk(list(ids))
    return [_change(event, people) for event in events]


def _month(year: int, month: int, rows: dict[date, CalendarDay], table: WorkingCalendar) -> MonthShown:
    weeks: list[list[DayShown | None]] = [
        [
            DayShown(day, table.is_working_day(day), rows.get(day)) if day.month == month else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    worked = sum(one is not None and one.is_worked for week in weeks for one in week)
    return MonthShown(date_format(date(year, month, 1), "F"), weeks, worked)


def _change(event: DomainEvent, people: dict[int, User]) -> CalendarChange:
    actor = people.get(event.actor_id) if event.actor_id is not None else None
    told = event.payload
    is_day = event.kind == DAY_CHANGED
    return CalendarChange(
        at=event.occurred_at,
        actor=str(actor) if actor is not None else "",
        day=date.fromisoformat(told["day"]) if is_day else None,
        old=_in_words(told["old"]) if is_day else "",
        new=_in_words(told["new"]) if is_day else told["document"],
        reason=told.get("reason", ""),
    )


def _in_words(values: dict[str, str]) -> str:
    if not values["kind"]:
        return ""
    return f"{DayKind(values['kind']).label} {values['name']}"
