"""What people may ask about their own data: to have it in hand, and to have it erased once they left."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.models import Job, StoredFile
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import Role
from workforce.models.worker import Worker


class PersonalExportQuerySet(ScopedQuerySet["PersonalExport"]):
    """Reads of exports of one person's data."""

    def scope_for(self, user: AnyUser) -> PersonalExportQuerySet:
        """Those about oneself, those one asked for, and those about the people one keeps or audits."""
        from workforce.access import Access  # models load before the access rules that read them

        access = Access.of(user)
        reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.filter(Q(asked_by=user.pk) | access.rows(reached, worker="worker", unit="worker__unit"))


class PersonalExport(models.Model):
    """Everything about one worker, asked for by the worker or by HR with a reason; the worker sees who did.

    `with_id_number`: the id number stands in it in full (the worker's own, or after a logged reading). The
    file goes to the asker alone and is kept until `file.expires_at`.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="personal_exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Asked at"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    with_id_number = models.BooleanField(_("With the whole id number"), default=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("Made at"), null=True, blank=True)

    objects = PersonalExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Export of personal data")
        verbose_name_plural = _("Exports of personal data")
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.worker_id} {self.asked_at:%Y-%m-%d}"


@tracked()
class Erasure(models.Model):
    """The erasing of what identifies a person who left: asked for by one officer, confirmed by another.

    `erased_at` is set in the transaction that erased; there is no way back from it.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="erasures")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("Asked at"))
    reason = models.CharField(_("Reason"), max_length=200)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField(_("Erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Erasure")
        verbose_name_plural = _("Erasures")
        ordering = ("-asked_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(name="erasure_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="erasure_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="erasure_only_when_confirmed",
                condition=Q(erased_at__isnull=True) | Q(confirmed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("worker",), condition=Q(withdrawn_at__isnull=True), name="erasure_once_a_worker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.asked_at:%Y-%m-%d}"
