"""The form that takes a wage workbook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadWagesForm(forms.Form):
    """A wage workbook."""

    file = forms.FileField(
        label=_("Wage workbook"),
        help_text=_(
            "Employee number, month and gross wage in one row each: .xlsx or .csv, at most 20 MB. "
            "Other columns are left alone."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
