"""Facts of a career as the what-if form sends them."""

from __future__ import annotations

from datetime import date
from typing import Any

from base.dates import last_day
from skills.what_if_form import LISTS

JUDGED = {True: "yes", False: "no", None: ""}


def as_typed(facts: dict[str, Any], *, empty_rows: int = 1) -> dict[str, str]:
    """The fields of the form, with so many empty rows behind each list."""
    typed = {"rule_set": facts["rule_set"], "born": facts.get("born") or ""}
    for name in LISTS:
        rows = facts.get(name, [])
        typed |= {f"{name}-TOTAL_FORMS": str(len(rows) + empty_rows), f"{name}-INITIAL_FORMS": "0"}
        for number, row in enumerate(rows):
            typed |= {f"{name}-{number}-{field}": value for field, value in _row(name, row).items()}
        for number in range(len(rows), len(rows) + empty_rows):
            typed |= {f"{name}-{number}-matches": "yes"} if name in ("titles", "diplomas") else {}
    return typed


def _row(name: str, row: Any) -> dict[str, str]:
    if name == "apprenticeships_completed":
        return {"completed": row}
    if name == "spells":
        end = last_day(date.fromisoformat(row["to"])) if row["to"] else None
        return {"since": row["from"], "last": end.isoformat() if end else ""}
    return {field: JUDGED[value] if field == "matches" else str(value) for field, value in row.items()}
