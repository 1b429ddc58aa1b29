"""A worker's word that something in the record is wrong, and HR's answer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from base.transitions import Transition, TransitionTable
from skills.enums import CorrectionState, FactKind
from workforce.access import Access
from workforce.enums import Role
from workforce.models.worker import Worker


class CorrectionRequestQuerySet(ScopedQuerySet["CorrectionRequest"]):
    """Reads of correction requests."""

    def scope_for(self, user: AnyUser) -> CorrectionRequestQuerySet:
        """One's own requests, and those of the workers whose records the user keeps or audits."""
        access = Access.of(user)
        keeps = access.reach(Role.HR_OFFICER, Role.AUDITOR)
        return self.filter(access.rows(keeps, worker="worker", unit="worker__unit"))


#: HR decides, never about their own record or request; the worker may take a waiting request back.
CORRECTION_TRANSITIONS = TransitionTable(
    name="skills.correction",
    states=CorrectionState,
    initial=CorrectionState.WAITING,
    moves=(
        Transition(
            source=(CorrectionState.WAITING,),
            target=CorrectionState.ACCEPTED,
            who="skills.decide_correction",
            label=_("Accept"),
        ),
        Transition(
            source=(CorrectionState.WAITING,),
            target=CorrectionState.DECLINED,
            who="skills.decide_correction",
            label=_("Decline"),
            needs_reason=True,
        ),
        Transition(
            source=(CorrectionState.WAITING,),
            target=CorrectionState.WITHDRAWN,
            who="skills.withdraw_correction",
            label=_("Withdraw"),
        ),
    ),
)


@tracked()
class CorrectionRequest(models.Model):
    """What a worker says is wrong, what it should be (`proposed`, the fields of the fact), and HR's decision.

    `fact_id` names the row of the table `fact_kind` that is wrong; None asks for a missing fact to be added.
    """

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="correction_requests")
    fact_kind = models.CharField(_("What is wrong"), max_length=16, choices=FactKind.choices)
    fact_id = models.BigIntegerField(null=True, blank=True)
    text = models.TextField(_("What should it be, and why"), max_length=2000)
    proposed = models.JSONField(default=dict)
    evidence = models.ForeignKey(
        "base.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Evidence")
    )
    state = models.CharField(
        _("State"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.WAITING
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("Requested at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("Answer"), max_length=500, blank=True)

    transitions: ClassVar[TransitionTable] = CORRECTION_TRANSITIONS
    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Correction request")
        verbose_name_plural = _("Correction requests")
        ordering = ("-requested_at",)
        constraints = [
            CORRECTION_TRANSITIONS.check_constraint("correction_state_is_known"),
            models.CheckConstraint(
                name="correction_fact_kind_is_known", condition=Q(fact_kind__in=FactKind.values)
            ),
            # a declined request always carries a message; nobody decides their own
            models.CheckConstraint(
                name="correction_declined_with_reason", condition=~Q(state="declined", decision_reason="")
            ),
            models.CheckConstraint(
                name="correction_not_decided_by_requester",
                condition=~Q(state__in=("accepted", "declined"), decided_by=models.F("requested_by")),
            ),
        ]
        # HR's desk: what waits, oldest first
        indexes = [
            models.Index(fields=("requested_at",), condition=Q(state="waiting"), name="correction_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.fact_kind} {self.state}"
