"""What is asked on the pages of privacy."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from base.retention import MOST_DAYS


class ExportForm(forms.Form):
    """HR asks for somebody's data; a worker asks for the own without a form."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("The worker sees who asked, when and why."),
    )
    with_id_number = forms.BooleanField(
        label=_("With the whole id number"),
        required=False,
        help_text=_("This counts as a reading of the id number and is written down as one."),
    )


class EraseForm(forms.Form):
    """Why somebody's identifiers are to be erased."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class RetentionForm(forms.Form):
    """How many days one kind of thing is kept from now on, and why that changes."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_DAYS)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
