"""What is in force for the reminder rules: what HR set, else what was shipped."""

from __future__ import annotations

from base.reminders import ReminderRule, reminder_rules
from notices.models import RulePolicy


def shipped_policy(rule: ReminderRule) -> RulePolicy:
    """The declaration of a rule as a policy; not saved, and without a primary key."""
    return RulePolicy(
        rule=rule.name,
        is_on=True,
        leads=list(rule.leads),
        counts_working_days=rule.counts_working_days,
        escalates_after=rule.escalates_after,
        at_once=rule.at_once,
    )


def policy_of(rule: ReminderRule) -> RulePolicy:
    """What is in force for a rule. One statement."""
    return RulePolicy.objects.filter(rule=rule.name).first() or shipped_policy(rule)


def policies() -> dict[str, RulePolicy]:
    """What is in force for each declared rule, in name order. One statement."""
    kept = {policy.rule: policy for policy in RulePolicy.objects.all()}
    return {name: kept.get(name) or shipped_policy(rule) for name, rule in reminder_rules().items()}
