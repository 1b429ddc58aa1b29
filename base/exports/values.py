"""A list's cells as a file holds them: dates and numbers stay what they are, everything else is text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Choices, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from base.cells import CellKind
from base.workbooks.writing import Value

#: What a spreadsheet may take for the beginning of a formula, full-width signs of Chinese keyboards included.
FORMULA_SIGNS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIGNS_LEFT_ALONE = tuple(sign for sign in FORMULA_SIGNS if sign not in "=+-@|%")


def file_value(value: object, kind: CellKind) -> Value:
    """The value of a cell. A code stays text though it is all digits; a moment is the local one."""
    if value is None or value == "":
        return None
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if kind is CellKind.CODE:
        return str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, date | int | float | Decimal):
        return value
    if isinstance(value, list | tuple | set | frozenset | Model):
        return "、".join(map(str, value)) if not isinstance(value, Model) else str(value)
    return str(value)


class FileValues:
    """`file_value` for many cells of one person: the words of a choice are looked up in a catalogue once."""

    def __init__(self) -> None:
        self._labels: dict[tuple[type, object], Value] = {}

    def of(self, value: object, kind: CellKind) -> Value:
        """The value of a cell."""
        if value is None or type(value) is str:
            return value or None
        if not isinstance(value, Choices):
            return file_value(value, kind)
        key = (type(value), value)
        if key not in self._labels:
            self._labels[key] = file_value(value, kind)
        return self._labels[key]


def csv_value(value: Value) -> str | int | float | Decimal | None:
    """The same for CSV: dates as 2026-11-21, and nothing a spreadsheet would take for a formula.

    `defusedcsv` puts an apostrophe before ASCII signs; this does it for the signs it leaves alone.
    """
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_SIGNS_LEFT_ALONE) else value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def may_begin_formula(value: object) -> bool:
    """Whether a cell must pass `defusedcsv`."""
    return isinstance(value, str) and value.startswith(FORMULA_SIGNS)
