"""The forms of correction requests, and the values of a record as form fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.dates import last_day, until_after
from base.form_rendering import DayInput
from skills.enums import FactKind
from skills.services.proposals import REMOVED, proposable_fields

#: Columns people do not fill in: they follow from others.
_DERIVED = frozenset({"major"})
#: Ranges are kept half-open; people write the last day.
_RANGE_ENDS = frozenset({"until"})


def _form_field(field: models.Field[Any, Any]) -> forms.Field:
    made = field.formfield(required=False)
    if made is None:
        raise TypeError(f"{field.name} has no form field")
    if isinstance(made, forms.DateField):
        made = forms.DateField(label=made.label, required=False, widget=DayInput())
    if field.name in _RANGE_ENDS:
        made.label = _("Last day (empty: to this day)")
    if field.name == "month":
        made.help_text = _("The first day of the month.")
    return made


def _as_shown(name: str, value: Any) -> Any:
    return (
        last_day(date.fromisoformat(value) if isinstance(value, str) else value)
        if name in _RANGE_ENDS
        else value
    )


class RecordValuesForm(forms.Form):
    """The values of one record of a kind, as a worker proposes them or an HR officer settles them.

    `stated` are the values on record or proposed so far, by column; `values()` gives those filled in.
    """

    def __init__(self, *args: Any, kind: FactKind, stated: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, field in proposable_fields(kind).items():
            if name in _DERIVED:
                continue
            self.fields[name] = _form_field(field)
            if stated.get(name) is not None:
                self.initial.setdefault(name, _as_shown(name, stated[name]))

    def values(self) -> dict[str, Any]:
        """The values to propose: JSON-ready, range ends made half-open; empty entries are left out."""
        given: dict[str, Any] = {}
        for name in proposable_fields(self.kind):
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            if name in _RANGE_ENDS:
                value = until_after(value)
            given[name] = value.pk if isinstance(value, models.Model) else _plain(value)
        return given


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)


class CorrectionRequestForm(RecordValuesForm):
    """What a worker says is wrong, with the values it should have and a proof."""

    def __init__(
        self, *args: Any, kind: FactKind, stated: Mapping[str, Any], is_on_record: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, kind=kind, stated=stated, **kwargs)
        values = list(self.fields)
        self.fields["text"] = forms.CharField(
            label=_("What is wrong, and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
        )
        self.fields["file"] = forms.FileField(
            label=_("Proof"), required=False, help_text=_("PDF, JPEG or PNG, at most 10 MB.")
        )
        if is_on_record and kind != FactKind.PERSONAL:
            self.fields[REMOVED] = forms.BooleanField(
                label=_("This record should not be there at all"), required=False
            )
        self.order_fields(["text", *values, "file", REMOVED])

    def proposal(self) -> dict[str, Any]:
        """What to hand to the service."""
        return {REMOVED: True} if self.cleaned_data.get(REMOVED) else self.values()


class AcceptCorrectionForm(RecordValuesForm):
    """The values HR writes, filled with the proposed ones."""


class DeclineCorrectionForm(forms.Form):
    """Why not; the worker reads it."""

    reason = forms.CharField(
        label=_("Answer to the worker"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
