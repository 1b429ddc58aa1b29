"""The forms with which HR records, corrects and takes back facts and grades, and adds scans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.dates import last_day, until_after
from base.form_rendering import DayInput
from skills.enums import FactKind
from skills.services.career_rows import RowValues, needed_fields, values_from
from skills.services.fact_marks import CareerRow
from skills.services.proposals import proposable_fields
from skills.services.reasons import MAX_REASON
from skills.wages.months import UnreadableMonth, month_text, read_month

#: So many scans are handed in at once.
MAX_SCANS = 5
_DERIVED = {FactKind.DIPLOMA: frozenset({"major"})}
_HINTS = {
    "until": _("Leave it empty while the work goes on."),
    "certificate_no": _("One capital letter (Y or S) and 21 digits; leave it empty where there is none."),
    "graduated_on": _("A day to come counts as the expected graduation."),
    "month": _("Like 2026-10."),
    "amount": _("Gross, in yuan, with at most two decimals."),
    "major_name": _("As the diploma says it. A name in the table of majors is found by itself."),
    "major": _("Where the title names one of the majors on the list."),
}


@dataclass(frozen=True)
class SentScan:
    """A file handed in."""

    name: str
    content: BinaryIO


def sent_scans(files: list[Any]) -> list[SentScan]:
    """The files of a `ScansField`."""
    return [SentScan(file.name or "", file.file) for file in files]


class MonthField(forms.CharField):
    """A month; its value is the first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"})

    def to_python(self, value: Any) -> Any:
        """The first day of the month typed, in any of the spellings of the workbooks."""
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        try:
            return read_month(value)
        except UnreadableMonth as error:
            raise forms.ValidationError(_("This is not a month. Write it like 2026-10.")) from error

    def prepare_value(self, value: Any) -> Any:
        """As the browser's month picker writes it."""
        return month_text(value) if isinstance(value, date) else value

    def run_validators(self, value: Any) -> None:
        """A month has no length to check."""


class ScansInput(forms.ClearableFileInput):
    """A file field for several files."""

    allow_multiple_selected = True


class ScansField(forms.FileField):
    """The scans handed in; an empty list without one."""

    widget = ScansInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file in its turn."""
        sent = [one for one in data if one] if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MAX_SCANS:
            raise forms.ValidationError(_("Hand in at most five files at once."))
        if not sent:
            super().clean(None, initial)
            return []
        clean_one = super().clean
        return [clean_one(one, initial) for one in sent]


def scans_field(*, required: bool = False) -> ScansField:
    """The field for scans, with what it takes."""
    return ScansField(
        label=_("Scans"),
        required=required,
        help_text=_("PDF, JPEG or PNG, each at most 10 MB. They are kept encrypted."),
    )


def reason_field(label: Any) -> forms.CharField:
    """The reason a change needs."""
    return forms.CharField(label=label, max_length=MAX_REASON, widget=forms.TextInput())


class FactForm(forms.Form):
    """The values of one record with its scans; with `row` those on record, to be corrected with a reason."""

    def __init__(self, *args: Any, kind: FactKind, row: CareerRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        needed = needed_fields(kind)
        self.names = [name for name in proposable_fields(kind) if name not in _DERIVED.get(kind, ())]
        for name in self.names:
            self.fields[name] = _field(proposable_fields(kind)[name], required=name in needed)
            if row is not None:
                self.initial.setdefault(name, _as_shown(name, getattr(row, name)))
        self.fields["file"] = scans_field()
        if row is not None:
            self.fields["reason"] = reason_field(_("Why is it corrected?"))

    def clean_until(self) -> date | None:
        """The last day, made the first day no longer in the job."""
        last: date | None = self.cleaned_data["until"]
        if last is not None and last.year > 9000:
            raise forms.ValidationError(_("Please check the year."))
        return until_after(last)

    def values(self) -> RowValues:
        """What the record is to state. Raises InvalidInput."""
        return values_from(self.kind, {name: self.cleaned_data[name] for name in self.names})

    def scans(self) -> list[SentScan]:
        """The files handed in."""
        return sent_scans(self.cleaned_data["file"])


class TakeBackForm(forms.Form):
    """Why a record or a scan is taken back."""

    reason = reason_field(_("Why is it taken back?"))


class AddScansForm(forms.Form):
    """Further scans of a record."""

    file = scans_field(required=True)


def _field(column: models.Field[Any, Any], *, required: bool) -> forms.Field:
    if column.name == "month":
        made: forms.Field | None = MonthField(label=column.verbose_name)
    else:
        made = column.formfield()
    if made is None:
        raise TypeError(f"{column.name} has no form field")
    if isinstance(made, forms.DateField):
        made = forms.DateField(label=made.label, widget=DayInput())
    if column.name == "until":
        made.label = _("Last day")
    if column.name == "certificate_no":
        made = forms.CharField(label=made.label, max_length=40)  # spaces in it are taken out later
    if column.name in _HINTS:
        made.help_text = str(_HINTS[column.name])
    made.required = required
    made.widget.is_required = required
    return made


def _as_shown(name: str, value: Any) -> Any:
    return last_day(value) if name == "until" else value
