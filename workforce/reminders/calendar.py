"""The working calendar of a year is missing: told to those who can confirm it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, ReminderShown, remind
from workforce.officers import officers_at_root
from workforce.services.working_calendar import YEAR_CONFIRMED

CALENDAR_MISSING = "workforce.calendar_missing"


def _year(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _everything(_event: DomainEvent) -> None:
    return None


def _calendar(shown: ReminderShown) -> str:
    return reverse("workforce:calendar_year", args=[shown.subject_id])


remind(
    ReminderRule(
        name=CALENDAR_MISSING,
        label=_("The working calendar of a year is missing"),
        about=_(
            "HR officers of the whole group are told before the year begins, until its table is confirmed. "
            "The days off are published in the autumn before."
        ),
        kind=ReminderKind.TODO,
        candidates=f"""
            SELECT officer.user_id AS recipient_id, year.year::bigint AS subject_id,
                   make_date(year.year - 1, 12, 31) AS due_on, officer.unit_id, NULL::bigint AS worker_id,
                   jsonb_build_object('year', year.year) AS values
              FROM generate_series(
                   date_part('year', %(today)s::date)::int, date_part('year', %(today)s::date)::int + 1
                   ) year(year)
             CROSS JOIN {officers_at_root()} officer
             WHERE {{only}} AND NOT EXISTS (
                   SELECT FROM workforce_calendaryear known
                    WHERE known.year = year.year AND known.confirmed_at IS NOT NULL)
        """,  # noqa: S608 - constant SQL
        only="year.year",
        touched_by=TouchedBy.SUBJECT,
        title=_("The working calendar %(year)s is missing"),
        text=_(
            "Enter the days off and adjusted working days of %(year)s and confirm the table. Without it "
            "reminders count weekends only and deadlines that run into the year stay provisional."
        ),
        link=_calendar,
        leads=(45, 14, 3, 0),
        events={
            YEAR_CONFIRMED: _year,
            "workforce.role_granted": _everything,
            "workforce.role_ended": _everything,
        },
    )
)
