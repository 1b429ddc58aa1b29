"""What HR types about a worker: the acts, the own data, a person to take up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from workforce.enums import Sex
from workforce.queries.unit_choices import kept_units
from workforce.unit_input import UnitField
from workforce.worker_acts import ACT_RULES, WorkerAct


class ActForm(forms.Form):
    """From when an act holds, where it leads (for the acts that ask it), and why.

    For many workers at once (`many`) unit and post may stay empty: each person keeps the own.
    """

    since = forms.DateField(
        label=_("Effective on"), widget=DayInput, help_text=_("The first day on which it holds.")
    )
    unit = UnitField(label=_("Unit"))
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, act: WorkerAct, asker: AnyUser, many: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = ACT_RULES[act]
        self.fields["reason"].required = rule.needs_reason
        if not rule.asks_place:
            del self.fields["unit"], self.fields["post"]
            return
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]
        if many:
            self.fields["unit"].required = False
            self.fields["unit"].help_text = _("Left empty, everybody keeps the unit.")
            self.fields["post"].help_text = _("Left empty, everybody keeps the post.")


class CorrectDayForm(forms.Form):
    """The day a placement really began on."""

    since = forms.DateField(label=_("It really began on"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class PersonForm(forms.Form):
    """A person's own data."""

    name = forms.CharField(label=_("Name"), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    id_number = forms.CharField(
        label=_("Resident id number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = forms.DateField(label=_("Birth date"), required=False, widget=DayInput)
    hire_date = forms.DateField(label=_("Hire date"), required=False, widget=DayInput)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False)


class DetailsForm(PersonForm):
    """A worker's own data. The id number is typed anew or left as it is."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = _("Left empty, the stored one stays.")


class NewWorkerForm(PersonForm):
    """A person to take up."""

    employee_no = forms.CharField(label=_("Employee number"), max_length=32)
    unit = UnitField(label=_("Unit"))
    since = forms.DateField(label=_("Since"), widget=DayInput)
    post = forms.CharField(label=_("Post"), max_length=80, required=False)

    field_order = ("employee_no", "name", "sex", "id_number", "unit", "post", "since")

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]
