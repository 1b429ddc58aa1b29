"""Scans that prove a record and were handed in beside its first evidence, or after it was recorded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from skills.models.fact import ApprenticeshipCompletion, Diploma, EmploymentSpell, MonthlyWage, Title
from skills.models.grade import GradeRecord
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet

#: The columns of which exactly one says what a document proves, by the kind of record.
PROVES = ("spell", "title", "diploma", "apprenticeship", "wage", "grade")


class DocumentQuerySet(OfWorkersQuerySet["Document"]):
    """Reads of documents."""

    def current(self) -> DocumentQuerySet:
        """Documents not taken back."""
        return self.filter(voided_at__isnull=True)


def _proves(model: type[models.Model], label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=label
    )


def _proves_one_record() -> Q:
    """Exactly one of the columns names a record."""
    shape = Q()
    for name in PROVES:
        shape |= Q(**{f"{other}__isnull": other != name for other in PROVES})
    return shape


@tracked()
class Document(models.Model):
    """A scan that proves one record of a worker. When the record is corrected, it goes on with the new row.

    A grade's row can never change, so a later scan cannot stand in the row itself. Taken back, never deleted.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="documents", verbose_name=_("Worker"))
    spell = _proves(EmploymentSpell, _("Employment spell"))
    title = _proves(Title, _("Professional title"))
    diploma = _proves(Diploma, _("Diploma"))
    apprenticeship = _proves(ApprenticeshipCompletion, _("Completed apprenticeship"))
    wage = _proves(MonthlyWage, _("Monthly wage"))
    grade = _proves(GradeRecord, _("Grade"))
    file = models.ForeignKey("base.StoredFile", models.PROTECT, related_name="+", verbose_name=_("File"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("Added at"))
    voided_at = models.DateTimeField(_("Voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(_("Reason for voiding"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Document")
        verbose_name_plural = _("Documents")
        ordering = ("worker_id", "id")
        constraints = [
            models.CheckConstraint(name="document_proves_one_record", condition=_proves_one_record())
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.file_id}"
