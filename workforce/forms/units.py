"""What is typed about units, their heads and those who stand in for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from workforce.enums import UnitKind
from workforce.form_fields import WorkerNumberField
from workforce.models import Unit
from workforce.models.unit import in_branches
from workforce.queries.unit_choices import kept_units
from workforce.unit_input import UnitField


class NewUnitForm(forms.Form):
    """A unit to open below another."""

    name = forms.CharField(label=_("Unit name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(
        label=_("Unit code"), max_length=40, required=False, help_text=_("Left empty, it is given.")
    )
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DayInput)


class EffectiveForm(forms.Form):
    """From which day on, and why."""

    effective_on = forms.DateField(
        label=_("In effect from"),
        widget=DayInput,
        help_text=_("A day to come is planned and takes effect by itself."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For instance the number of the decision.")
    )


class UnitNameForm(EffectiveForm):
    """Another name."""

    name = forms.CharField(label=_("Unit name"), max_length=100)
    field_order = ("name",)


class UnitCodeForm(EffectiveForm):
    """Another code."""

    code = forms.CharField(label=_("Unit code"), max_length=40)
    field_order = ("code",)


class UnitParentForm(EffectiveForm):
    """Another place in the tree."""

    parent = UnitField(label=_("Parent unit"))
    field_order = ("parent",)

    def __init__(self, *args: Any, asker: AnyUser, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = kept_units(asker).exclude(in_branches([unit.path]))  # type: ignore[attr-defined]


class UnitMergeForm(EffectiveForm):
    """The unit that takes the people over."""

    target = UnitField(label=_("Into which unit"))
    field_order = ("target",)

    def __init__(self, *args: Any, asker: AnyUser, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = kept_units(asker).exclude(in_branches([unit.path]))  # type: ignore[attr-defined]


class CloseUnitForm(forms.Form):
    """The last day of a unit, and why."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class HeadForm(forms.Form):
    """Who heads a unit from when on; nobody when the number is left empty."""

    worker = WorkerNumberField(required=False, help_text=_("Left empty, the unit has no head."))
    since = forms.DateField(label=_("Since"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].asker = asker  # type: ignore[attr-defined]


class EndHeadForm(forms.Form):
    """The last day of a headship."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class DelegationForm(forms.Form):
    """Who stands in for the head, from when to when, and why."""

    deputy = WorkerNumberField(label=_("Employee number of the deputy"))
    since = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For instance business travel, leave, training.")
    )

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].asker = asker  # type: ignore[attr-defined]
