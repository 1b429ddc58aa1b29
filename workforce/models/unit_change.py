"""What is changed in the organisation, with the day it takes effect: planned, in force, or taken back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import UnitChangeKind, UnitChangeState
from workforce.models.unit import Unit


class UnitChangeQuerySet(ScopedQuerySet["UnitChange"]):
    """Reads of changes of units."""

    def scope_for(self, user: AnyUser) -> UnitChangeQuerySet:
        """The changes of the units whose people the user sees."""
        from workforce.access import Access  # models load before the access rules that read them

        return self.filter(Access.of(user).sight.rows("unit"))


@tracked()
class UnitChange(models.Model):
    """A change of one unit from `effective_on` on. Planned ones are applied when their day has come.

    `old_text` and `new_text` hold names or codes; `old_parent` and `other` the unit above before and after a
    move, `other` also the unit merged into. `blocked_why` says why a due one could not be applied yet.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name=_("Unit"))
    kind = models.CharField(_("Kind"), max_length=8, choices=UnitChangeKind.choices)
    effective_on = models.DateField(_("From"))
    state = models.CharField(_("State"), max_length=10, choices=UnitChangeState.choices)
    old_text = models.CharField(max_length=100, blank=True)
    new_text = models.CharField(max_length=100, blank=True)
    old_parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="changes_into")
    moved_worker_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    moved_unit_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reason = models.CharField(_("Reason"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Recorded by")
    )
    recorded_at = models.DateTimeField(_("Recorded at"), auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    blocked_why = models.TextField(blank=True)

    objects = UnitChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Change of a unit")
        verbose_name_plural = _("Changes of units")
        ordering = ("-effective_on", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_change_kind_is_known", condition=Q(kind__in=UnitChangeKind.values)
            ),
            models.CheckConstraint(
                name="unit_change_state_is_known", condition=Q(state__in=UnitChangeState.values)
            ),
            models.CheckConstraint(name="unit_change_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="unit_change_says_when_applied",
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("unit", "kind"),
                condition=Q(state="planned"),
                name="unit_change_planned_once_a_kind",
            ),
        ]
        indexes: ClassVar = [
            # the nightly task: planned changes whose day has come
            models.Index(fields=("effective_on", "id"), condition=Q(state="planned"), name="unit_change_due"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.effective_on}"
