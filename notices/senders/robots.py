"""Robots of group chats: an address to which a text is sent, and which answers with a number.

What they tell is seen by a whole group and kept by a company outside: counts by rule, a link, no names.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from base.outgoing import AddressRefused, Answer, Unreachable, post
from base.reminders import reminder_rules
from notices.models import Message, Reminder
from notices.senders.faults import ANSWERED, PRIVATE_NETWORK, TOO_MANY, ChannelDown, Refused, TryLater
from notices.senders.sender import Content, Sender


class RobotSender(Sender):
    """What both kinds have in common. Both take twenty messages a minute."""

    interval = timedelta(seconds=3.1)

    #: Numbers that stand for "too many, wait", and those that say that the service itself is busy.
    too_many: ClassVar[frozenset[int]]
    busy: ClassVar[frozenset[int]] = frozenset({-1})
    #: How long a robot is left alone that was asked too often.
    rest: ClassVar[timedelta]

    @abstractmethod
    def address(self, now: datetime) -> str:
        """Where the request goes; a signature is good for some minutes."""

    def body(self, message: Message, content: Content) -> dict[str, Any]:
        """The request as the service reads it."""
        return {"msgtype": "text", "text": {"content": content.text}}

    def write(self, message: Message, reminders: Sequence[Reminder], *, today: date) -> Content:
        """How many things are due by each rule, and where to look."""
        subjects: dict[str, set[int]] = defaultdict(set)
        for reminder in reminders:
            subjects[reminder.rule].add(reminder.subject_id)
        rules = reminder_rules()
        lines = [
            _("%(what)s: %(count)d")
            % {"what": rules[name].label if name in rules else name, "count": len(ids)}
            for name, ids in sorted(subjects.items())
        ]
        unit = self.channel.unit.name if self.channel.unit else ""
        title = _("匠阶 reminders of %(unit)s") % {"unit": unit}
        return Content(title, "\n".join([title, *lines, f"{settings.PUBLIC_URL}/"]))

    def send(self, message: Message, content: Content, *, now: datetime) -> str:
        """Ask the robot to say it."""
        body = json.dumps(self.body(message, content), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "X-Message-Id": str(message.message_id)}
        try:
            answer = post(self.address(now), body=body, headers=headers)
        except Unreachable as error:
            raise ChannelDown(str(error)) from None
        except AddressRefused:
            raise ChannelDown(PRIVATE_NETWORK) from None
        return self._read(answer)

    def _read(self, answer: Answer) -> str:
        """Raise unless the robot said it. What it answers in words is not kept: it may quote the address."""
        if answer.status == 429:
            raise ChannelDown(f"{TOO_MANY}: 429", self.rest)
        if answer.status >= 500:
            raise ChannelDown(f"{ANSWERED}: {answer.status}")
        if answer.status != 200:
            raise Refused(f"{ANSWERED}: {answer.status}")
        try:
            number = int(json.loads(answer.body)["errcode"])
        except (ValueError, TypeError, KeyError):
            raise TryLater(f"{ANSWERED}: 200, no errcode") from None
        if number in self.too_many:
            raise ChannelDown(f"{TOO_MANY}: errcode {number}", self.rest)
        if number in self.busy:
            raise TryLater(f"{ANSWERED}: errcode {number}")
        if number:
            raise Refused(f"{ANSWERED}: errcode {number}")
        return "errcode 0"
