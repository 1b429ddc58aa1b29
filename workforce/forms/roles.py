"""What is typed about roles and accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from workforce.enums import Role
from workforce.form_fields import LoginField
from workforce.models import Unit
from workforce.unit_input import UnitField


class RoleForm(forms.Form):
    """A role to give to somebody over a unit."""

    user = LoginField()
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = UnitField(
        label=_("Unit"),
        queryset=Unit.objects.filter(closed_on__isnull=True).order_by("code"),
        help_text=_("The role reaches everything below it too."),
    )
    since = forms.DateField(label=_("Since"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Left empty, until it is ended.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For instance the number of the decision.")
    )


class EndRoleForm(forms.Form):
    """When a role ends, and why."""

    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Left empty, it ends at once.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ExternalAccountForm(forms.Form):
    """An account for somebody who is no worker."""

    login = forms.CharField(label=_("Login"), max_length=64)
    display_name = forms.CharField(label=_("Name"), max_length=80)
