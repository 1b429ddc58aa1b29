"""What is typed about the second factor, in the house's words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from base.text import clean

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class _CodeForm(forms.Form):
    """A code, with the blanks and full-width digits people type taken out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.widget.attrs.update(_CODE)
        code.widget.attrs.pop("placeholder", None)
        code.label = _("Verification code")

    def clean_code(self) -> str:
        """The code as the authenticator knows it."""
        self.cleaned_data["code"] = clean(self.cleaned_data["code"]).replace(" ", "")
        code: str = super().clean_code()  # type: ignore[misc]
        return code


class SecondFactorForm(_CodeForm, AllauthAuthenticateForm):  # type: ignore[misc]
    """The code at sign-in: of the app, or a recovery code."""


class ConfirmCodeForm(_CodeForm, AllauthReauthenticateForm):  # type: ignore[misc]
    """The code that confirms who it is."""


class AppForm(_CodeForm, ActivateTOTPForm):  # type: ignore[misc]
    """The first code an app shows."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: its name, and whether it opens the account alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.max_length = _("Name of the passkey"), 60
        name.help_text = _("So that you know it again, such as: office computer, phone.")
        alone.label = _("Sign in with this passkey alone")
        alone.help_text = _("Without number and password; the device asks for a finger, a face or its PIN.")
        alone.initial = True

    def clean_name(self) -> str:
        """Short, and without what does not belong into a name."""
        name: str = super().clean_name()
        return clean(name)[:60]


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")

    def clean_name(self) -> str:
        """Short."""
        return clean(self.cleaned_data["name"])[:60]
