"""Which records probably are another's duplicate, kept so that no page compares everybody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from workforce.models.worker import Worker


class Likeness(models.TextChoices):
    """What two records have in common."""

    NAMESAKE = "namesake", _("Same name and birth date")
    PHONE = "phone", _("Same phone")


class LikelyDuplicate(models.Model):
    """A record of which an earlier one has the same name and birth date, or the same phone.

    Written by `skills.services.duplicates`. A row may lag behind its record: readers look for the earlier
    one again, so nothing that ended is shown.
    """

    # the unique constraint begins with it: no index of its own
    worker = models.ForeignKey(
        Worker, models.CASCADE, related_name="+", verbose_name=_("Worker"), db_index=False
    )
    likeness = models.CharField(_("Likeness"), max_length=10, choices=Likeness.choices)

    class Meta:
        verbose_name = _("Likely duplicate")
        verbose_name_plural = _("Likely duplicates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("worker", "likeness"), name="duplicate_once_a_likeness"),
            models.CheckConstraint(
                name="duplicate_likeness_is_known", condition=models.Q(likeness__in=Likeness.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.likeness}"
