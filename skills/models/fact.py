"""Career facts: what a worker did, learned and earned, each with its evidence. Voided, never deleted."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from skills.enums import DiplomaKind, TitleRank
from skills.models.occupation import Major, Occupation
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet

FactRow = TypeVar("FactRow", bound="Fact")


def filled(*columns: str, prefix: str) -> list[models.Index]:
    """An index of each of these columns that holds only the rows in which it is filled."""
    return [
        models.Index(fields=(column,), condition=Q(**{f"{column}__isnull": False}), name=f"{prefix}_{column}")
        for column in columns
    ]


_SELDOM = ("evidence", "replaces", "voided_by")


class FactQuerySet(OfWorkersQuerySet[FactRow]):
    """Reads common to every table of facts."""

    def current(self) -> Self:
        """Facts not voided."""
        return self.filter(voided_at__isnull=True)


class Fact(models.Model):
    """What every fact carries: whose it is, the proof, who entered it from which import, and its voiding."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="%(class)ss", verbose_name=_("Worker"))
    # most rows have no evidence, replace nothing and are not voided: `filled` indexes the few that do
    evidence = models.ForeignKey(
        "base.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Evidence"),
    )
    batch = models.ForeignKey(
        "base.WorkbookImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Import"),
    )
    #: The row this one was written to correct; None for what was recorded anew or by a roster.
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="replaced_by",
        verbose_name=_("Replaces"),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    voided_at = models.DateTimeField(_("Voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    void_reason = models.CharField(_("Reason for voiding"), max_length=200, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked()
class EmploymentSpell(Fact):
    """Work in an occupation in `[since, until)`: `until` is the first day no longer in the job (None: in it).

    Spells may overlap: the reckoning merges them (the clerk is told), and no constraint forbids them.
    """

    occupation = models.ForeignKey(
        Occupation, models.PROTECT, related_name="spells", verbose_name=_("Occupation")
    )
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Employment spell")
        verbose_name_plural = _("Employment spells")
        ordering = ("worker_id", "since", "id")
        constraints = [
            models.CheckConstraint(
                name="spell_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]
        indexes = [
            *filled(*_SELDOM, prefix="spell"),
            # eligibility: the current spells of the workers touched
            models.Index(
                fields=("worker", "occupation"), condition=Q(voided_at__isnull=True), name="spell_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.occupation_id} {self.since}"


@tracked()
class Title(Fact):
    """A professional title (职称). It counts for an occupation once judged to match it."""

    rank = models.PositiveSmallIntegerField(_("Title rank"), choices=TitleRank.choices)
    name = models.CharField(_("Title"), max_length=40)
    speciality = models.CharField(_("Speciality"), max_length=80, blank=True)
    major = models.ForeignKey(Major, models.PROTECT, null=True, blank=True, related_name="+")
    awarded_on = models.DateField(_("Awarded on"))

    class Meta:
        verbose_name = _("Professional title")
        verbose_name_plural = _("Professional titles")
        ordering = ("worker_id", "awarded_on", "id")
        constraints = [
            models.CheckConstraint(name="title_rank_is_known", condition=Q(rank__in=TitleRank.values))
        ]
        indexes = [
            *filled(*_SELDOM, prefix="title"),
            models.Index(fields=("worker",), condition=Q(voided_at__isnull=True), name="title_current"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.name}"


@tracked()
class Diploma(Fact):
    """Schooling finished, or expected to finish, on `graduated_on`; None where the roster gave no date."""

    kind = models.CharField(_("Schooling"), max_length=12, choices=DiplomaKind.choices)
    major_name = models.CharField(_("Major"), max_length=80, blank=True)
    major = models.ForeignKey(Major, models.PROTECT, null=True, blank=True, related_name="+")
    school = models.CharField(_("School"), max_length=100, blank=True)
    graduated_on = models.DateField(_("Graduated on"), null=True, blank=True)

    class Meta:
        verbose_name = _("Diploma")
        verbose_name_plural = _("Diplomas")
        ordering = ("worker_id", "graduated_on", "id")
        constraints = [
            models.CheckConstraint(name="diploma_kind_is_known", condition=Q(kind__in=DiplomaKind.values))
        ]
        indexes = [
            *filled(*_SELDOM, prefix="diploma"),
            models.Index(fields=("worker",), condition=Q(voided_at__isnull=True), name="diploma_current"),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.kind}"


@tracked()
class ApprenticeshipCompletion(Fact):
    """An apprenticeship completed (学徒期满) in the occupation itself."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+", verbose_name=_("Occupation"))
    completed_on = models.DateField(_("Completed on"))

    class Meta:
        verbose_name = _("Completed apprenticeship")
        verbose_name_plural = _("Completed apprenticeships")
        ordering = ("worker_id", "completed_on", "id")
        indexes = [
            *filled(*_SELDOM, prefix="apprenticeship"),
            models.Index(
                fields=("worker",), condition=Q(voided_at__isnull=True), name="apprenticeship_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.occupation_id} {self.completed_on}"


@tracked()
class MonthlyWage(Fact):
    """Wage of a month in yuan, gross; `month` is its first day."""

    month = models.DateField(_("Month"))
    amount = models.DecimalField(_("Wage (yuan)"), max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = _("Monthly wage")
        verbose_name_plural = _("Monthly wages")
        ordering = ("worker_id", "month")
        indexes = filled(*_SELDOM, prefix="wage")
        constraints = [
            models.CheckConstraint(name="wage_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="wage_month_is_its_first_day", condition=Q(month__day=1)),
            models.UniqueConstraint(
                fields=("worker", "month"), condition=Q(voided_at__isnull=True), name="wage_one_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.month}"


class Match(models.Model):
    """HR's judgement whether a fact matches an occupation; asked where the major table says nothing."""

    matches = models.BooleanField(_("Matches the occupation"))
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(_("Judged at"))
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        abstract = True


@tracked()
class TitleMatch(Match):
    """Whether a title matches an occupation, by HR's judgement."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="judgements")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Judgement of a title")
        verbose_name_plural = _("Judgements of titles")
        constraints = [models.UniqueConstraint(fields=("title", "occupation"), name="title_judged_once")]

    def __str__(self) -> str:
        return f"{self.title_id}/{self.occupation_id}: {self.matches}"


@tracked()
class DiplomaMatch(Match):
    """Whether a diploma matches an occupation, by HR's judgement."""

    diploma = models.ForeignKey(Diploma, models.PROTECT, related_name="judgements")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Judgement of a diploma")
        verbose_name_plural = _("Judgements of diplomas")
        constraints = [models.UniqueConstraint(fields=("diploma", "occupation"), name="diploma_judged_once")]

    def __str__(self) -> str:
        return f"{self.diploma_id}/{self.occupation_id}: {self.matches}"
