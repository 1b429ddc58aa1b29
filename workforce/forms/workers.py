"""What HR types about a worker: where placed, the own data, ties to others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from workforce.enums import Sex, WorkerStatus
from workforce.models import Unit
from workforce.queries.unit_choices import kept_units


class PlacementForm(forms.Form):
    """Unit, post and status from a day on."""

    since = forms.DateField(label=_("Since"), widget=DayInput)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=WorkerStatus.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """A worker's own data. The id number is typed anew or left as it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    id_number = forms.CharField(
        label=_("Resident id number"),
        max_length=20,
        required=False,
        help_text=_("Left empty, the stored one stays."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = forms.DateField(label=_("Birth date"), required=False, widget=DayInput)
    hire_date = forms.DateField(label=_("Hire date"), required=False, widget=DayInput)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)


class NewWorkerForm(DetailsForm):
    """A person to take up."""

    employee_no = forms.CharField(label=_("Employee number"), max_length=32)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("Since"), widget=DayInput)
    post = forms.CharField(label=_("Post"), max_length=80, required=False)

    field_order = ("employee_no", "name", "sex", "id_number", "unit", "post", "since")

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = ""
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]
