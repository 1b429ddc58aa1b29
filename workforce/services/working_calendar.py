"""Keeping the working calendar: pre-filled with what is published, changed and confirmed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import chinese_calendar
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.edit_marks import Shown, refuse_if_changed
from base.errors import Conflict, InvalidInput
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.enums import DayKind
from workforce.models import CalendarDay, CalendarYear, User
from workforce.models.working_calendar import CALENDAR_YEARS
from workforce.rules import require
from workforce.services.reasons import authored, required_reason
from workforce.working_days import is_weekend

KEEP_CALENDAR = "workforce.keep_calendar"
DAY_CHANGED = "workforce.calendar_day_changed"
YEAR_CONFIRMED = "workforce.calendar_year_confirmed"

#: What each year's table is published as; a table of the library is taken over under this title.
PUBLISHED = "国务院办公厅关于{year}年部分节假日安排的通知"

DAY_LABELS = {"kind": _("Kind"), "name": _("Name"), "document": _("Document")}
YEAR_LABELS = {"document": _("Document"), "confirmed_at": _("Confirmed at")}


def prefill_calendar(*, now: datetime) -> list[int]:
    """Take over the published tables the library knows, for years that have none; returns these years.

    A year begun by hand gets the days it lacks and still waits to be confirmed. What stands there is never
    overwritten, so running it again changes nothing; years the library does not know are left to people.
    """
    with transaction.atomic():
        stored = dict(CalendarYear.objects.values_list("year", "confirmed_at"))
        published = {year: days for year, days in _published().items() if stored.get(year) is None}
        filled = [year for year in sorted(published) if year not in stored]
        documents = {year: PUBLISHED.format(year=year) for year in published}
        fresh = [CalendarYear(year=year, document=documents[year], confirmed_at=now) for year in filled]
        CalendarYear.objects.bulk_create(fresh, ignore_conflicts=True)
        known = {*stored, *filled}
        CalendarDay.objects.bulk_create(
            [
                CalendarDay(year_id=day.year, day=day, kind=kind, name=name, document=documents[year])
                for year, days in published.items()
                for day, kind, name in days
                if day.year in known
            ],
            ignore_conflicts=True,
        )
        for year in filled:
            _tell(YEAR_CONFIRMED, year, None, {"document": documents[year]})
    return filled


def day_mark(day: date) -> dict[str, object]:
    """What a form shows of a day; empty values for one that goes by the week."""
    row = CalendarDay.objects.filter(day=day).first()
    return {name: getattr(row, name) if row is not None else "" for name in DAY_LABELS}


def change_day(
    *,
    actor: User | None,
    day: date,
    kind: DayKind | None,
    name: str = "",
    document: str = "",
    reason: str,
    shown: Shown | None = None,
) -> None:
    """Make a day one off, or a weekend day a working day; None lets it go by the week again.

    The calendar is one for the whole enterprise. A day of a year without a table begins that table, which
    counts once it is confirmed. Raises NotPermitted, InvalidInput, ChangedMeanwhile.
    """
    require(actor, KEEP_CALENDAR)
    why = required_reason(reason)
    kept_name, kept_document = _kept(name, 80), _kept(document, 200)
    if kind is not None:
        _check_day(day, kind, kept_name, kept_document)
    with transaction.atomic(), authored(actor, why):
        _locked(_known(day.year))
        old = day_mark(day)
        refuse_if_changed(shown, old, DAY_LABELS)
        new: dict[str, object] = dict.fromkeys(DAY_LABELS, "")
        if kind is None:
            CalendarDay.objects.filter(day=day).delete()
        else:
            new = {"kind": kind.value, "name": kept_name, "document": kept_document}
            CalendarDay.objects.update_or_create(day=day, defaults={"year_id": day.year, **new})
        told = {"day": day.isoformat(), "old": old, "new": new, "reason": why}
        _tell(DAY_CHANGED, day.year, actor, told)


def year_mark(year: int) -> dict[str, object]:
    """What a form shows of a year's table: by which document it holds, and since when."""
    row = CalendarYear.objects.filter(year=year).first()
    return {name: getattr(row, name) if row is not None else None for name in YEAR_LABELS}


def confirm_year(
    *, actor: User | None, year: int, document: str, reason: str, now: datetime, shown: Shown | None = None
) -> CalendarYear:
    """Say that a year's table is complete: from now on deadlines are counted by it.

    A pre-filled table is confirmed once more under the document named. Raises NotPermitted, InvalidInput,
    ChangedMeanwhile.
    """
    require(actor, KEEP_CALENDAR)
    why = required_reason(reason)
    kept_document = _kept(document, 200)
    if not kept_document:
        raise InvalidInput(
            _("Name the document that sets the days."), code="document_missing", field="document"
        )
    with transaction.atomic(), authored(actor, why):
        row = _locked(_known(year))
        refuse_if_changed(shown, year_mark(year), YEAR_LABELS)
        if row.confirmed_by_id is None and not row.days.exists():
            raise Conflict(
                _("No day of this year differs from the week yet. Enter its days off first."),
                code="calendar_empty",
            )
        row.document, row.confirmed_at, row.confirmed_by = kept_document, now, actor
        row.save(update_fields=["document", "confirmed_at", "confirmed_by"])
        _tell(YEAR_CONFIRMED, year, actor, {"document": kept_document, "reason": why})
    return row


def _published() -> dict[int, list[tuple[date, DayKind, str]]]:
    """The days that differ from the week, by the year whose notice sets them; only years the library knows.

    The days off around New Year's Day that lie in December are set by the notice of the year to come.
    """
    chinese = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    by_year: dict[int, list[tuple[date, DayKind, str]]] = {}
    for days, kind in (
        (chinese_calendar.holidays, DayKind.OFF),
        (chinese_calendar.workdays, DayKind.ADJUSTED),
    ):
        for day, name in days.items():
            year = day.year + (day.month == 12 and name == chinese_calendar.Holiday.new_years_day.value)
            by_year.setdefault(year, []).append((day, kind, chinese[name]))
    return by_year


def _check_day(day: date, kind: DayKind, name: str, document: str) -> None:
    if not name:
        raise InvalidInput(_("Say which holiday it is."), code="name_missing", field="name")
    if not document:
        raise InvalidInput(
            _("Name the document that sets the days."), code="document_missing", field="document"
        )
    if kind is DayKind.ADJUSTED and not is_weekend(day):
        raise InvalidInput(
            _("This is a weekday and worked as it is. Only a weekend day is worked instead of another."),
            code="weekday_is_worked",
            field="kind",
        )


def _known(year: int) -> int:
    if year not in CALENDAR_YEARS:
        raise InvalidInput(
            _("The calendar holds the years %(first)d to %(last)d.")
            % {"first": CALENDAR_YEARS[0], "last": CALENDAR_YEARS[-1]},
            code="year_out_of_range",
            field="day",
        )
    return year


def _locked(year: int) -> CalendarYear:
    """The year under a lock, begun when there is none, so that changes of its days take turns."""
    CalendarYear.objects.bulk_create([CalendarYear(year=year)], ignore_conflicts=True)
    return CalendarYear.objects.select_for_update(of=("self",), no_key=True).get(year=year)


def _kept(text: str, length: int) -> str:
    return hide_typed_id_numbers(clean(text))[:length]


def _tell(kind: str, year: int, actor: User | None, payload: Mapping[str, object]) -> None:
    record_event(kind, subject="workforce.calendaryear", subject_id=year, payload=payload, actor=actor)
