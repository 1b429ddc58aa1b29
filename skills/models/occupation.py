"""Occupations of the national classification, their other names, kin and majors."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from skills.enums import AliasKind, Mark
from skills.models.dated import Dated, DatedQuerySet
from workforce.models.unit import DateRange


@tracked()
class Occupation(models.Model):
    """An occupation (职业) with its code in 中华人民共和国职业分类大典 (2022)."""

    code = models.CharField(_("Occupation code"), max_length=20, unique=True)
    name = models.CharField(_("Occupation"), max_length=80, unique=True)
    field = models.CharField(_("Field"), max_length=40)
    code_mark = models.CharField(_("Source of the code"), max_length=10, choices=Mark.choices)

    class Meta:
        verbose_name = _("Occupation")
        verbose_name_plural = _("Occupations")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(name="occupation_mark_is_known", condition=Q(code_mark__in=Mark.values))
        ]

    def __str__(self) -> str:
        return self.name


class OccupationAliasQuerySet(DatedQuerySet["OccupationAlias"]):
    """Reads of other names."""


@tracked()
class OccupationAlias(Dated):
    """Another name under which rosters and people know an occupation, or a trade (工种) within it."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="aliases")
    name = models.CharField(_("Other name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=8, choices=AliasKind.choices)

    objects = OccupationAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("Other name of an occupation")
        verbose_name_plural = _("Other names of occupations")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="occupation_alias_ends_after_it_begins", condition=Dated.ENDS_AFTER_IT_BEGINS
            ),
            ExclusionConstraint(
                name="occupation_alias_one_a_day",
                expressions=[
                    ("name", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RelatedOccupationQuerySet(DatedQuerySet["RelatedOccupation"]):
    """Reads of the links between occupations."""


@tracked()
class RelatedOccupation(Dated):
    """Work and certificates in `related` count for `occupation`: directed, one step, as the standard says."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="related_links")
    related = models.ForeignKey(Occupation, models.PROTECT, related_name="+")
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)

    objects = RelatedOccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Related occupation")
        verbose_name_plural = _("Related occupations")
        constraints = [
            models.CheckConstraint(
                name="related_occupation_ends_after_it_begins", condition=Dated.ENDS_AFTER_IT_BEGINS
            ),
            ExclusionConstraint(
                name="related_occupation_once_a_day",
                expressions=[
                    ("occupation", RangeOperators.EQUAL),
                    ("related", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="related_occupation_is_another", condition=~Q(occupation=F("related"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.related_id} → {self.occupation_id}"


@tracked()
class Major(models.Model):
    """A field of study (专业) as diplomas name it."""

    name = models.CharField(_("Major"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("Major")
        verbose_name_plural = _("Majors")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OccupationMajorQuerySet(DatedQuerySet["OccupationMajor"]):
    """Reads of the occupation → major table."""


@tracked()
class OccupationMajor(Dated):
    """The occupation → major table: a diploma of this major matches the occupation."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="major_links")
    major = models.ForeignKey(Major, models.PROTECT, related_name="occupation_links")
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)

    objects = OccupationMajorQuerySet.as_manager()

    class Meta:
        verbose_name = _("Major of an occupation")
        verbose_name_plural = _("Majors of occupations")
        constraints = [
            models.CheckConstraint(
                name="occupation_major_ends_after_it_begins", condition=Dated.ENDS_AFTER_IT_BEGINS
            ),
            ExclusionConstraint(
                name="occupation_major_once_a_day",
                expressions=[
                    ("occupation", RangeOperators.EQUAL),
                    ("major", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occupation_id}: {self.major_id}"
