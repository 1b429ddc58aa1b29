"""Messages by e-mail, through the mail server of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import Channel, Message, Reminder
from notices.senders.faults import (
    ANSWERED,
    NO_CONNECTION,
    NO_MAIL_SERVER,
    ChannelDown,
    Refused,
    SendFault,
    TryLater,
)
from notices.senders.sender import Content, Sender
from notices.wording import words_to_send

_TEMPORARY = range(400, 500)


class EmailSender(Sender):
    """One connection to the mail server, opened at the first message."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel)
        self._connection = get_connection()

    def write(self, message: Message, reminders: Sequence[Reminder], *, today: date) -> Content:
        """What is due, one below the other, soonest first. The links note that it was read, and lead on."""
        told = [words_to_send(reminder, today=today) for reminder in reminders]
        links = [
            settings.PUBLIC_URL + reverse("notices:open", args=[reminder.pk]) if one.link else ""
            for reminder, one in zip(reminders, told, strict=True)
        ]
        if len(told) == 1:
            subject = told[0].title
        else:
            subject = ngettext("%(count)d reminder", "%(count)d reminders", len(told)) % {"count": len(told)}
        parts = [f"{one.title}\n{one.text}\n{link}".strip() for one, link in zip(told, links, strict=True)]
        foot = _(
            "This message was sent by 匠阶 Jiangjie. How you are told you choose there, under your account."
        )
        return Content(" ".join(f"[匠阶] {subject}".split()), "\n\n".join([*parts, f"-- \n{foot}\n"]))

    def send(self, message: Message, content: Content, *, now: datetime) -> str:
        """Hand the message to the mail server under its lasting Message-ID."""
        if not settings.EMAIL_HOST:
            raise ChannelDown(NO_MAIL_SERVER)
        if message.recipient is None:
            raise Refused(f"{ANSWERED}: -")
        host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
        mail = EmailMessage(
            content.subject,
            content.text,
            to=[message.recipient.email],
            headers={
                "Message-ID": f"<{message.message_id}@{host}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            self._hand_over(mail)
        except SMTPServerDisconnected:
            # a server may end a connection after some messages, or after a pause
            self.close()
            self._hand_over_anew(mail)
        return ""

    def close(self) -> None:
        """End the connection; a server that is gone need not be told."""
        with suppress(SMTPException, OSError):
            self._connection.close()

    def _hand_over_anew(self, mail: EmailMessage) -> None:
        try:
            self._hand_over(mail)
        except SMTPServerDisconnected:
            self.close()
            raise ChannelDown(NO_CONNECTION) from None

    def _hand_over(self, mail: EmailMessage) -> None:
        """Whatever concerns the server and not the message is the channel's."""
        try:
            self._connection.open()
            self._connection.send_messages([mail])
        except SMTPServerDisconnected:
            raise
        except SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            raise _of_message(code, said, mail.to[0]) from None
        except SMTPDataError as error:
            raise _of_message(error.smtp_code, error.smtp_error, mail.to[0]) from None
        except SMTPResponseException as error:
            self.close()
            raise ChannelDown(f"{ANSWERED}: {error.smtp_code}") from None
        except (SMTPException, OSError) as error:
            self.close()
            raise ChannelDown(f"{NO_CONNECTION}: {type(error).__name__}") from None


def _of_message(code: int, said: bytes | str, recipient: str) -> SendFault:
    """The server does not take this message, now or ever."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    reason = f"{ANSWERED}: {code} {' '.join(text.replace(recipient, '…').split())}"
    return TryLater(reason) if code in _TEMPORARY else Refused(reason)
