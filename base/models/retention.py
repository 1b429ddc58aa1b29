"""How long the system keeps what it need not keep for ever."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from base.history import tracked


@tracked(exclude=["purged_at", "purged_rows"])
class RetentionRule(models.Model):
    """So many days one kind of thing is kept; `kind` names a declaration of `base.retention`.

    A kind without a row is kept for ever. `purged_at` and `purged_rows` tell of the last nightly purge.
    """

    kind = models.CharField(_("what is kept"), max_length=60, unique=True)
    days = models.PositiveIntegerField(_("days"))
    purged_at = models.DateTimeField(_("last purge"), null=True, blank=True)
    purged_rows = models.PositiveIntegerField(_("removed then"), default=0)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints: ClassVar = [
            models.CheckConstraint(name="retention_at_least_a_day", condition=models.Q(days__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
