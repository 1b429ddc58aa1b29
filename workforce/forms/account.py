"""What is typed on the own account page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workforce.api_scopes import Scope, read_scopes


class TokenForm(forms.Form):
    """A key to the API."""

    label = forms.CharField(
        label=_("What for"), max_length=60, help_text=_("The program that will use it, in your own words.")
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (366, _("one year"))],
        initial=90,
    )
    scopes = forms.MultipleChoiceField(
        label=_("The token may"),
        choices=Scope.choices,
        initial=read_scopes,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "As little as the program needs. It cannot be changed later; make another token instead."
        ),
    )
