"""The day in the past a page, list or API call is asked about (``as_of=2024-06-30``)."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.dates import today
from base.form_rendering import DayInput

#: The parameter of an address that names the day.
AS_OF_FIELD = "as_of"


class PastDayField(forms.DateField):
    """A day up to today."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Give a date, such as 2026-11-21."),
        "ahead": _("That day lies ahead. Choose today or an earlier day."),
    }

    def validate(self, value: date | None) -> None:
        """Refuse a day that has not come yet."""
        super().validate(value)
        if value is not None and value > today():
            raise ValidationError(self.error_messages["ahead"], code="ahead")


class PastDayFilter(django_filters.DateFilter):
    """The day a list is asked about; the filter set turns the list to it."""

    field_class = PastDayField

    def filter(self, qs: Any, value: date | None) -> Any:
        """Leave the rows as they are."""
        return qs


def read_past_day(text: str) -> date | None:
    """The past day named in an address; None for none and for today, which needs no reckoning.

    Raises django's ValidationError for what is no day, or lies ahead.
    """
    day: date | None = PastDayField(required=False).clean(text)
    return None if day == today() else day
