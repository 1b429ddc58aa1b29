"""What the enterprise set for a rule, where it differs from what was shipped."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked


@tracked()
class RulePolicy(models.Model):
    """Whether a rule is on, when it tells, and after how many days over the head of the unit is told.

    A rule without a row goes by its declaration, so a release may ship better numbers without overwriting
    what anybody chose. `leads`: days before the due day, negative when over; `escalates_after`: days over,
    None for never. Days are working days with `counts_working_days`.
    """

    rule = models.CharField(_("Rule"), max_length=100, unique=True)
    is_on = models.BooleanField(_("On"), default=True)
    leads = ArrayField(models.SmallIntegerField(), verbose_name=_("Days before"))
    counts_working_days = models.BooleanField(_("Working days"), default=False)
    escalates_after = models.PositiveSmallIntegerField(
        _("Days over until the head is told"), null=True, blank=True
    )
    at_once = models.BooleanField(_("At once"), default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(_("Set at"))
    reason = models.CharField(_("Reason"), max_length=200)

    class Meta:
        verbose_name = _("Setting of a reminder rule")
        verbose_name_plural = _("Settings of reminder rules")
        ordering = ("rule",)
        constraints: ClassVar = [
            models.CheckConstraint(name="rule_policy_has_leads", condition=Q(leads__len__gte=1)),
            models.CheckConstraint(name="rule_policy_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.rule
