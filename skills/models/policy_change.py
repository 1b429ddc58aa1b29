"""A change of policy on its way: drafted by one person, confirmed by another, and whom it would move."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from base.transitions import Transition, TransitionTable
from base.triggers import append_only
from skills.enums import ImpactEffect, Level, Mark, PolicyChangeKind, PolicyState
from skills.models.occupation import Occupation
from skills.models.policy import RuleSet, RuleSetVersion, Standard
from workforce.access import Access
from workforce.enums import Role
from workforce.models.worker import Worker
from workforce.scoping import OfWorkersQuerySet


class PolicyChangeQuerySet(ScopedQuerySet["PolicyChange"]):
    """Reads of changes of policy."""

    def scope_for(self, user: AnyUser) -> PolicyChangeQuerySet:
        """What was confirmed is for everybody; what is not yet, for HR officers and auditors."""
        if Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR):
            return self.all()
        return self.filter(state=PolicyState.CONFIRMED)

    def named(self) -> PolicyChangeQuerySet:
        """With `related_name`: what the occupation is called that a change of kin names by its code."""
        related = Occupation.objects.filter(code=OuterRef("related_code"))
        with_code = self.annotate(related_code=KT("proposal__related"))
        return with_code.annotate(related_name=Subquery(related.values("name")[:1]))


#: Root HR drafts; root HR confirms or declines, but nobody who had a hand in the draft.
POLICY_TRANSITIONS = TransitionTable(
    name="skills.policy",
    states=PolicyState,
    initial=PolicyState.DRAFT,
    moves=(
        Transition(
            source=(PolicyState.DRAFT,),
            target=PolicyState.SUBMITTED,
            who="skills.draft_policy",
            label=_("Hand in for confirmation"),
        ),
        Transition(
            source=(PolicyState.SUBMITTED,),
            target=PolicyState.DRAFT,
            who="skills.draft_policy",
            label=_("Back to the draft"),
        ),
        Transition(
            source=(PolicyState.SUBMITTED,),
            target=PolicyState.CONFIRMED,
            who="skills.confirm_policy",
            label=_("Confirm"),
        ),
        Transition(
            source=(PolicyState.SUBMITTED,),
            target=PolicyState.DECLINED,
            who="skills.confirm_policy",
            label=_("Decline"),
            needs_reason=True,
        ),
        Transition(
            source=(PolicyState.DRAFT, PolicyState.SUBMITTED),
            target=PolicyState.WITHDRAWN,
            who="skills.draft_policy",
            label=_("Withdraw"),
        ),
    ),
)


@tracked(exclude=("impact_job", "impact_ground", "impact_at", "impact_looked_at"))
class PolicyChange(models.Model):
    """One change of policy: of a rule set (`version`) or of an occupation (all other kinds).

    `proposal` holds what is proposed, in the shape of its kind (`skills.services.policy.proposals`); `digest`
    names exactly this draft. The impact was computed for the policy named by `impact_ground`, among
    `impact_looked_at` workers. Once confirmed, `version` or `standard` is what came of it, `prepared_at` says
    that the dates by it lie ready, `switched_at` that everything kept follows it.
    """

    kind = models.CharField(_("Change"), max_length=12, choices=PolicyChangeKind.choices)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, blank=True, related_name="changes")
    occupation = models.ForeignKey(Occupation, models.PROTECT, null=True, blank=True, related_name="changes")
    proposal = models.JSONField(default=dict)
    effective_on = models.DateField(_("Takes effect on"))
    document = models.CharField(_("Document"), max_length=200)
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)
    reason = models.CharField(_("Reason"), max_length=500)
    digest = models.CharField(max_length=64)
    state = models.CharField(
        _("State"), max_length=10, choices=PolicyState.choices, default=PolicyState.DRAFT
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("Drafted at"))
    submitted_at = models.DateTimeField(_("Handed in at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("Answer"), max_length=500, blank=True)
    impact_job = models.ForeignKey("base.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    impact_ground = models.CharField(max_length=64, blank=True)
    impact_at = models.DateTimeField(_("Impact computed at"), null=True, blank=True)
    impact_looked_at = models.PositiveIntegerField(_("Workers looked at"), null=True, blank=True)
    version = models.OneToOneField(
        RuleSetVersion, models.PROTECT, null=True, blank=True, related_name="change"
    )
    standard = models.OneToOneField(Standard, models.PROTECT, null=True, blank=True, related_name="change")
    prepare_job = models.ForeignKey("base.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(_("Dates ready since"), null=True, blank=True)
    switched_at = models.DateTimeField(_("Switched at"), null=True, blank=True)

    transitions: ClassVar[TransitionTable] = POLICY_TRANSITIONS
    objects = PolicyChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Change of policy")
        verbose_name_plural = _("Changes of policy")
        ordering = ("-drafted_at",)
        constraints = [
            POLICY_TRANSITIONS.check_constraint("policy_change_state_is_known"),
            models.CheckConstraint(
                name="policy_change_kind_is_known", condition=Q(kind__in=PolicyChangeKind.values)
            ),
            models.CheckConstraint(name="policy_change_mark_is_known", condition=Q(mark__in=Mark.values)),
            models.CheckConstraint(
                name="policy_change_has_one_subject",
                condition=Q(kind="version", rule_set__isnull=False, occupation__isnull=True)
                | (~Q(kind="version") & Q(rule_set__isnull=True, occupation__isnull=False)),
            ),
            # the second person: a trigger adds everybody else who edited the draft
            models.CheckConstraint(
                name="policy_change_decided_by_a_second_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="policy_change_decision_is_whole",
                condition=Q(
                    state__in=("confirmed", "declined"), decided_by__isnull=False, decided_at__isnull=False
                )
                | Q(
                    state__in=("draft", "submitted", "withdrawn"),
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="policy_change_declined_with_reason", condition=~Q(state="declined", decision_reason="")
            ),
        ]
        indexes = [
            # the desk: what waits for a second person
            models.Index(
                fields=("submitted_at",), condition=Q(state="submitted"), name="policy_change_waiting"
            ),
            # the night: what was confirmed and is not switched yet
            models.Index(
                fields=("effective_on",),
                condition=Q(state="confirmed", switched_at=None),
                name="policy_change_to_switch",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="decided_by_no_drafter",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NEW.decided_by_id IS NOT NULL
                       AND EXISTS (SELECT FROM skills_policydrafter d
                                    WHERE d.change_id = NEW.id AND d.user_id = NEW.decided_by_id) THEN
                        RAISE EXCEPTION 'nobody who edited the draft decides about it'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_change_decided_by_no_drafter';
                    END IF;
                    RETURN NEW;
                """,  # noqa: E501 - the text stands in a migration
            ),
            pgtrigger.Trigger(
                name="draft_alone_is_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.state <> 'draft'
                       AND (OLD.kind, OLD.rule_set_id, OLD.occupation_id, OLD.proposal, OLD.effective_on,
                            OLD.document, OLD.mark, OLD.reason, OLD.digest, OLD.drafted_by_id)
                           IS DISTINCT FROM
                           (NEW.kind, NEW.rule_set_id, NEW.occupation_id, NEW.proposal, NEW.effective_on,
                            NEW.document, NEW.mark, NEW.reason, NEW.digest, NEW.drafted_by_id) THEN
                        RAISE EXCEPTION 'only a draft is edited'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_change_draft_alone_is_edited';
                    END IF;
                    RETURN NEW;
                """,  # noqa: E501 - the text stands in a migration
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("skills:policy_change", args=[self.pk])

    @property
    def touches_dates(self) -> bool:
        """Whether the change can move a date of eligibility; another name of an occupation cannot."""
        return self.kind not in (PolicyChangeKind.ALIAS_ADD, PolicyChangeKind.ALIAS_END)


class PolicyDrafter(models.Model):
    """Somebody who wrote on a draft, and so cannot decide about it."""

    change = models.ForeignKey(PolicyChange, models.PROTECT, related_name="drafters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(_("Since"))

    class Meta:
        verbose_name = _("Drafter")
        verbose_name_plural = _("Drafters")
        constraints = [models.UniqueConstraint(fields=("change", "user"), name="policy_drafter_named_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.change_id}: {self.user_id}"


class PolicyImpactQuerySet(OfWorkersQuerySet["PolicyImpact"]):
    """Reads of what a change would do to workers one may see."""


class PolicyImpact(models.Model):
    """A level that would open to a worker on another day; a projection, written by the impact job alone."""

    change = models.ForeignKey(PolicyChange, models.CASCADE, related_name="impacts")
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="+")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")
    target = models.PositiveSmallIntegerField(_("Level applied for"), choices=Level.choices)
    effect = models.CharField(_("Effect"), max_length=8, choices=ImpactEffect.choices)
    before_on = models.DateField(_("Before"), null=True, blank=True)
    after_on = models.DateField(_("After"), null=True, blank=True)
    before_route = models.CharField(_("Route before"), max_length=12, blank=True)
    after_route = models.CharField(_("Route after"), max_length=12, blank=True)

    objects = PolicyImpactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Impact of a change of policy")
        verbose_name_plural = _("Impacts of changes of policy")
        constraints = [
            models.UniqueConstraint(
                fields=("change", "worker", "occupation", "target"), name="policy_impact_one_a_target"
            ),
            models.CheckConstraint(
                name="policy_impact_effect_is_of_its_dates",
                condition=Q(effect="gained", before_on__isnull=True, after_on__isnull=False)
                | Q(effect="lost", before_on__isnull=False, after_on__isnull=True)
                | Q(effect="earlier", after_on__lt=F("before_on"))
                | Q(effect="later", after_on__gt=F("before_on")),
            ),
        ]
        # the list of a change, by effect
        indexes = [models.Index(fields=("change", "effect", "target"), name="policy_impact_effect")]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.target} {self.effect}"
