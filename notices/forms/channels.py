"""What is typed about robots and webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.outward_events import outward_events
from base.scoping import AnyUser
from notices.enums import ChannelKind
from notices.filters import rule_choices
from notices.models import Channel
from workforce.queries.unit_choices import kept_units
from workforce.unit_input import UnitField

_LONGEST_ADDRESS = 2000


def event_choices() -> list[tuple[str, str]]:
    """The outward events by what they are called."""
    return [(name, f"{event.label} ({name})") for name, event in outward_events().items()]


class _AddressField(forms.CharField):
    """A web address that is a secret: typed, never shown again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=_LONGEST_ADDRESS,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
            **kwargs,
        )


class RobotForm(forms.Form):
    """A robot of a group chat, and what it says there."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one.value, one.label) for one in (ChannelKind.WECOM, ChannelKind.DINGTALK)],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"),
        max_length=80,
        help_text=_("For instance the name of the group chat."),
    )
    unit = UnitField(
        label=_("Unit"), help_text=_("The group hears what is due in this unit and below: counts, no names.")
    )
    address = _AddressField(
        label=_("Address of the robot"),
        help_text=_("As the group chat gives it. It is kept sealed and not shown again."),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("DingTalk only, if the robot signs (SEC…)."),
    )
    rules = forms.MultipleChoiceField(
        label=_("What it tells"), choices=rule_choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]


class WebhookForm(forms.Form):
    """Where another system hears what happened."""

    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"),
        max_length=80,
        help_text=_("For instance the system that listens."),
    )
    unit = UnitField(label=_("Unit"), help_text=_("It hears what happens in this unit and below."))
    address = _AddressField(
        label=_("Address"),
        help_text=_("Begins with https://. It is kept sealed and not shown again."),
    )
    event_kinds = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=event_choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]


class ChangeChannelForm(forms.Form):
    """Another name, other things to tell, another address; what is left empty of the secrets stays."""

    name = forms.CharField(label=pgettext_lazy("channel", "Name"), max_length=80)
    rules = forms.MultipleChoiceField(
        label=_("What it tells"), choices=rule_choices, widget=forms.CheckboxSelectMultiple
    )
    event_kinds = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=event_choices, widget=forms.CheckboxSelectMultiple
    )
    address = _AddressField(
        label=_("New address"), required=False, help_text=_("Left empty, the address stays.")
    )
    secret = forms.CharField(
        label=_("New signing secret"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty, the secret stays."),
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        absent = {
            ChannelKind.EMAIL: ("event_kinds", "rules", "address", "secret"),
            ChannelKind.WEBHOOK: ("rules", "secret"),
            ChannelKind.WECOM: ("event_kinds", "secret"),
            ChannelKind.DINGTALK: ("event_kinds",),
        }
        for name in absent[ChannelKind(channel.kind)]:
            del self.fields[name]


class SwitchForm(forms.Form):
    """Why a channel is switched on or off."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
