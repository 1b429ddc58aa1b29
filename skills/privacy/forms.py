"""What is asked on the pages of privacy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.retention import MOST_DAYS


class ExportForm(forms.Form):
    """HR asks for somebody's data; a worker asks for the own without giving a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The worker sees who asked, when and why."),
    )
    with_id_number = forms.BooleanField(
        label=_("With the whole id number"),
        required=False,
        help_text=_("This counts as a reading of the id number and is written down as one."),
    )

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not own


class EraseForm(forms.Form):
    """Why somebody's identifiers are to be erased."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RetentionForm(forms.Form):
    """How many days one kind of thing is kept from now on, and why that changes."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_DAYS)
    reason = forms.CharField(label=_("Reason"), max_length=200)
