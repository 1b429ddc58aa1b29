"""A way out of the system."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.encryption import EncryptedTextField
from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from notices.enums import ChannelKind
from workforce.access import Access
from workforce.enums import Role
from workforce.models import Unit


class ChannelQuerySet(ScopedQuerySet["Channel"]):
    """Reads of channels."""

    def scope_for(self, user: AnyUser) -> ChannelQuerySet:
        """Those of the units one keeps or audits; e-mail, which is of no unit, with the whole group."""
        reached = Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.all() if reached.is_everything else self.filter(reached.rows("unit"))


@tracked(exclude=["address", "secret", "paused_until", "consecutive_failures", "next_free_at"])
class Channel(models.Model):
    """E-mail, the robot of a group chat, or a webhook of a unit.

    `address` and `secret` are sealed: whoever knows them can write into the group. A robot is told of
    `rules`, a webhook of `event_kinds`. After failures in a row the channel rests until `paused_until`;
    `next_free_at` keeps the rate the receiver allows.
    """

    kind = models.CharField(_("Kind"), max_length=10, choices=ChannelKind.choices)
    name = models.CharField(_("Name"), max_length=80)
    address = EncryptedTextField(_("Address"), null=True, blank=True)
    secret = EncryptedTextField(_("Secret"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit")
    )
    rules = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("Rules"))
    event_kinds = ArrayField(
        models.CharField(max_length=100), default=list, blank=True, verbose_name=_("Events")
    )
    is_on = models.BooleanField(_("On"), default=True)
    paused_until = models.DateTimeField(_("Rests until"), null=True, blank=True)
    consecutive_failures = models.PositiveIntegerField(_("Failures in a row"), default=0)
    next_free_at = models.DateTimeField(_("Next free at"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("Added at"))

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("Channel")
        verbose_name_plural = _("Channels")
        ordering = ("kind", "name")
        constraints: ClassVar = [
            models.CheckConstraint(name="channel_kind_is_known", condition=Q(kind__in=ChannelKind.values)),
            models.UniqueConstraint(
                fields=("kind",), condition=Q(kind="email"), name="channel_one_for_email"
            ),
            # all but e-mail, whose server stands in the settings, lead somewhere on behalf of a unit
            models.CheckConstraint(
                name="channel_leads_somewhere",
                condition=Q(kind="email", address__isnull=True, unit__isnull=True)
                | Q(address__isnull=False, unit__isnull=False) & ~Q(kind="email"),
            ),
        ]

    def __str__(self) -> str:
        return str(ChannelKind.EMAIL.label) if self.kind == ChannelKind.EMAIL else self.name
