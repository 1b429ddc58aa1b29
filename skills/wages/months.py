"""Months as people and spreadsheets write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from base.text import clean

_EXCEL_EPOCH = date(1899, 12, 30)
_MONTH = re.compile(r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*月?(?:份)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(?:\d{2})?")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*日?"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
#: Day counts a spreadsheet shows for a date cell that lost its format: 1927 to 2119.
_DAY_COUNTS = range(10_000, 80_000)


class UnreadableMonth(ValueError):
    """The text names no month that exists."""


def read_month(value: object) -> date:
    """The first day of the month a cell or a typed text names.

    2026-10, 2026/10, 2026.10, 2026年10月, 2026年10月份, 202610, 20261001, 2026-10-31, a date cell, a
    date that lost its format (46296). Raises UnreadableMonth, for month 13 and for a blank too.
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean(str(value))
    try:
        if match := _DAY.fullmatch(text):
            return date(*(int(part) for part in match.groups())).replace(day=1)
        if match := _MONTH.fullmatch(text):
            return date(int(match[1]), int(match[2]), 1)
        if text.isdecimal() and int(text) in _DAY_COUNTS:
            return (_EXCEL_EPOCH + timedelta(days=int(text))).replace(day=1)
        if match := _COMPACT.fullmatch(text):
            return date(int(match[1]), int(match[2]), 1)
    except ValueError as error:
        raise UnreadableMonth(text) from error
    raise UnreadableMonth(text)


def month_text(month: date) -> str:
    """A month as it is shown and written: 2026-10."""
    return f"{month:%Y-%m}"
