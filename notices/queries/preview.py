"""Who would be told on a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from base.reminders import ReminderRule
from base.scoping import AnyUser
from notices.models import RulePolicy
from notices.statement import lead_parameters, leads_of, previewing
from workforce.access import Access
from workforce.enums import Role
from workforce.models import User, Worker
from workforce.models.unit import SUBTREE_SQL
from workforce.reach import Reach


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Somebody who would be told of something; `worker` is whom it is about."""

    recipient: User
    worker: Worker | None
    subject_id: int
    due_on: date
    lead: int
    values: dict[str, Any]


def preview(
    rule: ReminderRule, policy: RulePolicy, *, day: date, user: AnyUser, limit: int
) -> list[Foreseen]:
    """Who would be told on a day by this policy (saved or not), had nothing changed until then.

    Without those who know it already; of the units the user keeps or audits, in order of the due day, at
    most `limit`. Three statements at most.
    """
    reach = Access.of(user).reach(Role.HR_OFFICER, Role.AUDITOR)
    in_sight, paths = _in_sight(reach)
    values = {
        **lead_parameters(leads_of(policy), today=day, counts_working_days=policy.counts_working_days),
        "rule": rule.name,
        "is_escalation": False,
        "today": day,
        "now": timezone.make_aware(datetime.combine(day, time(6, 10)), timezone.get_default_timezone()),
        "limit": limit,
        **paths,
    }
    with connection.cursor() as cursor:
        cursor.execute(previewing(rule, in_sight=in_sight), values)
        rows = cursor.fetchall()
    people = User.objects.select_related("worker").in_bulk([row[0] for row in rows])
    workers = Worker.objects.in_bulk([row[1] for row in rows if row[1] is not None])
    return [
        Foreseen(people[told], workers.get(about), subject_id, due_on, lead, json.loads(shown))
        for told, about, subject_id, due_on, lead, shown in rows
    ]


def _in_sight(reach: Reach) -> tuple[str, dict[str, Any]]:
    """A condition on the unit of what would be told, and its parameters."""
    if reach.is_everything:
        return "true", {}
    tops = [path[-1] for path in reach.paths]
    subtree = SUBTREE_SQL.replace("%s", "%(tops)s")
    return f"candidate.unit_id IN ({subtree})", {"tops": tops}
