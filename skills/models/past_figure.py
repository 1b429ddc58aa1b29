"""Figures of the past of many people, counted at night: each unit with everything below it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skills.enums import Level
from workforce.models import Unit


class FigureCount(models.Model):
    """One count that is kept: of a day ("2025-12-31"), of promotions, of wages or of targets.

    `counted_at` is None from the moment somebody asks until the next count is done. A day nobody asked for in
    a long time is counted no more.
    """

    subject = models.CharField(max_length=16, primary_key=True)
    asked_on = models.DateField()
    counted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Count of figures")
        verbose_name_plural = _("Counts of figures")

    def __str__(self) -> str:
        return f"{self.subject}: {self.counted_at}"


class _OfUnit(models.Model):
    """Rows are replaced whole, count by count, and hold units by the tree of that moment."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        abstract = True


class LevelsOnDay(_OfUnit):
    """People employed in a unit on a day by the level then held; 0 for those without an occupation.

    `common` is how many units from the top down the unit of the day and the unit of today have above them in
    common, themselves included. Who reaches a unit at that depth or above sees these people.
    """

    day = models.DateField()
    common = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(choices=[(0, "—"), *Level.choices])
    people = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("Levels of a day")
        verbose_name_plural = _("Levels of days")
        constraints = [
            models.UniqueConstraint(fields=("unit", "day", "common", "level"), name="levels_on_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day} {self.level}: {self.people}"


class PromotionsInYear(_OfUnit):
    """People promoted in a year, and their promotions, by the unit they work in today."""

    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    promotions = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("Promotions of a year")
        verbose_name_plural = _("Promotions of years")
        constraints = [models.UniqueConstraint(fields=("unit", "year"), name="promotions_in_year_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}: {self.people}"


class WagesInYear(_OfUnit):
    """People paid in a year, high-skilled ones or others, and the sum of their mean monthly wages in yuan."""

    year = models.PositiveSmallIntegerField()
    is_high_skilled = models.BooleanField()
    people = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=30, decimal_places=12)

    class Meta:
        verbose_name = _("Wages of a year")
        verbose_name_plural = _("Wages of years")
        constraints = [
            models.UniqueConstraint(fields=("unit", "year", "is_high_skilled"), name="wages_in_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}: {self.people}"


class TargetCount(models.Model):
    """What a target of many people has reached, counted at night."""

    target = models.OneToOneField(
        "skills.Target", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("Target")
    )
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("Count of a target")
        verbose_name_plural = _("Counts of targets")

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value}"
