"""The forms of the import clinic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skills.queries.roster_rows import RepairableCell


class UploadRosterForm(forms.Form):
    """A roster workbook."""

    file = forms.FileField(
        label=_("Roster workbook"),
        help_text=_("The workbook as you keep it: .xlsx or .csv, at most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    create_units = forms.BooleanField(label=_("Create units the system does not know yet"), required=False)


class RepairRowForm(forms.Form):
    """The cells of a rejected row, as texts; the id number is never shown and stays when left empty."""

    def __init__(self, *args: Any, cells: Sequence[RepairableCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cell in cells:
            self.fields[cell.column] = forms.CharField(
                label=cell.label, required=False, max_length=200, initial=cell.value, help_text=cell.hint
            )
