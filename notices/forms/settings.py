"""How one wants to be told, as typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.enums import Mode
from notices.queries.preferences import RuleChoice

_PREFIX = "mode-"
#: Leaves it to the rule.
_AS_RULED = "as_ruled"


class TimeOfDayInput(forms.TimeInput):
    """An hour and a minute, asked with the browser's own means."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class SettingsForm(forms.Form):
    """Digest time, quiet hours, and for each rule how one is told."""

    digest_at = forms.TimeField(
        label=_("Daily digest at"),
        widget=TimeOfDayInput,
        help_text=_("What need not be told at once comes in one message a day."),
    )
    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TimeOfDayInput, required=False)
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=TimeOfDayInput,
        required=False,
        help_text=_("Nothing is sent in these hours, also over midnight; it follows afterwards."),
    )

    def __init__(self, *args: Any, choices: Sequence[RuleChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = {_PREFIX + choice.rule: choice for choice in choices}
        for name, choice in self.rules.items():
            as_ruled = _("As usual (%(how)s)") % {"how": choice.as_ruled.label}
            self.fields[name] = forms.ChoiceField(
                label=str(choice.label),
                help_text=str(choice.about),
                choices=[(_AS_RULED, as_ruled), *Mode.choices],
                initial=choice.chosen or _AS_RULED,
            )

    @property
    def told_fields(self) -> list[forms.BoundField]:
        """The rules that told this person something so far."""
        return [self[name] for name, choice in self.rules.items() if choice.was_told]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The rules that have not."""
        return [self[name] for name, choice in self.rules.items() if not choice.was_told]

    @property
    def modes(self) -> dict[str, str | None]:
        """What was chosen for each rule, once the form is valid."""
        chosen = {choice.rule: self.cleaned_data[name] for name, choice in self.rules.items()}
        return {rule: None if mode == _AS_RULED else mode for rule, mode in chosen.items()}
