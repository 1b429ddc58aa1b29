"""How somebody wants to be told outside the inbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.errors import InvalidInput
from base.reminders import reminder_rules
from notices.enums import Mode
from notices.models import Choice, PersonSettings
from workforce.models import User


def save_preferences(
    *,
    actor: User,
    digest_at: time,
    quiet_from: time | None,
    quiet_until: time | None,
    modes: Mapping[str, str | None],
) -> None:
    """Keep digest time and quiet hours (local time) of the actor, and how they are told by these rules.

    A mode of None leaves it to the rule; rules not named stay as they are. Raises InvalidInput.
    """
    with transaction.atomic():
        _keep_times(actor, digest_at, quiet_from, quiet_until)
        _keep_modes(actor, modes)


def _keep_times(actor: User, digest_at: time, quiet_from: time | None, quiet_until: time | None) -> None:
    if (quiet_from is None) != (quiet_until is None):
        field = "quiet_from" if quiet_from is None else "quiet_until"
        raise InvalidInput(
            _("Quiet hours have a beginning and an end; leave both empty for none."),
            code="quiet_hours_incomplete",
            field=field,
        )
    if quiet_from is not None and quiet_from == quiet_until:
        raise InvalidInput(
            _("Quiet hours that end when they begin leave no hour to be told in."),
            code="quiet_hours_empty",
            field="quiet_until",
        )
    PersonSettings.objects.update_or_create(
        user=actor, defaults={"digest_at": digest_at, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )


def _keep_modes(actor: User, modes: Mapping[str, str | None]) -> None:
    if not modes.keys() <= reminder_rules().keys():
        raise InvalidInput(_("There is no such rule."), code="rule_unknown", field="modes")
    if not {mode for mode in modes.values() if mode} <= set(Mode.values):
        raise InvalidInput(_("There is no such way to be told."), code="mode_unknown", field="modes")
    as_ruled = [rule for rule, mode in modes.items() if not mode]
    Choice.objects.filter(user=actor, rule__in=as_ruled).delete()
    Choice.objects.bulk_create(
        [Choice(user=actor, rule=rule, mode=mode) for rule, mode in modes.items() if mode],
        update_conflicts=True,
        unique_fields=["user", "rule"],
        update_fields=["mode"],
    )
