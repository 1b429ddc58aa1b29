"""What was told, with everything that left the system for it."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from base.scoping import AnyUser
from notices.models import Attempt, Message, MessageItem, Reminder

#: Sealed columns of the rows read along, which no list opens.
_SEALED = ("worker__id_number", "worker__id_number_index")
_SEALED_CHANNEL = ("channel__address", "channel__secret")


def told_reminders(user: AnyUser) -> QuerySet[Reminder]:
    """The reminders a person may look at, with whom they told, about whom, and their messages.

    Two statements, however many rows.
    """
    items = MessageItem.objects.select_related("message", "channel").defer(*_SEALED_CHANNEL)
    rows = Reminder.objects.visible_to(user).select_related("recipient__worker", "worker", "unit")
    return rows.defer(*_SEALED, *(f"recipient__{name}" for name in _SEALED)).prefetch_related(
        Prefetch("items", queryset=items.order_by("channel__kind", "channel__name", "pk"))
    )


def messages_of(reminder: Reminder) -> list[Message]:
    """The messages that tell a reminder, with their channel and every attempt. Two statements."""
    messages = Message.objects.filter(items__reminder=reminder).select_related("channel__unit")
    tries = Prefetch("tries", queryset=Attempt.objects.order_by("number"))
    return list(messages.defer(*_SEALED_CHANNEL).prefetch_related(tries).order_by("channel__kind", "pk"))


def told_beside(reminder: Reminder, user: AnyUser) -> QuerySet[Reminder]:
    """What else was told of the same matter: earlier and later, to others, to the head. Newest first."""
    rows = Reminder.objects.visible_to(user).filter(rule=reminder.rule, subject_id=reminder.subject_id)
    return rows.exclude(pk=reminder.pk).select_related("recipient__worker").order_by("-id")
