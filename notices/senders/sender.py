"""What sends the messages of one channel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from notices.models import Channel, Message, Reminder


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says."""

    subject: str
    text: str


class Sender(ABC):
    """Sends the messages of a channel, one after the other; used by one thread."""

    #: The least time between two messages of a channel; None: as quick as they go.
    interval: ClassVar[timedelta | None] = None

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    @abstractmethod
    def write(self, message: Message, reminders: Sequence[Reminder], *, today: date) -> Content:
        """The message in the language in force. Whatever it raises fails this message alone."""

    @abstractmethod
    def send(self, message: Message, content: Content, *, now: datetime) -> str:
        """Send it, and return what is worth keeping of the receiver's answer.

        Raises TryLater, ChannelDown or Refused. Every wait in it has an end.
        """

    def close(self) -> None:
        """Let go of connections."""
        return
