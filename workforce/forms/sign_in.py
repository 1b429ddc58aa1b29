"""What people type on the pages of the workforce."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthPasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from base.text import clean


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """Employee number and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Employee number")
        login.widget.attrs.update({"autocapitalize": "off", "spellcheck": "false", "autofocus": True})
        login.widget.attrs.pop("placeholder", None)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        """The number as stored: phone keyboards type full-width digits."""
        return clean(self.cleaned_data["login"])


class PasswordForm(AllauthPasswordForm):  # type: ignore[misc]
    """The present password and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Present password"),
            "password1": _("New password"),
            "password2": _("New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class ActivationForm(forms.Form):
    """Employee number, the code from the slip of paper, and the new password twice."""

    login = forms.CharField(
        label=_("Employee number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off"}),
    )
    code = forms.CharField(
        label=_("Activation code"),
        max_length=40,
        help_text=_("From the slip HR gave you, such as ADF4-K7RT-93QX."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=_("At least 10 characters, not digits alone."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password, once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """The two passwords are one."""
        data = super().clean() or {}
        if data.get("new_password") != data.get("repeated"):
            self.add_error("repeated", _("The two passwords differ."))
        return data
