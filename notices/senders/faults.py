"""What a sender raises when a message did not arrive. Reasons hold no address and no secret."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext, gettext_noop

NO_NAME = gettext_noop("the host name is not known")
NO_CONNECTION = gettext_noop("no connection")
NO_ANSWER = gettext_noop("no answer in time")
BAD_CERTIFICATE = gettext_noop("the receiver's certificate was not accepted")
PRIVATE_NETWORK = gettext_noop("the address leads into a private network")
NO_MAIL_SERVER = gettext_noop("no mail server is set")
NOT_IN_WORDS = gettext_noop("it could not be put into words")
BROKE_OFF = gettext_noop("sending broke off")
DIED = gettext_noop("whoever sent it broke off each time")
TOO_MANY = gettext_noop("too many messages")
ANSWERED = gettext_noop("the receiver answered")


class SendFault(Exception):
    """A message did not arrive; `reason` begins with one of the phrases above and is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(SendFault):
    """The receiver does not take this message now: it is tried again, so many times."""


class ChannelDown(SendFault):
    """Nothing gets through this channel: it rests (`rest`, or longer each time), and the others go on."""

    def __init__(self, reason: str, rest: timedelta | None = None) -> None:
        super().__init__(reason)
        self.rest = rest


class Refused(SendFault):
    """The receiver will never take this message: it has failed."""


def in_words(reason: str) -> str:
    """A kept reason in the language in force: its phrase is translated, what the receiver said stays."""
    phrase, colon, said = reason.partition(": ")
    return f"{gettext(phrase)}{colon}{said}" if phrase else ""
