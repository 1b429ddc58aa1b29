"""A test message, sent while somebody waits: does this channel work?"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from base.errors import Conflict
from notices.enums import ChannelKind
from notices.models import Channel, Message
from notices.rules import KEEP_CHANNEL, require_over
from notices.senders import SENDERS
from notices.senders.faults import SendFault, in_words
from notices.senders.sender import Content, Sender
from workforce.models import User


def send_test(*, actor: User, channel: Channel, now: datetime) -> None:
    """Send a test message by the channel, also one that rests or is off; by e-mail to the actor.

    It is kept in no log. Waits for the receiver, within the limits of `base.outgoing`. Raises NotPermitted;
    Conflict with the reason when it did not arrive.
    """
    require_over(actor, KEEP_CHANNEL, channel)
    if channel.kind == ChannelKind.EMAIL and not actor.email:
        raise Conflict(_("Your account has no e-mail address to send the test to."), code="no_address")
    message = Message(channel=channel, recipient=actor, language=settings.LANGUAGE_CODE, send_after=now)
    sender = SENDERS[channel.kind](channel)
    try:
        sender.send(message, _content(sender, message), now=now)
    except SendFault as fault:
        raise Conflict(
            _("The test message did not arrive: %(reason)s.") % {"reason": in_words(fault.reason)},
            code="test_failed",
        ) from fault
    finally:
        sender.close()


def _content(sender: Sender, message: Message) -> Content:
    if message.channel.kind == ChannelKind.WEBHOOK:
        return sender.write(message, [], today=message.send_after.date())
    words = _("A test of 匠阶 Jiangjie: this channel works.")
    return Content(words, f"{words}\n{settings.PUBLIC_URL}/")
