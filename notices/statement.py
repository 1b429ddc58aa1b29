"""The statements by which reminders are made and previewed, put together from the parts in `sql/`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from base.enums import TouchedBy
from base.reminders import ReminderRule
from notices.lead_days import stretches
from notices.models import RulePolicy

_TOUCHED = {
    TouchedBy.WORKER: "worker_id",
    TouchedBy.SUBJECT: "subject_id",
    TouchedBy.RECIPIENT: "recipient_id",
}


def making(rule: ReminderRule, *, is_touched: bool) -> str:
    """The statement that makes, renews and ends the rule's reminders, of all or of the ids touched."""
    rows = _restricted(rule.candidates, rule.only, is_touched)
    holding = "SELECT candidate.subject_id FROM candidate"
    touched = _touched(rule, "reminder", is_touched)
    return _put_together("make.sql", rows=rows, holding=holding, touched=touched)


def escalating(rule: ReminderRule, *, is_touched: bool) -> str:
    """The same for what heads are told of the rule's open reminders."""
    of_touched = _touched(rule, "told", is_touched)
    rows, holding = (
        part(name).replace("{only}", of_touched) for name in ("escalations.sql", "still_open.sql")
    )
    touched = _touched(rule, "reminder", is_touched)
    return _put_together("make.sql", rows=rows, holding=holding, touched=touched)


def previewing(rule: ReminderRule, *, in_sight: str) -> str:
    """Who is to be told and was not; `in_sight` is a condition on `candidate.unit_id`."""
    return _put_together(
        "preview.sql", rows=_restricted(rule.candidates, rule.only, False), in_sight=in_sight
    )


def doubled(rule: ReminderRule) -> str:
    """Recipient and subject of what the rule names more than once; parameters `today`, `now`, `sample`."""
    return part("doubled.sql").replace("{rows}", _restricted(rule.candidates, rule.only, False))


def lead_parameters(leads: Sequence[int], *, today: date, counts_working_days: bool) -> dict[str, Any]:
    """The parameters of `candidates.sql` that say which lead is reached for which due days."""
    reached = stretches(leads, today=today, counts_working_days=counts_working_days)
    return {
        "leads": [one.lead for one in reached],
        "after": [one.after for one in reached],
        "until": [one.until for one in reached],
        "horizon": max((one.until for one in reached), default=date.min),
    }


def leads_of(policy: RulePolicy) -> list[int]:
    """The leads in force: none of a rule that is off."""
    return list(policy.leads) if policy.is_on else []


def escalation_leads_of(policy: RulePolicy) -> list[int]:
    """The lead of escalations: so many days over."""
    return [] if policy.escalates_after is None or not policy.is_on else [-policy.escalates_after]


def _put_together(asked: str, **places: str) -> str:
    """The candidates and what is asked of them; the texts of rules come last, for they may hold any brace."""
    text = part("candidates.sql") + part(asked).replace("{told}", part("told.sql"))
    for name in sorted(places, key="rows".__eq__):
        text = text.replace(f"{{{name}}}", places[name])
    return text


def _touched(rule: ReminderRule, table: str, is_touched: bool) -> str:
    """A condition on reminders: those of the ids touched, or all."""
    return _restricted("{only}", f"{table}.{_TOUCHED[rule.touched_by]}", is_touched)


def _restricted(text: str, column: str, is_touched: bool) -> str:
    """The text looking at the ids touched, or at everything."""
    return text.replace("{only}", f"{column} = ANY(%(ids)s::bigint[])" if is_touched else "true")


@cache
def part(name: str) -> str:
    """The text of a part without its comments (the driver would read a "%" in them)."""
    text = (files("notices") / "sql" / name).read_text(encoding="utf-8")
    lines = (line.partition("--")[0].rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"
