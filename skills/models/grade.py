"""The grade record: the only place a level is stated. Append-only."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skills.enums import GradeBasis, GradeKind, Level
from skills.models.occupation import Occupation
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet


class GradeRecordQuerySet(OfWorkersQuerySet["GradeRecord"]):
    """Reads of grades."""

    def current(self) -> GradeRecordQuerySet:
        """Grades that no later row took back."""
        return self.filter(kind=GradeKind.GRANT, is_void=False)


class GradeRecord(models.Model):
    """A level stated for a worker in an occupation, or the taking back of an earlier statement.

    A correction is a new row whose `voids` names the earlier one; a trigger then marks that one `is_void`,
    and no other column of a stored row can change. Certificate numbers follow the 22-character rule (see
    `skills.certificate_number`) and are unique among the rows that are not void.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="grades", verbose_name=_("Worker"))
    kind = models.CharField(_("Kind"), max_length=10, choices=GradeKind.choices, default=GradeKind.GRANT)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, related_name="grades", verbose_name=_("Occupation")
    )
    level = models.PositiveSmallIntegerField(_("Level"), choices=Level.choices, null=True)
    issued_on = models.DateField(_("Issued on"), null=True)
    basis = models.CharField(_("Basis"), max_length=12, choices=GradeBasis.choices, blank=True)
    certificate_no = models.CharField(_("Certificate number"), max_length=22, blank=True)
    voids = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="voided_by", verbose_name=_("Replaces")
    )
    is_void = models.BooleanField(_("Void"), default=False, editable=False)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        "base.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Evidence")
    )
    batch = models.ForeignKey("base.WorkbookImport", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GradeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("Grade")
        verbose_name_plural = _("Grades")
        ordering = ("worker_id", "issued_on", "id")
        constraints = [
            models.CheckConstraint(
                name="grade_has_the_shape_of_its_kind",
                condition=(
                    Q(
                        kind="grant",
                        occupation__isnull=False,
                        level__gte=1,
                        level__lte=8,
                        issued_on__isnull=False,
                        basis__in=GradeBasis.values,
                    )
                    | (
                        Q(kind="annulment", voids__isnull=False, level__isnull=True, certificate_no="")
                        & ~Q(reason="")
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=("certificate_no",),
                condition=Q(kind="grant", is_void=False) & ~Q(certificate_no=""),
                name="certificate_no_unique",
            ),
        ]
        indexes = [
            # eligibility and the worker page: the grades in force of a worker
            models.Index(
                fields=("worker", "occupation", "level"),
                condition=Q(kind="grant", is_void=False),
                name="grade_current",
            ),
            # the list of promotions by day
            models.Index(
                fields=("issued_on", "id"), condition=Q(kind="grant", is_void=False), name="grade_by_day"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="voids_earlier_row",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__voids_id__isnull=False),
                func="""
                    UPDATE skills_graderecord SET is_void = true
                     WHERE id = NEW.voids_id AND worker_id = NEW.worker_id
                       AND kind = 'grant' AND NOT is_void;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'grade % cannot be voided', NEW.voids_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_voids_a_live_grade';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'UPDATE' AND NOT OLD.is_void AND NEW.is_void
                       AND to_jsonb(OLD) - 'is_void' = to_jsonb(NEW) - 'is_void'
                       AND pg_trigger_depth() > 1 THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'the grade record is append-only: void the row by a later one'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_is_append_only';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.occupation_id} {self.level}"
