"""Rows of policy that hold from a day to a day, and how they stand to one."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from skills.enums import Validity

Row = TypeVar("Row", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[Row]):
    """Reads of rows that hold in `[valid_from, valid_to)`; an empty end is open."""

    def in_force(self, day: date) -> Self:
        """The rows that hold on a day."""
        return self.standing(Validity.IN_FORCE, day)

    def standing(self, validity: Validity, day: date) -> Self:
        """The rows that stand so to a day: in force, yet to come, or over."""
        if validity is Validity.COMING:
            return self.filter(valid_from__gt=day)
        if validity is Validity.PAST:
            return self.filter(valid_to__lte=day)
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )


def validity_on(valid_from: date | None, valid_to: date | None, day: date) -> Validity:
    """How `[valid_from, valid_to)` stands to a day."""
    if valid_from is not None and valid_from > day:
        return Validity.COMING
    return Validity.PAST if valid_to is not None and valid_to <= day else Validity.IN_FORCE


class Dated(models.Model):
    """A link or name that may begin and end; shipped ones have held since ever (no first day)."""

    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    document = models.CharField(_("Document"), max_length=200, blank=True, default="")

    ENDS_AFTER_IT_BEGINS: ClassVar[Q] = (
        Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from"))
    )

    class Meta:
        abstract = True
