"""What a worker declares about relatives in the enterprise; HR makes a relation of it or declines."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import DeclarationState, Role
from workforce.models.worker import Relation, Worker


class RelativeDeclarationQuerySet(ScopedQuerySet["RelativeDeclaration"]):
    """Reads of declarations."""

    def scope_for(self, user: AnyUser) -> RelativeDeclarationQuerySet:
        """One's own, and those of the people one keeps or audits."""
        from workforce.access import Access  # models load before the access rules that read them

        access = Access.of(user)
        reached = access.reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.filter(access.rows(reached, worker="worker", unit="worker__unit"))


@tracked()
class RelativeDeclaration(models.Model):
    """A relative as the worker typed them. Number and name are compared when HR accepts, never before:

    who declares learns nothing about other people from it.
    """

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="declared_relatives", verbose_name=_("Worker")
    )
    employee_no = models.CharField(_("Employee number"), max_length=32)
    name = models.CharField(_("Name"), max_length=80)
    since = models.DateField(_("Since"))
    note = models.CharField(_("How you are related"), max_length=200, blank=True)
    state = models.CharField(
        _("State"), max_length=10, choices=DeclarationState.choices, default=DeclarationState.WAITING
    )
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(_("Declared at"), auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    relation = models.ForeignKey(Relation, models.PROTECT, null=True, related_name="declarations")

    objects = RelativeDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Declared relative")
        verbose_name_plural = _("Declared relatives")
        ordering = ("-declared_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="relative_declaration_state_is_known", condition=Q(state__in=DeclarationState.values)
            ),
            models.CheckConstraint(
                name="relative_declaration_accepted_has_relation",
                condition=Q(state="accepted", relation__isnull=False)
                | (~Q(state="accepted") & Q(relation__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("worker", "employee_no"),
                condition=Q(state="waiting"),
                name="relative_declared_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.employee_no}"
