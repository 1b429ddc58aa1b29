"""What somebody was reminded of."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind
from base.scoping import AnyUser, ScopedQuerySet
from notices.enums import Ending
from workforce.access import Access
from workforce.enums import Role
from workforce.models import Unit, Worker


class ReminderQuerySet(ScopedQuerySet["Reminder"]):
    """Reads of reminders."""

    def scope_for(self, user: AnyUser) -> ReminderQuerySet:
        """One's own, and those about the units one keeps or audits (of no unit: who reaches everything)."""
        reached = Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR)
        return (
            self.all() if reached.is_everything else self.filter(Q(recipient=user.pk) | reached.rows("unit"))
        )

    def open(self) -> ReminderQuerySet:
        """Those in an inbox."""
        return self.filter(ended_at__isnull=True)


class Reminder(models.Model):
    """One thing told to one person once: unique by rule, subject, recipient, due day and lead.

    `subject_id` is a row of the table the rule is about; `worker` whom it is about, `unit` where. `lead` is
    the lead that was reached (for an escalation: minus the days over). A projection of the facts: made, ended
    and opened again by `notices.services.making` alone; people only read it (`read_at`) or put a notice away.
    `composed_at` is None until the messages that tell it outside are composed, or none is due.
    """

    rule = models.CharField(_("Rule"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=10, choices=ReminderKind.choices)
    subject_id = models.BigIntegerField(_("About"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reminders",
        db_index=False,
        verbose_name=_("Told"),
    )
    due_on = models.DateField(_("Due on"))
    lead = models.SmallIntegerField(_("Days before"))
    is_escalation = models.BooleanField(_("Told as head of the unit"), default=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("Unit")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("Worker")
    )
    values = models.JSONField(_("Values"), default=dict)
    made_at = models.DateTimeField(_("Told at"))
    composed_at = models.DateTimeField(_("Sent on its way at"), null=True)
    read_at = models.DateTimeField(_("Read at"), null=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True)
    ended_as = models.CharField(
        _("Ended as"), max_length=10, choices=Ending.choices, default=Ending.OPEN, blank=True
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reminder")
        verbose_name_plural = _("Reminders")
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("rule", "subject_id", "recipient", "due_on", "lead", "is_escalation"),
                name="reminder_told_once",
            ),
            models.CheckConstraint(name="reminder_kind_is_known", condition=Q(kind__in=ReminderKind.values)),
            models.CheckConstraint(
                name="reminder_ends_in_a_way",
                condition=Q(ended_at__isnull=True, ended_as="")
                | Q(ended_at__isnull=False, ended_as__in=[one for one in Ending.values if one]),
            ),
            # what is to be done goes when it is done
            models.CheckConstraint(
                name="reminder_todo_is_not_put_away", condition=~Q(kind="todo", ended_as="dismissed")
            ),
        ]
        indexes: ClassVar = [
            # the inbox and its count
            models.Index(
                fields=("recipient", "due_on", "id"),
                condition=Q(ended_at__isnull=True),
                name="reminder_inbox",
            ),
            # what left an inbox, the latest first
            models.Index(
                fields=("recipient", "-ended_at"),
                condition=Q(ended_at__isnull=False) & ~Q(ended_as="superseded"),
                name="reminder_left_inbox",
            ),
            # what a rule ends, of some workers or of all
            models.Index(
                fields=("rule", "worker"), condition=Q(ended_at__isnull=True), name="reminder_open_of_rule"
            ),
            # "was this person told": by recipient, about a worker; what a rule told: newest first
            models.Index(fields=("recipient", "-id"), name="reminder_of_recipient"),
            models.Index(
                fields=("worker", "-id"), condition=Q(worker__isnull=False), name="reminder_of_worker"
            ),
            models.Index(fields=("rule", "-id"), name="reminder_of_rule"),
            # what HR of some units sees of it
            models.Index(fields=("unit", "-id"), condition=Q(unit__isnull=False), name="reminder_of_unit"),
            # what the next composing of messages looks at
            models.Index(
                fields=("id",),
                condition=Q(composed_at__isnull=True, ended_at__isnull=True),
                name="reminder_to_compose",
            ),
            # the nightly purge
            models.Index(fields=("ended_at",), condition=Q(ended_at__isnull=False), name="reminder_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id} → {self.recipient_id} {self.due_on}"
