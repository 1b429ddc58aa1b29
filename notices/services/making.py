"""Reminders are made of what the rules' facts give: each once, in one statement a rule.

Runs at night for everything and after each event for what it touched. A rule's runs take turns (an advisory
lock until the transaction ends), so the later one sees what the earlier one made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from base.enums import TouchedBy
from base.models import DomainEvent
from base.reminders import ReminderRule, reminder_rules
from notices.enums import Ending
from notices.models import Reminder, RulePolicy
from notices.queries.policies import policy_of
from notices.statement import escalating, escalation_leads_of, lead_parameters, leads_of, making

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """How many reminders a run made, opened again and ended."""

    made: int = 0
    renewed: int = 0
    ended: int = 0

    def __add__(self, other: Made) -> Made:
        """Both together."""
        return Made(self.made + other.made, self.renewed + other.renewed, self.ended + other.ended)


def make_reminders(rule: ReminderRule, *, ids: Sequence[int] | None, today: date, now: datetime) -> Made:
    """Bring the rule's reminders in line with the facts of `today`; `ids` None looks at everything.

    A fact entered late is told by the tightest lead already reached, and by no other. What was told stays
    one row: it ends with its condition, and is opened again, unread, when the condition comes back. A rule
    that is off ends all of its reminders. Four statements, and those of the calendar.
    """
    with transaction.atomic():
        _take_turn(rule)
        policy = policy_of(rule)
        told = _run(rule, policy, leads_of(policy), ids=ids, today=today, now=now, is_escalation=False)
        # a head's reminders are not found by the one told first
        touched = None if rule.touched_by is TouchedBy.RECIPIENT else ids
        leads = escalation_leads_of(policy)
        return told + _run(rule, policy, leads, ids=touched, today=today, now=now, is_escalation=True)


def make_all(*, today: date, now: datetime) -> Made:
    """Every rule for everything, a transaction each; what rules told that are declared no more is taken back.

    A rule that fails keeps no other from its reminders. Raises what they raised once all have run.
    """
    total, faults = Made(), []
    for name, rule in reminder_rules().items():
        try:
            total += make_reminders(rule, ids=None, today=today, now=now)
        except Exception as fault:
            log.exception("reminder_rule_failed", rule=name)
            faults.append(fault)
    total += Made(ended=_withdraw_of_unknown_rules(now))
    if faults:
        raise ExceptionGroup("Some reminder rules failed; the others have run.", faults)
    return total


def _withdraw_of_unknown_rules(now: datetime) -> int:
    """After a release without a rule, nothing else would ever take its to-dos from the inboxes."""
    orphaned = Reminder.objects.open().exclude(rule__in=reminder_rules())
    return orphaned.update(ended_at=now, ended_as=Ending.WITHDRAWN)


def follow(event: DomainEvent, *, today: date, now: datetime) -> Made:
    """Look again at what an event touched, in the caller's transaction; rules in name order.

    A rule that fails keeps no other from its reminders: what it did is taken back, and the night tries again
    and tells. Raises what passes by itself (a deadlock, a connection that is gone), so that the event comes
    again.
    """
    total = Made()
    for rule in reminder_rules().values():
        touches = rule.events.get(event.kind)
        if touches is None:
            continue
        try:
            with transaction.atomic():
                ids = touches(event)
                if ids is None or len(ids):
                    total += make_reminders(rule, ids=ids, today=today, now=now)
        except Exception as fault:
            if _passes_by_itself(fault):
                raise
            log.exception("reminder_rule_failed", rule=rule.name, event_id=event.pk)
    return total


def _passes_by_itself(fault: Exception) -> bool:
    """Whether the database was in the way; a query that takes too long is the rule's own fault."""
    return isinstance(fault, (OperationalError, InterfaceError)) and not isinstance(
        fault.__cause__, QueryCanceled
    )


def _take_turn(rule: ReminderRule) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('notices.rule'), hashtext(%s))", [rule.name])


def _run(
    rule: ReminderRule,
    policy: RulePolicy,
    leads: Sequence[int],
    *,
    ids: Sequence[int] | None,
    today: date,
    now: datetime,
    is_escalation: bool,
) -> Made:
    statement = (escalating if is_escalation else making)(rule, is_touched=ids is not None)
    values: dict[str, Any] = {
        **lead_parameters(leads, today=today, counts_working_days=policy.counts_working_days),
        "rule": rule.name,
        "kind": rule.kind.value,
        "is_on": policy.is_on,
        "is_lasting": rule.is_lasting and policy.is_on and not is_escalation,
        "is_escalation": is_escalation,
        "ids": None if ids is None else list(ids),
        "today": today,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[int, int, int] = cursor.fetchone()
    return Made(*row)
