"""What leaves the system: messages, what they tell, and every attempt to send them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from base.models import DomainEvent
from base.scoping import AnyUser, ScopedQuerySet
from notices.enums import AttemptOutcome, MessageState
from notices.models.channel import Channel
from notices.models.reminder import Reminder
from workforce.access import Access
from workforce.enums import Role


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Reads of messages."""

    def scope_for(self, user: AnyUser) -> MessageQuerySet:
        """One's own, those that tell of the units one keeps or audits, and those of these units' channels."""
        reached = Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR)
        if reached.is_everything:
            return self.all()
        told = MessageItem.objects.filter(reached.rows("reminder__unit"), message=OuterRef("pk"))
        return self.filter(Q(recipient=user.pk) | Q(Exists(told)) | reached.rows("channel__unit"))


class Message(models.Model):
    """One message by one channel: to a person, into a group chat, or of an event to a webhook.

    `message_id` stays the same over all attempts, so that the receiver can drop a repeat. It is sent once
    `send_after` has come. Who sends holds it until `lease_until` under the fence `lease_by`, and `send_after`
    moves there meanwhile; after an attempt in vain it moves on. `attempts` counts those that speak against
    the message itself; every one is kept as an `Attempt`.
    """

    message_id = models.UUIDField(_("Message id"), unique=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="messages", db_index=False, verbose_name=_("Channel")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="messages",
        verbose_name=_("Told"),
    )
    event = models.ForeignKey(
        DomainEvent, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("Event")
    )
    is_digest = models.BooleanField(_("Digest"), default=False)
    language = models.CharField(_("Language"), max_length=10)
    send_after = models.DateTimeField(_("Not before"))
    state = models.CharField(
        _("State"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    lease_until = models.DateTimeField(_("Held until"), null=True)
    lease_by = models.UUIDField(_("Held by"), null=True)
    last_error = models.CharField(_("Last error"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("Sent at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        ordering = ("-id",)
        constraints: ClassVar = [
            models.CheckConstraint(name="message_state_is_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_sent_at_a_time",
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
            ),
            # an event leaves once by a channel, and is found by it
            models.UniqueConstraint(
                fields=("event", "channel"),
                condition=Q(event__isnull=False),
                name="message_event_leaves_once",
            ),
        ]
        indexes: ClassVar = [
            # what is to be sent now, by each channel: one that rests is not passed through
            models.Index(
                fields=("channel", "send_after", "id"), condition=Q(state="queued"), name="message_to_send"
            ),
            # who is at it
            models.Index(
                fields=("lease_until", "lease_by"),
                condition=Q(lease_until__isnull=False),
                name="message_being_sent",
            ),
            # what a channel did last, and what failed there
            models.Index(fields=("channel", "state", "-sent_at"), name="message_of_channel"),
            # the log of a channel, newest first
            models.Index(fields=("channel", "-id"), name="message_log"),
        ]

    def __str__(self) -> str:
        return str(self.message_id)


class MessageItem(models.Model):
    """A reminder told by a message; by one channel it leaves once."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="items")
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="items", db_index=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("Told by message")
        verbose_name_plural = _("Told by messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("reminder", "channel"), name="message_item_leaves_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.reminder_id}"


class Attempt(models.Model):
    """One attempt to send a message; without an end the sender died or is at it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries", db_index=False)
    number = models.PositiveSmallIntegerField(_("Attempt"))
    started_at = models.DateTimeField(_("Began at"))
    ended_at = models.DateTimeField(_("Ended at"), null=True)
    outcome = models.CharField(
        _("Outcome"),
        max_length=10,
        choices=AttemptOutcome.choices,
        default=AttemptOutcome.UNDER_WAY,
        blank=True,
    )
    detail = models.CharField(_("Detail"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Attempt to send")
        verbose_name_plural = _("Attempts to send")
        ordering = ("message_id", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("message", "number"), name="attempt_numbered_in_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} #{self.number}"
