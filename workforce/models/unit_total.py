"""How many people units have, kept as rows so that a figure costs the same whatever the number of people."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from workforce.models.total_triggers import MOVED_TOTALS, total_triggers
from workforce.models.unit import Unit
from workforce.models.worker import Worker


class UnitTotal(models.Model):
    """What a unit and everything below it count under a measure, up to the changes not folded in yet.

    A measure is a word of the app that counts ("employed"); its `totals.py` names it. Only folding and
    rebuilding write here (`workforce.services.unit_totals`), so nobody who changes a person waits at the row
    of the topmost unit. Neither table has a foreign key in the database: its check would wait for a clerk who
    holds the unit.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("Unit")
    )
    measure = models.CharField(max_length=16)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("Total of a unit")
        verbose_name_plural = _("Totals of units")
        constraints = [
            models.UniqueConstraint(fields=("unit", "measure"), name="unit_total_one_a_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure}: {self.number}"


class UnitTotalChange(models.Model):
    """So many more or fewer of a measure in a unit and everything above it, not folded into the totals yet.

    Triggers add these rows in the transaction of the fact. Adding rows makes nobody wait for anybody.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("Unit")
    )
    measure = models.CharField(max_length=16)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("Change of a total")
        verbose_name_plural = _("Changes of totals")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure}: {self.number:+}"


pgtrigger.register(MOVED_TOTALS)(Unit)
pgtrigger.register(
    *total_triggers(
        "employed",
        columns={
            "unit_id": "unit_id",
            "measure": "CASE WHEN status IN ('active', 'on_leave') THEN 'employed' END",
        },
        counted="SELECT unit_id, measure, people FROM changed",
    )
)(Worker)
