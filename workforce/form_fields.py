"""Fields that find a person by the number people know them by, among those the asker may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser
from base.text import clean
from workforce.models import User, Worker
from workforce.services.merged_records import kept_record_of


class WorkerNumberField(forms.CharField):
    """An employee number; the cleaned value is the Worker (None when left empty). Set `asker` before use."""

    default_error_messages = {
        "unknown": _("Nobody among the people you see has this employee number."),
    }
    asker: AnyUser | None = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Employee number"))
        super().__init__(max_length=32, **kwargs)

    def clean(self, value: Any) -> Any:
        """Find the worker."""
        number = clean(super().clean(value) or "")
        if not number:
            return None
        seen = Worker.objects.none() if self.asker is None else Worker.objects.visible_to(self.asker)
        worker = seen.filter(employee_no__iexact=number).first()
        if worker is None and self.asker is not None:
            worker = kept_record_of(self.asker, number)
        if worker is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return worker


class LoginField(forms.CharField):
    """An employee number or another login; the cleaned value is the User."""

    default_error_messages = {"unknown": _("No account has this employee number or login.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Employee number or login"))
        super().__init__(max_length=64, **kwargs)

    def clean(self, value: Any) -> Any:
        """Find the account."""
        login = clean(super().clean(value))
        user = User.objects.filter(login__iexact=login).first()
        if user is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return user
