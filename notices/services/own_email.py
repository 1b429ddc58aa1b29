"""The e-mail address one's messages go to: it counts once a link sent there was opened by its owner."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, Missing
from base.text import clean
from base.throttling import count
from notices.enums import ChannelKind
from notices.models import Channel, Message
from notices.senders.email import EmailSender
from notices.senders.faults import SendFault, in_words
from notices.senders.sender import Content
from workforce.models import User
from workforce.services.accounts import set_email

#: How long a link counts.
VALID_FOR = timedelta(days=1)
#: How many links one person may ask for in an hour.
MOST_AN_HOUR = 5
_SALT = "notices.own_email"
_LONGEST = 254


def ask_email(*, actor: User, address: str, now: datetime) -> None:
    """Send a link to the address; nothing changes until it is opened. Waits for the mail server.

    Raises InvalidInput for what is no address or not of a domain the settings allow; Conflict when no mail
    can be sent, or too many were asked for.
    """
    address = clean(address)
    _require_address(address)
    if not settings.EMAIL_HOST:
        raise Conflict(_("This system sends no e-mail."), code="no_mail_server")
    if count(f"notices:email:{actor.pk}", 3600) > MOST_AN_HOUR:
        raise Conflict(_("Too many links were asked for. Try again in an hour."), code="too_many_links")
    token = email_link_token(actor=actor, address=address)
    link = f"{settings.PUBLIC_URL}{reverse('notices:email_confirm', args=[token])}"
    text = _(
        "%(name)s wants to-dos and notices to be sent to this address. Open the link within a day, "
        "signed in, to confirm it:\n\n%(link)s\n\nIf it was not you, do nothing."
    ) % {"name": str(actor), "link": link}
    subject = _("Confirm your e-mail address")
    message = Message(channel=Channel(kind=ChannelKind.EMAIL), recipient=User(email=address), send_after=now)
    sender = EmailSender(message.channel)
    try:
        sender.send(message, Content(f"[匠阶] {subject}", text), now=now)
    except SendFault as fault:
        raise Conflict(
            _("The link could not be sent: %(reason)s.") % {"reason": in_words(fault.reason)},
            code="not_sent",
        ) from fault
    finally:
        sender.close()


def email_link_token(*, actor: User, address: str) -> str:
    """The secret of a link that confirms the address."""
    return signing.dumps(_signed(actor, address), salt=_SALT, compress=True)


def asked_email(*, actor: User, token: str) -> str:
    """The address a link is about. Raises Missing for another's link, an old one, and one that was used."""
    try:
        signed = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        signed = None
    if signed is None or signed != _signed(actor, signed["email"]):
        raise Missing(_("This link counts no more. Ask for a new one."))
    return str(signed["email"])


def confirm_email(*, actor: User, token: str) -> None:
    """Send the actor's messages to the address of the link from now on. Raises Missing as `asked_email`."""
    set_email(actor=actor, email=asked_email(actor=actor, token=token))


def remove_email(*, actor: User) -> None:
    """Send the actor nothing by e-mail any more."""
    set_email(actor=actor, email="")


def _signed(actor: User, address: str) -> dict[str, object]:
    """What a link says; with the address so far, so that it counts once."""
    return {"user": actor.pk, "email": address, "was": actor.email}


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > _LONGEST:
        raise InvalidInput(_("This is no e-mail address."), code="no_address", field="address")
    domain = address.rpartition("@")[2].lower()
    allowed = [one.lower() for one in settings.EMAIL_DOMAINS]
    if allowed and domain not in allowed:
        raise InvalidInput(
            _("Only addresses of %(domains)s may be used here.") % {"domains": ", ".join(allowed)},
            code="foreign_domain",
            field="address",
        )
