"""Results computed from facts and rules, written by `refresh_eligibility` alone; no history is kept."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from skills.enums import Level
from skills.models.occupation import Occupation
from skills.models.policy import Route, RuleSetVersion, Standard
from workforce.models.unit import Unit
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet


class EligibilityQuerySet(OfWorkersQuerySet["Eligibility"]):
    """Reads of eligibility dates."""

    def in_force(self, day: date) -> EligibilityQuerySet:
        """The dates by the rule versions in force on a day; those of a coming version lie ready beside."""
        standard = Standard.objects.filter(
            occupation=OuterRef("occupation"), rule_set=OuterRef("version__rule_set")
        )
        return self.filter(
            Q(version__valid_from__lte=day)
            & (Q(version__valid_to__isnull=True) | Q(version__valid_to__gt=day)),
            Q(version__rule_set__applies_to_all=True)
            | Exists(standard.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)),
        )


class Eligibility(models.Model):
    """The first day a worker may apply for a level in an occupation, by one version of the rules.

    The database does not check the references to the catalogue and the rules: the statement that writes a row
    joins the very rows it names, `PROTECT` refuses to delete them, and `check_invariants` reckons them anew.
    Nothing is looked up by worker (but through the unique key), version or route: they have no index.
    """

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="eligibility", db_index=False)
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+", db_constraint=False)
    target = models.PositiveSmallIntegerField(_("Level applied for"), choices=Level.choices)
    version = models.ForeignKey(
        RuleSetVersion, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    opens_on = models.DateField(_("Opens on"))
    route = models.ForeignKey(Route, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    objects = EligibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eligibility")
        verbose_name_plural = _("Eligibility")
        constraints = [
            models.UniqueConstraint(
                fields=("worker", "occupation", "target", "version"), name="eligibility_one_a_target"
            )
        ]
        # the desk: whose grade opens in a window of days
        indexes = [models.Index(fields=("opens_on", "target"), name="eligibility_opens")]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.target} {self.opens_on}"


class StandingQuerySet(OfWorkersQuerySet["Standing"]):
    """Reads of where workers stand."""


class Standing(models.Model):
    """Where a worker stands in the main occupation: the level held and the one above it with its date.

    The main occupation is the open spell begun last, else the one of the highest grade. Kept for lists
    and counts.

    Every worker has one from the first moment (level 1 of no occupation, as long as nothing was reckoned): a
    trigger writes it. `branch` and `is_employed` repeat those of the worker, by triggers too, since the list
    indexes begin with them. `check_invariants` proves both.
    """

    worker = models.OneToOneField(Worker, models.CASCADE, primary_key=True, related_name="standing")
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    held_level = models.PositiveSmallIntegerField(
        _("Held level"), choices=Level.choices, default=Level.APPRENTICE
    )
    held_since = models.DateField(_("Held since"), null=True)
    next_level = models.PositiveSmallIntegerField(_("Next level"), choices=Level.choices, null=True)
    next_on = models.DateField(_("Opens on"), null=True)
    next_route = models.ForeignKey(
        Route, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    branch = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, db_constraint=False, db_index=False
    )
    is_employed = models.BooleanField(editable=False, default=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Standing")
        verbose_name_plural = _("Standings")
        indexes = [
            # the desk and the notices: whose next level opens in a window of days
            models.Index(fields=("next_on", "worker"), name="standing_next"),
            # figures: how many stand on a level of an occupation
            models.Index(fields=("held_level", "occupation"), name="standing_level"),
            # the people list in each of its orders, of one branch, of people employed or gone
            models.Index(fields=("branch", "is_employed", "held_level", "worker"), name="standing_by_level"),
            models.Index(fields=("branch", "is_employed", "held_since", "worker"), name="standing_by_since"),
            models.Index(fields=("branch", "is_employed", "next_on", "worker"), name="standing_by_next"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="branch_of_standing",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__branch_id__isnull=True),
                func="""
                    SELECT branch_id, is_employed INTO NEW.branch_id, NEW.is_employed
                      FROM workforce_worker WHERE id = NEW.worker_id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.held_level}"
