"""The filters of a list as its page shows them: in words with the address without each, and as chips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_filters.widgets import DateRangeWidget

from base.cells import format_cell
from base.form_rendering import DayRangeInput
from base.pagination import BoundedCount

Text = str | Promise
#: A filter of this name becomes the search box.
SEARCH_FIELD = "q"


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    label: Text
    value: str
    url: str


@dataclass(frozen=True)
class ChoiceChip:
    """A choice of the list's main filter, with how many rows it holds."""

    label: Text
    url: str
    count: BoundedCount
    is_active: bool


def describe_value(field: forms.Field, value: Any) -> str:
    """A filter's value in words; empty when the filter is not in force."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, slice):
        return f"{_describe_end(value.start)} – {_describe_end(value.stop)}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | QuerySet):
        return "、".join(describe_value(field, one) for one in value)
    if isinstance(value, Model):
        return str(value)
    return _labels_of(field).get(str(value), str(format_cell(value)))


def filters_in_words(form: forms.Form) -> list[tuple[str, Text, str]]:
    """The filters in force of a valid form: name, label, value in words."""
    described = [
        (name, form.fields[name].label or name, describe_value(form.fields[name], value))
        for name, value in form.cleaned_data.items()
    ]
    return [line for line in described if line[2]]


def names_of_field(name: str, widget: forms.Widget) -> list[str]:
    """The parameters a filter reads: its own, and the ends of its range."""
    return [name, *(f"{name}_{suffix}" for suffix in getattr(widget, "suffixes", ()))]


def dress_fields(form: forms.Form) -> None:
    """Give the search field its looks, and ranges of days the browser's calendar."""
    for field in form.fields.values():
        if isinstance(field.widget, DateRangeWidget):
            field.widget = DayRangeInput()
    if SEARCH_FIELD in form.fields:
        field = form.fields[SEARCH_FIELD]
        field.widget = forms.TextInput(
            attrs={"type": "search", "placeholder": field.label, "autocomplete": "off"}
        )


def _describe_end(end: Any) -> str:
    """An end of a range; a range of days ends at a time of day that is not shown."""
    if end is None:
        return ""
    return str(format_cell(end.date() if isinstance(end, datetime) else end))


def _labels_of(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return {str(key): str(label) for key, label in field.widget.choices}
    return {}
