"""What can be wrong with a row of a wage workbook, in words a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skills.wages.columns import LABELS

#: Faults reject the row. `%(value)s` and the like are filled from the fault's params.
FAULTS: Mapping[str, Promise] = {
    "employee_no_missing": _("The employee number is missing."),
    "worker_unknown": _("Nobody in your units has the number “%(value)s”."),
    "own_record": _("Nobody changes their own record. Ask a colleague to import this row."),
    "name_differs": _("Under this number %(expected)s is on record. Check number and name."),
    "month_missing": _("The month is missing."),
    "month_unreadable": _("“%(value)s” is not a month; write it like 2026-10."),
    "month_in_future": _("%(value)s has not come yet."),
    "month_absurd": _("Please check the year of %(value)s."),
    "amount_missing": _("The wage is missing."),
    "amount_unreadable": _("“%(value)s” is not an amount; write it like 6543.21."),
    "amount_negative": _("A wage is zero yuan or more."),
    "amount_too_large": _("The amount is too large. Is it in yuan?"),
    "amount_decimals": _("Write yuan with at most two decimals."),
    "duplicated_in_file": _(
        "Row %(row)d has the wage of the same person and month; the later row is not taken."
    ),
}
#: Notices do not reject the row; the clerk sees them before confirming.
NOTICES: Mapping[str, Promise] = {
    "worker_departed": _("The worker has left or retired."),
}


def describe(staged: Mapping[str, Any]) -> str:
    """The sentence of a staged finding in the reader's language."""
    code = staged["code"]
    sentence = FAULTS.get(code) or NOTICES.get(code) or code
    return str(sentence) % dict(staged.get("params", {}))


def describe_with_column(staged: Mapping[str, Any]) -> str:
    """The sentence with the column's label before it."""
    return f"{LABELS.get(staged['column'], staged['column'])}：{describe(staged)}"
