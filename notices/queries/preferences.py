"""How somebody is told: what they chose, beside what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from base.reminders import reminder_rules
from notices.enums import Mode
from notices.models import Choice, PersonSettings
from notices.queries.policies import policies
from workforce.models import User


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule that is on, with the way somebody chose (None: as the rule says, which is `as_ruled`)."""

    rule: str
    label: str | Promise
    about: str | Promise
    chosen: Mode | None
    as_ruled: Mode
    was_told: bool


def settings_of(user: User) -> PersonSettings:
    """What somebody set, else what is shipped (not saved). One statement."""
    return PersonSettings.objects.filter(user=user.pk).first() or PersonSettings(user=user)


def rule_choices(user: User) -> list[RuleChoice]:
    """Every rule that is on, those that told the user something first. Three statements."""
    chosen = {one.rule: Mode(one.mode) for one in Choice.objects.filter(user=user.pk)}
    known = reminder_rules()
    in_force = {name: policy for name, policy in policies().items() if policy.is_on}
    told = _rules_that_told(user, list(in_force))
    rows = [
        RuleChoice(
            rule=name,
            label=known[name].label,
            about=known[name].about,
            chosen=chosen.get(name),
            as_ruled=Mode.AT_ONCE if policy.at_once else Mode.DIGEST,
            was_told=name in told,
        )
        for name, policy in in_force.items()
    ]
    return sorted(rows, key=lambda row: not row.was_told)


def _rules_that_told(user: User, names: Sequence[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) name WHERE EXISTS ("
            "SELECT 1 FROM notices_reminder WHERE recipient_id = %s AND rule = name)",
            [list(names), user.pk],
        )
        return {row[0] for row in cursor.fetchall()}
