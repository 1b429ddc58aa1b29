"""What people type on the pages of the workforce."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthPasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
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
