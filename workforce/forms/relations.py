"""What is typed about ties between people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from base.scoping import AnyUser
from workforce.enums import RelationKind
from workforce.form_fields import WorkerNumberField

#: How a tie is chosen from one worker's page; the second mentors the first.
APPRENTICE = "apprentice"


class RelationForm(forms.Form):
    """A tie of a worker with another person."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (RelationKind.MENTOR.value, RelationKind.MENTOR.label),
            (APPRENTICE, _("Apprentice of")),
            (RelationKind.SAME_TEAM.value, RelationKind.SAME_TEAM.label),
            (RelationKind.RELATIVE.value, RelationKind.RELATIVE.label),
        ],
    )
    other = WorkerNumberField(label=_("Employee number of the other person"))
    since = forms.DateField(label=_("Since"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput, required=False)

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].asker = asker  # type: ignore[attr-defined]


class EndRelationForm(forms.Form):
    """The last day of a tie, and why it ends."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class DeclareRelativeForm(forms.Form):
    """A relative who works in the enterprise."""

    employee_no = forms.CharField(label=_("Employee number of the relative"), max_length=32)
    name = forms.CharField(label=_("Name of the relative"), max_length=80)
    since = forms.DateField(label=_("Related since"), widget=DayInput)
    note = forms.CharField(label=_("How you are related"), max_length=200, required=False)
