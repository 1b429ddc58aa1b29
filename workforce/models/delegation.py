"""Who stands in for the head of a unit, dated."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.dates import last_day
from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import Role
from workforce.models.unit import DateRange, UnitHead
from workforce.models.worker import Worker


class DelegationQuerySet(ScopedQuerySet["Delegation"]):
    """Reads of delegations."""

    def scope_for(self, user: AnyUser) -> DelegationQuerySet:
        """Those given or held oneself, and those of the units one keeps or audits."""
        from workforce.access import Access  # models load before the access rules that read them

        access = Access.of(user)
        own = Q(deputy=access.worker_id) | Q(headship__worker=access.worker_id)
        reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.filter(own | reached.rows("headship__unit"))

    def in_force_on(self, day: date) -> DelegationQuerySet:
        """Delegations that hold on a day: within their own days and those of the headship."""
        return self.filter(since__lte=day, until__gt=day, headship__since__lte=day).filter(
            Q(headship__until__isnull=True) | Q(headship__until__gt=day)
        )


@tracked()
class Delegation(models.Model):
    """A deputy has the reach of a head in `[since, until)`, as long as the headship itself is in force."""

    # a headship that never came to be is taken out, and what was delegated of it goes along (kept in history)
    headship = models.ForeignKey(UnitHead, models.CASCADE, related_name="delegations")
    deputy = models.ForeignKey(Worker, models.PROTECT, related_name="delegations", verbose_name=_("Deputy"))
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"))
    reason = models.CharField(_("Reason"), max_length=200)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Granted by")
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by")
    )
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Delegation")
        verbose_name_plural = _("Delegations")
        ordering = ("-since", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins", condition=Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="delegation_has_reason", condition=~Q(reason="")),
            ExclusionConstraint(
                name="delegation_one_deputy_a_day",
                expressions=[
                    ("headship", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headship_id}: {self.deputy_id} {self.since}"

    @property
    def last_day(self) -> date | None:
        """The last day of the delegation, as people write it; before `since` when it was taken back."""
        return last_day(self.until)
