"""Roles granted on units."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.dates import last_day
from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import Role
from workforce.models.account import User
from workforce.models.unit import DateRange, Unit


class RoleGrantQuerySet(ScopedQuerySet["RoleGrant"]):
    """Reads of roles."""

    def scope_for(self, user: AnyUser) -> RoleGrantQuerySet:
        """One's own, and those on the units one keeps or audits."""
        from workforce.access import Access  # models load before the access rules that read them

        reached = Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.filter(Q(user=user.pk) | reached.rows("unit"))

    def in_force_on(self, day: date) -> RoleGrantQuerySet:
        """Roles held on a day."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


@tracked()
class RoleGrant(models.Model):
    """A role a user holds over a unit and everything below it in `[since, until)`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants", verbose_name=_("Account"))
    role = models.CharField(_("Role"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_grants", verbose_name=_("Unit"))
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Granted by")
    )
    granted_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("Ended by")
    )
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("Role")
        verbose_name_plural = _("Roles")
        ordering = ("unit_id", "role", "since")
        constraints = [
            models.CheckConstraint(name="role_is_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="role_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="role_is_not_granted_to_oneself",
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
            ),
            ExclusionConstraint(
                name="role_granted_once_a_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"

    @property
    def last_day(self) -> date | None:
        """The last day the role is held, as people write it; before `since` when it was never held."""
        return last_day(self.until)
