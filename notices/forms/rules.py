"""What is typed about a reminder rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.text import clean
from notices.models import RulePolicy
from notices.services.rule_policies import MOST_DAYS, RuleSetting

_BETWEEN = re.compile(r"[\s,;、，；]+")


class DaysField(forms.CharField):
    """Numbers of days as people type them: "30, 7, 1". The cleaned value is a list of int."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """The numbers. Raises ValidationError."""
        typed = [part for part in _BETWEEN.split(clean(super().clean(value) or "")) if part]
        if not all(part.isascii() and part.isdigit() and int(part) <= MOST_DAYS for part in typed):
            raise ValidationError(
                _("Type whole numbers of days up to %(most)d, for instance 30, 7, 1.") % {"most": MOST_DAYS},
                code="not_days",
            )
        return [int(part) for part in typed]


class RuleForm(forms.Form):
    """When a rule tells whom, and why that changes."""

    is_on = forms.BooleanField(
        label=gettext_lazy("The rule is on"),
        required=False,
        help_text=gettext_lazy("Switched off, what is open of it goes from every inbox."),
    )
    leads = DaysField(
        label=gettext_lazy("Days before the due day"),
        help_text=gettext_lazy("For instance 30, 7, 1. 0 is the day itself."),
    )
    over = DaysField(
        label=gettext_lazy("Days over"),
        help_text=gettext_lazy("Told again so many days after the due day, while nobody acts."),
    )
    counts_working_days = forms.BooleanField(label=gettext_lazy("Count working days only"), required=False)
    escalates_after = forms.IntegerField(
        label=gettext_lazy("Days over until the head of the unit is told too"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("Left empty, the head is never told."),
    )
    at_once = forms.BooleanField(
        label=gettext_lazy("Send at once"),
        required=False,
        help_text=gettext_lazy(
            "Else it goes out with the digest of the day. Everybody may choose otherwise for themselves."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def setting_of(data: Mapping[str, Any]) -> RuleSetting:
    """What was typed, as the service takes it."""
    return RuleSetting(
        is_on=data["is_on"],
        leads=[*data["leads"], *(-days for days in data["over"])],
        counts_working_days=data["counts_working_days"],
        escalates_after=data["escalates_after"],
        at_once=data["at_once"],
    )


def as_typed(policy: RulePolicy) -> dict[str, Any]:
    """A policy as the form shows it."""
    return {
        "is_on": policy.is_on,
        "leads": _listed(lead for lead in policy.leads if lead >= 0),
        "over": _listed(sorted(-lead for lead in policy.leads if lead < 0)),
        "counts_working_days": policy.counts_working_days,
        "escalates_after": policy.escalates_after,
        "at_once": policy.at_once,
    }


def _listed(days: Iterable[int]) -> str:
    return ", ".join(map(str, days))
