"""Targets of a unit: so much of something by a day, with the document that says so."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from skills.enums import Level, Mark, TargetMeasure, TitleRank
from workforce.access import Access
from workforce.enums import Role
from workforce.models.unit import Unit

#: Who reads the targets of a unit: those who see its figures.
TARGET_READERS = (Role.HR_OFFICER, Role.UNION_OFFICER, Role.AUDITOR)


class TargetQuerySet(ScopedQuerySet["Target"]):
    """Reads of targets."""

    def scope_for(self, user: AnyUser) -> TargetQuerySet:
        """The targets of the units whose figures the user sees."""
        return self.filter(Access.of(user).reach(*TARGET_READERS).rows("unit"))

    def in_force(self) -> TargetQuerySet:
        """Targets nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


@tracked()
class Target(models.Model):
    """So many people (or per cent) of a unit and everything below it by `due_on`.

    What is counted is `measure`: taken from the records, or reported by hand (`TargetReading`) where the
    records do not hold it. `level` belongs to the measures that count a level and above, `rank` to titles.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name=_("Unit"))
    name = models.CharField(_("Target"), max_length=80)
    measure = models.CharField(_("Measured by"), max_length=20, choices=TargetMeasure.choices)
    level = models.PositiveSmallIntegerField(
        _("Level and above"), choices=Level.choices, null=True, blank=True
    )
    rank = models.PositiveSmallIntegerField(
        _("Title rank and above"), choices=TitleRank.choices, null=True, blank=True
    )
    value = models.DecimalField(
        _("Target value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    since = models.DateField(_("Counted from"))
    due_on = models.DateField(_("Due on"))
    document = models.CharField(_("Document"), max_length=200)
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices, default=Mark.DESIGN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdraw_reason = models.CharField(_("Reason for withdrawing"), max_length=200, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Target")
        verbose_name_plural = _("Targets")
        ordering = ("due_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(name="target_value_is_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(
                name="target_is_due_after_it_begins", condition=Q(due_on__gt=models.F("since"))
            ),
            models.CheckConstraint(
                name="target_measure_is_known", condition=Q(measure__in=TargetMeasure.values)
            ),
            models.CheckConstraint(
                name="target_has_the_shape_of_its_measure",
                condition=Q(measure__in=["level_people", "promotions"], level__gte=2, rank__isnull=True)
                | Q(measure="title_people", rank__gte=1, level__isnull=True)
                | Q(measure__in=["high_share", "reported"], level__isnull=True, rank__isnull=True),
            ),
            models.UniqueConstraint(
                fields=("unit", "name", "due_on"),
                condition=Q(withdrawn_at__isnull=True),
                name="target_named_once_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TargetReadingQuerySet(ScopedQuerySet["TargetReading"]):
    """Reads of reported values."""

    def scope_for(self, user: AnyUser) -> TargetReadingQuerySet:
        """Those of the targets the user sees."""
        return self.filter(Access.of(user).reach(*TARGET_READERS).rows("target__unit"))


@tracked()
class TargetReading(models.Model):
    """What was reached on a day, reported by hand with its source; a later report of the day replaces it."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="readings", verbose_name=_("Target"))
    day = models.DateField(_("Day"))
    value = models.DecimalField(_("Reached"), max_digits=12, decimal_places=2)
    source = models.CharField(_("Where the number comes from"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("Recorded at"))

    objects = TargetReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Reported value")
        verbose_name_plural = _("Reported values")
        ordering = ("target_id", "day")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("target", "day"), name="target_reported_once_a_day"),
            models.CheckConstraint(name="target_reading_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.day}"
