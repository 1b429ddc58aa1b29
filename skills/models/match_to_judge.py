"""What waits for HR's judgement: a view, no table."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from skills.enums import DiplomaKind, FactKind
from skills.models.occupation import Major, Occupation, OccupationMajor
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet

GENERAL_SCHOOLING = (DiplomaKind.PRIMARY, DiplomaKind.JUNIOR_HIGH, DiplomaKind.HIGH)


class MatchToJudgeQuerySet(OfWorkersQuerySet["MatchToJudge"]):
    """Reads of what waits to be judged."""

    def waiting(self, day: date) -> MatchToJudgeQuerySet:
        """Of occupations worked in on the day or held a grade in, and not in the table of majors on it.

        General schooling teaches no major: there is nothing to judge.
        """
        listed = OccupationMajor.objects.in_force(day).filter(
            occupation=OuterRef("occupation"), major=OuterRef("major")
        )
        general = Q(kind=FactKind.DIPLOMA, name__in=GENERAL_SCHOOLING)
        practised = Q(worked_until__isnull=True) | Q(worked_until__gt=day)
        return self.filter(practised, ~Exists(listed), ~general)


class MatchToJudge(models.Model):
    """A current title or diploma beside an occupation of its worker, without HR's judgement.

    Read `waiting(day)`: the view itself knows no day, so what the table of majors covers is in it too.
    The id is made of kind, fact and occupation and stays the same from day to day. `worked_until` is the
    first day after the last spell in the occupation (None: open, or a grade is held in it).
    """

    id = models.BigIntegerField(primary_key=True)
    worker = models.ForeignKey(Worker, models.DO_NOTHING, related_name="+", verbose_name=_("Worker"))
    kind = models.CharField(_("Kind"), max_length=20, choices=FactKind.choices)
    fact_id = models.BigIntegerField()
    occupation = models.ForeignKey(
        Occupation, models.DO_NOTHING, related_name="+", verbose_name=_("Occupation")
    )
    major = models.ForeignKey(Major, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("Major"))
    name = models.CharField(_("Title or diploma"), max_length=40)
    major_name = models.CharField(_("Major"), max_length=80)
    happened_on = models.DateField(_("Day"), null=True)
    worked_until = models.DateField(null=True)

    objects = MatchToJudgeQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "skills_matchtojudge"
        verbose_name = _("Match to judge")
        verbose_name_plural = _("Matches to judge")

    def __str__(self) -> str:
        return f"{self.kind} {self.fact_id} / {self.occupation_id}"
