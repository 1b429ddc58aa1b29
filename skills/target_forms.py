"""What is typed about targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from skills.enums import Level, Mark, TargetMeasure, TitleRank
from skills.models import Target
from skills.services.targets import TargetTerms, target_mark
from workforce.queries.unit_choices import kept_units
from workforce.unit_input import UnitField

_NONE = [("", "—")]


class TargetForm(forms.Form):
    """The terms of a target."""

    name = forms.CharField(label=_("Target"), max_length=80)
    measure = forms.ChoiceField(label=_("Measured by"), choices=TargetMeasure.choices)
    level = forms.TypedChoiceField(
        label=_("Level and above"),
        choices=[*_NONE, *Level.choices[1:]],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("For people who hold a level, or are promoted to it."),
    )
    rank = forms.TypedChoiceField(
        label=_("Title rank and above"),
        choices=[*_NONE, *TitleRank.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("For people with a professional title."),
    )
    value = forms.DecimalField(
        label=_("Target value"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text=_("People, or per cent for a share."),
    )
    since = forms.DateField(label=_("Counted from"), widget=DayInput)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput)
    document = forms.CharField(label=_("Document"), max_length=200)
    mark = forms.ChoiceField(label=_("Source"), choices=Mark.choices, initial=Mark.DESIGN)

    def terms(self) -> TargetTerms:
        """What was typed, as the service wants it."""
        data = self.cleaned_data
        return TargetTerms(
            name=data["name"],
            measure=TargetMeasure(data["measure"]),
            value=data["value"],
            since=data["since"],
            due_on=data["due_on"],
            document=data["document"],
            level=data["level"],
            rank=data["rank"],
            mark=Mark(data["mark"]),
        )


class NewTargetForm(TargetForm):
    """A target for a unit one keeps."""

    unit = UnitField(label=_("Unit"))
    field_order = ("unit",)

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = kept_units(asker)


class ChangeTargetForm(TargetForm):
    """Other terms, with the reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**target_mark(target), **self.initial}


class WithdrawTargetForm(forms.Form):
    """Why a target is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReportForm(forms.Form):
    """What was reached on a day."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    value = forms.DecimalField(label=_("Reached"), min_value=Decimal(0), max_digits=12, decimal_places=2)
    source = forms.CharField(label=_("Where the number comes from"), max_length=200)
