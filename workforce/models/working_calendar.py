"""The working calendar: by year, which days differ from the week."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from workforce.enums import DayKind

#: A year outside of these is a slip of the keyboard.
CALENDAR_YEARS = range(2000, 2200)


@tracked()
class CalendarYear(models.Model):
    """A year's table of days off and adjusted working days, by the State Council's notice (`document`).

    It counts once it is confirmed: by an HR officer of the whole group, or as published, when it was
    pre-filled (`confirmed_by` is None then). Until then only the week counts.
    """

    year = models.PositiveSmallIntegerField(_("Year"), primary_key=True)
    document = models.CharField(_("Document"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Confirmed by"),
    )

    class Meta:
        verbose_name = _("Year of the working calendar")
        verbose_name_plural = _("Years of the working calendar")
        ordering = ("year",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="calendar_year_is_known",
                condition=Q(year__gte=CALENDAR_YEARS.start, year__lt=CALENDAR_YEARS.stop),
            ),
            models.CheckConstraint(
                name="calendar_year_confirmed_by_a_document",
                condition=~Q(document="") | Q(confirmed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="calendar_year_says_when_confirmed",
                condition=Q(confirmed_at__isnull=False) | Q(confirmed_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


@tracked()
class CalendarDay(models.Model):
    """A day that differs from the week: off though it is a weekday (or off by name), or worked at a weekend.

    A day without a row is worked from Monday to Friday.
    """

    year = models.ForeignKey(
        CalendarYear, models.PROTECT, related_name="days", db_index=False, verbose_name=_("Year")
    )
    day = models.DateField(_("Day"), unique=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("Name"), max_length=80)
    document = models.CharField(_("Document"), max_length=200)

    class Meta:
        verbose_name = _("Day of the working calendar")
        verbose_name_plural = _("Days of the working calendar")
        ordering = ("day",)
        constraints: ClassVar = [
            models.CheckConstraint(name="calendar_day_kind_is_known", condition=Q(kind__in=DayKind.values)),
            models.CheckConstraint(name="calendar_day_lies_in_its_year", condition=Q(day__year=F("year"))),
            models.CheckConstraint(
                name="calendar_day_worked_is_a_weekend_day",
                condition=~Q(kind="adjusted") | Q(day__iso_week_day__in=[6, 7]),
            ),
            models.CheckConstraint(name="calendar_day_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="calendar_day_has_a_document", condition=~Q(document="")),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.name}"
