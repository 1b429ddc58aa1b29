"""How a value is written in a table: dates as 2026-11-21, money with two decimals, nothing as a dash."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext as _

NOTHING = "—"


class CellKind(Enum):
    """What a column holds; numbers and money stand at the right in figures of one width."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CODE = "code"
    BADGE = "badge"


def format_cell(value: object, kind: CellKind = CellKind.TEXT) -> object:
    """The text of a cell. A badge value stays itself, so that its colour can be drawn."""
    if value is None or value == "":
        return NOTHING
    if kind is CellKind.BADGE:
        return value
    if kind is CellKind.MONEY and isinstance(value, Decimal | int):
        return f"{value:,.2f}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Choices):
        return value.label
    return _format_plain(value, kind)


def describe_span(span: timedelta) -> str:
    """A duration in seconds, or in minutes and seconds."""
    seconds = span.total_seconds()
    if seconds < 60:
        return _("%(seconds).1f seconds") % {"seconds": seconds}
    return _("%(minutes)d min %(seconds)d s") % {"minutes": seconds // 60, "seconds": seconds % 60}


def _format_plain(value: object, kind: CellKind) -> object:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return describe_span(value)
    if kind is CellKind.NUMBER and isinstance(value, int | Decimal):
        return f"{value:,}"
    return str(value)


def read_path(row: Any, path: str) -> object:
    """Follow a dotted path of attributes (``unit.name``); None as soon as one is empty or absent on the way.

    A final method without arguments is called (``get_status_display``).
    """
    found: Any = row
    for name in path.split("."):
        if found is None:
            return None
        found = _related(found, name)
    return found() if callable(found) and not isinstance(found, type) else found


def _related(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name)
    except ObjectDoesNotExist:
        return None
