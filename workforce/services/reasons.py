"""Why something is done: typed by people, kept with the row and in the history of everything written."""

from __future__ import annotations

import pghistory
from django.utils.translation import gettext_lazy as _

from base.errors import InvalidInput
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.models import User


def kept_reason(text: str) -> str:
    """The reason as it is kept: cleaned, id numbers hidden, at most 200 characters."""
    return hide_typed_id_numbers(clean(text))[:200]


def required_reason(text: str) -> str:
    """The reason as it is kept. Raises InvalidInput when there is none."""
    kept = kept_reason(text)
    if not kept:
        raise InvalidInput(_("Please give a reason."), code="reason_missing", field="reason")
    return kept


def authored(actor: User | None, reason: str) -> pghistory.context:
    """Who and why, for the history of every row written inside."""
    told: dict[str, object] = {"reason": reason}
    if actor is not None:
        told["user"] = actor.pk
    return pghistory.context(**told)
