"""What the enterprise sets for a reminder rule: on or off, when it tells, when the head is told too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pghistory
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.broker import wake
from base.edit_marks import Shown, refuse_if_changed
from base.errors import InvalidInput, Missing
from base.log_redaction import hide_typed_id_numbers
from base.reminders import ReminderRule, reminder_rules
from base.text import clean
from notices.models import RulePolicy
from notices.queries.policies import policy_of
from notices.rules import SET_RULES, require_over
from workforce.models import User

#: Days before or over: a year is as far as a reminder looks.
MOST_DAYS = 366
MOST_LEADS = 12

POLICY_LABELS: dict[str, str | Promise] = {
    "is_on": gettext_lazy("On"),
    "leads": gettext_lazy("Days before"),
    "counts_working_days": gettext_lazy("Working days"),
    "escalates_after": gettext_lazy("Days over until the head is told"),
    "at_once": gettext_lazy("At once"),
}


@dataclass(frozen=True, kw_only=True)
class RuleSetting:
    """What is set: `leads` are days before the due day, negative when over; `escalates_after` None: never."""

    is_on: bool
    leads: Sequence[int]
    counts_working_days: bool
    escalates_after: int | None
    at_once: bool


def policy_record(policy: RulePolicy) -> dict[str, Any]:
    """The values of a policy that an edit mark compares."""
    return {name: getattr(policy, name) for name in POLICY_LABELS} | {
        "leads": ", ".join(map(str, sorted(policy.leads, reverse=True)))
    }


def set_rule(
    name: str,
    *,
    actor: User | None,
    setting: RuleSetting,
    reason: str,
    now: datetime,
    shown: Shown | None = None,
) -> RulePolicy:
    """Set a rule for everybody; what is open follows within a minute.

    Raises NotPermitted but for HR of the whole group, Missing for an unknown rule, InvalidInput with the
    field, ChangedMeanwhile.
    """
    require_over(actor, SET_RULES, None)
    rule = reminder_rules().get(name)
    if rule is None:
        raise Missing(_("There is no such rule."))
    why = hide_typed_id_numbers(clean(reason))[:200]
    if not why:
        raise InvalidInput(_("Say why the rule changes."), code="reason_missing", field="reason")
    leads = _checked_leads(setting.leads)
    _check_escalation(setting.escalates_after)
    context = {"reason": why, **({"user": actor.pk} if actor is not None else {})}
    with transaction.atomic(), pghistory.context(**context):
        policy = _locked(rule)
        refuse_if_changed(shown, policy_record(policy), POLICY_LABELS)
        policy.is_on, policy.leads = setting.is_on, leads
        policy.counts_working_days = setting.counts_working_days
        policy.escalates_after, policy.at_once = setting.escalates_after, setting.at_once
        policy.set_by, policy.set_at, policy.reason = actor, now, why
        policy.save()
        transaction.on_commit(partial(wake, "notices.make_rule", name))
    return policy


def _locked(rule: ReminderRule) -> RulePolicy:
    """The row under its lock; made of what was shipped where nobody set anything yet.

    The lock of the name holds for the first two who set it at once, when there is no row to lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('notices.set_rule'), hashtext(%s))", [rule.name]
        )
    found = RulePolicy.objects.select_for_update().filter(rule=rule.name).first()
    return found if found is not None else policy_of(rule)


def _checked_leads(leads: Sequence[int]) -> list[int]:
    """The leads, the longest first, each once."""
    kept = sorted(set(leads), reverse=True)
    if not kept:
        raise InvalidInput(
            _("Give at least one day on which the rule tells."), code="leads_missing", field="leads"
        )
    if len(kept) > MOST_LEADS or any(abs(lead) > MOST_DAYS for lead in kept):
        raise InvalidInput(
            _("At most %(count)d days, each within %(most)d days of the due day.")
            % {"count": MOST_LEADS, "most": MOST_DAYS},
            code="leads_out_of_bounds",
            field="leads",
        )
    return kept


def _check_escalation(days: int | None) -> None:
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise InvalidInput(
            _("Between 1 and %(most)d days, or empty for never.") % {"most": MOST_DAYS},
            code="days_out_of_bounds",
            field="escalates_after",
        )
