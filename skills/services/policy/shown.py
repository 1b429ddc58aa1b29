"""A draft in words, as a form shows it and as two clerks' versions of it are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skills.eligibility.sentences import clause_sentence, level_name
from skills.enums import Mark
from skills.models import PolicyChange
from skills.services.policy.proposals import clause_row


def change_as_shown(change: PolicyChange) -> dict[str, Any]:
    """What the form of a draft has before its reader; the routes of a version have forms of their own."""
    return {
        "effective_on": change.effective_on.isoformat(),
        "document": change.document,
        "mark": Mark(change.mark).label,
        "reason": change.reason,
        "content": "; ".join(
            str(value)
            for name, value in sorted(change.proposal.items())
            if name not in ("routes", "copied_from")
        ),
    }


def route_as_shown(route: Mapping[str, Any]) -> dict[str, Any]:
    """A route in one line: its level, its conditions, its source."""
    conditions = " + ".join(clause_sentence(clause_row(clause)) for clause in route["clauses"])
    source = " ".join([route["document"], str(Mark(route["mark"]).label), route["source_note"]]).strip()
    return {"route": f"{route['code']} {level_name(route['target'])}: {conditions} ({source})"}
