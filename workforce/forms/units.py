"""What is typed about units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from workforce.enums import UnitKind
from workforce.form_fields import WorkerNumberField
from workforce.models import Unit
from workforce.queries.unit_choices import kept_units


class NewUnitForm(forms.Form):
    """A unit to open below another."""

    name = forms.CharField(label=_("Unit name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(
        label=_("Unit code"), max_length=40, required=False, help_text=_("Left empty, it is given.")
    )
    opened_on = forms.DateField(label=_("Opened on"), required=False, widget=DayInput)


class UnitNameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Unit name"), max_length=100)


class UnitParentForm(forms.Form):
    """Another place in the tree."""

    parent = forms.ModelChoiceField(label=_("Parent unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = kept_units(asker)  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """When something was true for the last time."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)


class HeadForm(forms.Form):
    """Who heads a unit from when on; nobody when the number is left empty."""

    worker = WorkerNumberField(required=False, help_text=_("Left empty, the unit has no head."))
    since = forms.DateField(label=_("Since"), widget=DayInput)

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].asker = asker  # type: ignore[attr-defined]
