"""How somebody wants to be told."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.enums import Mode


class PersonSettings(models.Model):
    """Quiet hours and the time of the digest, in local time; without a row the shipped ones hold.

    Quiet hours may pass midnight (22:00 to 07:00); both are set or neither. With `digest_on_working_days` the
    digest of a day off comes on the next working day.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings")
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("Quiet until"), null=True, blank=True)
    digest_at = models.TimeField(_("Daily digest at"), default=time(8, 30))
    digest_on_working_days = models.BooleanField(_("Digest on working days only"), default=False)

    class Meta:
        verbose_name = _("How somebody is told")
        verbose_name_plural = _("How people are told")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="person_settings_quiet_from_until",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Choice(models.Model):
    """How somebody wants to be told by one rule; without a row as the rule says."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", db_index=False
    )
    rule = models.CharField(_("Rule"), max_length=100)
    mode = models.CharField(_("How"), max_length=10, choices=Mode.choices)

    class Meta:
        verbose_name = _("Choice of how to be told")
        verbose_name_plural = _("Choices of how to be told")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "rule"), name="choice_once_a_rule"),
            models.CheckConstraint(name="choice_mode_is_known", condition=Q(mode__in=Mode.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.rule}: {self.mode}"


class CalendarLink(models.Model):
    """A secret address from which a calendar program fetches somebody's dates; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_links")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(_("Made at"))
    revoked_at = models.DateTimeField(_("Revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Calendar link")
        verbose_name_plural = _("Calendar links")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("user",), condition=Q(revoked_at__isnull=True), name="calendar_link_one_a_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
