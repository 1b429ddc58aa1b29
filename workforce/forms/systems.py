"""What is typed about accounts of programs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workforce.form_fields import LoginField


class OwnerForm(forms.Form):
    """Who answers for a system, and what it is for."""

    owner = LoginField(
        label=_("Who answers for it"), help_text=_("Employee number of the person to ask about it.")
    )
    purpose = forms.CharField(label=_("What for"), max_length=200)


class NewSystemForm(OwnerForm):
    """An account for a program."""

    login = forms.CharField(
        label=_("Login"), max_length=64, help_text=_("A short name for lists, such as: attendance.")
    )
    display_name = forms.CharField(label=_("Name of the system"), max_length=80)

    field_order = ("login", "display_name", "owner", "purpose")
