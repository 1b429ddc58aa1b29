"""What is typed about the working calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workforce.enums import DayKind


class CalendarDayForm(forms.Form):
    """How a day differs from the week, by which document, and why it is changed."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("As the week: Monday to Friday are worked")), *DayKind.choices],
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False, help_text=_("Which holiday."))
    document = forms.CharField(
        label=_("Document"), max_length=200, required=False, help_text=_("The notice that sets the day.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ConfirmYearForm(forms.Form):
    """The document a year's table holds by."""

    document = forms.CharField(label=_("Document"), max_length=200)
    reason = forms.CharField(label=_("Reason"), max_length=200)
