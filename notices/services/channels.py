"""The ways out of the system: robots and webhooks of units, and e-mail.

HR over the unit keeps its channels, HR of the whole group e-mail. Addresses and secrets are sealed, shown to
nobody again, and never in an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.edit_marks import Shown, refuse_if_changed
from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from base.outgoing import check_address
from base.reminders import reminder_rules
from base.text import clean
from notices.enums import ChannelKind
from notices.models import Channel
from notices.rules import KEEP_CHANNEL
from workforce.models import Unit, User
from workforce.services.reasons import authored, required_reason

ADDED, CHANGED = "notices.channel_added", "notices.channel_changed"
SWITCHED_ON, SWITCHED_OFF = "notices.channel_switched_on", "notices.channel_switched_off"

LABELS = {"name": pgettext_lazy("channel", "Name"), "rules": _("Rules"), "event_kinds": _("Events")}


@dataclass(frozen=True, kw_only=True)
class ChannelValues:
    """What a person enters; a robot is told of `rules`, a webhook of `event_kinds`."""

    name: str
    rules: Sequence[str] = ()
    event_kinds: Sequence[str] = ()


def add_channel(
    *,
    actor: User | None,
    kind: ChannelKind,
    unit: Unit,
    values: ChannelValues,
    address: str,
    secret: str = "",
    now: datetime,
) -> Channel:
    """A robot or webhook of a unit, on from now.

    Raises NotPermitted, InvalidInput (`name`, `rules`, `event_kinds`, `address`): nothing chosen, a rule that
    is not declared, an address that is none or leads into a private network.
    """
    if kind == ChannelKind.EMAIL:
        raise Conflict(_("There is one channel for e-mail already."), code="one_for_email")
    channel = Channel(kind=kind, unit=unit, added_by=actor, added_at=now)
    _require_keeper(actor, channel)
    _take_values(channel, values)
    channel.address, channel.secret = _checked_address(address), secret.strip() or None
    with transaction.atomic():
        channel.save()
        _record(ADDED, channel, actor, now)
    return channel


def change_channel(
    *,
    actor: User | None,
    channel: Channel,
    values: ChannelValues,
    address: str | None = None,
    secret: str | None = None,
    now: datetime,
    shown: Shown | None = None,
) -> Channel:
    """Change name and what it is told of; a new address or secret takes the old one's place (None keeps it).

    A new address is tried at once. Raises as `add_channel`, and ChangedMeanwhile.
    """
    _require_keeper(actor, channel)
    checked = _checked_address(address) if address is not None else None
    with transaction.atomic(), authored(actor, ""):
        held = Channel.objects.select_for_update().get(pk=channel.pk)
        refuse_if_changed(shown, marked_values(held), LABELS)
        _take_values(held, values)
        if checked is not None:
            held.address, held.paused_until, held.consecutive_failures = checked, None, 0
        if secret is not None:
            held.secret = secret.strip() or None
        held.save()
        _record(CHANGED, held, actor, now)
    return held


def switch_channel(
    *, actor: User | None, channel: Channel, is_on: bool, reason: str, now: datetime
) -> Channel:
    """Switch a channel on or off; what waits in it then waits on.

    Raises NotPermitted, InvalidInput without a reason, Conflict when it is so already.
    """
    _require_keeper(actor, channel)
    kept = required_reason(reason)
    with transaction.atomic(), authored(actor, kept):
        held = Channel.objects.select_for_update().get(pk=channel.pk)
        if held.is_on == is_on:
            raise Conflict(_("It is so already."), code="so_already")
        held.is_on, held.paused_until, held.consecutive_failures = is_on, None, 0
        held.save(update_fields=["is_on", "paused_until", "consecutive_failures"])
        _record(SWITCHED_ON if is_on else SWITCHED_OFF, held, actor, now)
    return held


def marked_values(channel: Channel) -> dict[str, Any]:
    """What an edit mark of a channel holds."""
    return {
        "name": channel.name,
        "rules": ", ".join(sorted(channel.rules)),
        "event_kinds": ", ".join(sorted(channel.event_kinds)),
    }


def _require_keeper(actor: User | None, channel: Channel) -> None:
    if actor is not None and not actor.has_perm(KEEP_CHANNEL, channel):
        raise NotPermitted(_("HR over the unit keeps its channels, HR of the whole group e-mail."))


def _take_values(channel: Channel, values: ChannelValues) -> None:
    name = clean(values.name)[:80]
    if not name:
        raise InvalidInput(_("Please give a name."), code="name_missing", field="name")
    rules, event_kinds = sorted(set(values.rules)), sorted(set(values.event_kinds))
    if not reminder_rules().keys() >= set(rules):
        raise InvalidInput(_("There is no such rule."), code="rule_unknown", field="rules")
    if channel.kind == ChannelKind.WEBHOOK and not event_kinds:
        raise InvalidInput(_("Choose what it is told of."), code="nothing_chosen", field="event_kinds")
    if channel.kind in (ChannelKind.WECOM, ChannelKind.DINGTALK) and not rules:
        raise InvalidInput(_("Choose what it is told of."), code="nothing_chosen", field="rules")
    channel.name, channel.rules, channel.event_kinds = name, rules, event_kinds


def _checked_address(address: str) -> str:
    given = address.strip()
    check_address(given, field="address")
    return given


def _record(kind: str, channel: Channel, actor: User | None, now: datetime) -> None:
    record_event(
        kind,
        subject="notices.channel",
        subject_id=channel.pk,
        payload={"kind": channel.kind, "unit_id": channel.unit_id},
        actor=actor,
        now=now,
    )
