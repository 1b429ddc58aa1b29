"""What happened, once per happening, and how far each consumer has got with it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext_lazy as _

from base.triggers import append_only


class DomainEvent(models.Model):
    """One thing that happened, written in the transaction that made it happen. Never changed.

    `subject` names what it is about (such as "skills.worker"), `subject_id` which one; `payload` holds
    ids and plain values, never personal data.
    """

    kind = models.CharField(_("kind"), max_length=100)
    subject = models.CharField(_("subject"), max_length=100)
    subject_id = models.BigIntegerField(_("subject id"))
    payload = models.JSONField(_("payload"), default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("caused by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    occurred_at = models.DateTimeField(_("occurred at"))

    class Meta:
        verbose_name = _("domain event")
        verbose_name_plural = _("domain events")
        indexes: ClassVar = [
            # read by the timeline of a record
            models.Index(fields=["subject", "subject_id", "-id"], name="base_event_of_subject"),
            # the same for acts with many workers at once, which name them in the payload
            GinIndex(
                OpClass(KeyTransform("worker_ids", "payload"), name="jsonb_path_ops"),
                name="base_event_of_workers",
            ),
        ]
        triggers: ClassVar = append_only()

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.subject_id}"


class EventDelivery(models.Model):
    """One event owed to one consumer: due until `consumed_at`, or given up at `failed_at`."""

    event = models.ForeignKey(DomainEvent, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(_("consumer"), max_length=100)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True, default="")
    consumed_at = models.DateTimeField(_("consumed at"), null=True)
    failed_at = models.DateTimeField(_("given up at"), null=True)

    class Meta:
        verbose_name = _("event delivery")
        verbose_name_plural = _("event deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "consumer"], name="base_delivery_once_per_consumer"),
            models.CheckConstraint(
                condition=models.Q(consumed_at__isnull=True) | models.Q(failed_at__isnull=True),
                name="base_delivery_consumed_or_failed",
            ),
        ]
        indexes: ClassVar = [
            # read by dispatch_events
            models.Index(
                fields=["due_at", "id"],
                name="base_delivery_due",
                condition=models.Q(consumed_at__isnull=True, failed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.event_id}"
