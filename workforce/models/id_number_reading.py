"""Who read a resident id number in full, and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser, ScopedQuerySet
from base.triggers import append_only
from workforce.enums import Role
from workforce.models.worker import Worker


class IdNumberReadingQuerySet(ScopedQuerySet["IdNumberReading"]):
    """Reads of the log."""

    def scope_for(self, user: AnyUser) -> IdNumberReadingQuerySet:
        """Readings of one's own number, and of the people one keeps or audits."""
        from workforce.access import Access  # models load before the access rules that read them

        access = Access.of(user)
        reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
        whole = access.rows(reached, worker="worker", unit="worker__unit")
        merged = access.rows(reached, worker="worker__merged_into", unit="worker__merged_into__unit")
        return self.filter(whole | merged)

    def about(self, worker: Worker) -> IdNumberReadingQuerySet:
        """Readings of the worker's number, also those made on records merged into this one since."""
        return self.filter(Q(worker=worker) | Q(worker__merged_into=worker))


class IdNumberReading(models.Model):
    """One reading of a worker's full id number; written before the number is shown, never changed."""

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="id_number_readings", verbose_name=_("Worker")
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Read by")
    )
    reason = models.CharField(_("Reason"), max_length=200)
    read_at = models.DateTimeField(_("Read at"))

    objects = IdNumberReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reading of an id number")
        verbose_name_plural = _("Readings of id numbers")
        ordering = ("-read_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(name="id_number_reading_has_reason", condition=~Q(reason="")),
        ]
        triggers: ClassVar = append_only()

    def __str__(self) -> str:
        return f"{self.worker_id} {self.read_at:%Y-%m-%d}"
