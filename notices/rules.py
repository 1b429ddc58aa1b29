"""Who may do what with reminder rules, with what was told, and with the ways out of the system.

HR officers and auditors read what was told about their units; HR officers keep the channels of their units;
HR of the whole group sets the rules and answers for e-mail. The target is the unit it is about.
"""

from __future__ import annotations

import rules
from django.utils.translation import gettext as _

from base.errors import NotPermitted
from base.scoping import AnyUser
from notices.enums import ChannelKind
from notices.models import Channel
from workforce.models import Unit, User
from workforce.rules import is_hr_at_root, is_hr_over, reads_everything

VIEW_RULES = "notices.view_rules"
SET_RULES = "notices.set_rules"
VIEW_TOLD = "notices.view_told"
RESEND = "notices.resend"
KEEP_CHANNELS = "notices.keep_channels"
KEEP_CHANNEL = "notices.keep_channel"


@rules.predicate  # type: ignore[untyped-decorator]
def keeps_channel(user: AnyUser, channel: Channel | None = None) -> bool:
    """Those who keep the channel's unit; e-mail, which is of no unit: HR of the whole group."""
    if channel is None:
        return False
    if channel.kind == ChannelKind.EMAIL or channel.unit is None:
        return bool(is_hr_at_root.test(user))
    return bool(is_hr_over.test(user, channel.unit))


@rules.predicate  # type: ignore[untyped-decorator]
def keeps_unit_told_of(user: AnyUser, unit: Unit | None = None) -> bool:
    """HR over the unit something was told of; what is of no unit: HR of the whole group."""
    return bool(is_hr_at_root.test(user) if unit is None else is_hr_over.test(user, unit))


rules.add_perm(VIEW_RULES, reads_everything)
rules.add_perm(SET_RULES, is_hr_at_root)
rules.add_perm(VIEW_TOLD, reads_everything)
rules.add_perm(RESEND, keeps_unit_told_of)
rules.add_perm(KEEP_CHANNELS, is_hr_over)
rules.add_perm(KEEP_CHANNEL, keeps_channel)


def reads_told(user: AnyUser) -> bool:
    """HR officers and auditors, of whatever unit."""
    return isinstance(user, User) and user.has_perm(VIEW_TOLD)


def require_over(actor: User | None, permission: str, target: Channel | Unit | None) -> None:
    """Raise NotPermitted unless the actor holds the right over a channel or unit; the system (None) may."""
    if actor is not None and not actor.has_perm(permission, target):
        raise NotPermitted(
            _("This is not among your rights. Ask an HR officer of the unit, or of the whole group.")
        )
