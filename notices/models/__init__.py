"""Tables of reminders and of what leaves the system, a file per noun."""

from notices.models.channel import Channel
from notices.models.message import Attempt, Message, MessageItem
from notices.models.preference import CalendarLink, Choice, PersonSettings
from notices.models.reminder import Reminder
from notices.models.rule_policy import RulePolicy

__all__ = [
    "Attempt",
    "CalendarLink",
    "Channel",
    "Choice",
    "Message",
    "MessageItem",
    "PersonSettings",
    "Reminder",
    "RulePolicy",
]
