"""The reason a clerk gives for changing a record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.log_redaction import hide_typed_id_numbers
from base.text import clean

#: The longest reason a record keeps.
MAX_REASON = 200


def required_reason(text: str) -> str:
    """A reason in one written form, without id numbers.

    Raises InvalidInput when it is blank or longer than 200 characters.
    """
    reason = optional_reason(text)
    if not reason:
        raise InvalidInput(_("Please give a reason."), code="reason_missing", field="reason")
    return reason


def optional_reason(text: str) -> str:
    """As `required_reason`, but it may be blank."""
    reason = hide_typed_id_numbers(clean(text))
    if len(reason) > MAX_REASON:
        raise InvalidInput(_("Keep the reason within 200 characters."), code="too_long", field="reason")
    return reason
