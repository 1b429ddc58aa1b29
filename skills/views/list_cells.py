"""Cells of lists that are more than a text, written as HTML without a template each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from base.cells import NOTHING
from base.staircase import SMALL, Drawing, draw_staircase
from skills.enums import Level
from skills.past_day import AS_OF_FIELD
from skills.staircases import staircase_steps

#: A day before every other: no step of a list opens by it.
_NO_DAY = date.min


@dataclass(frozen=True)
class Opening:
    """The day the next level opens (None: not told to this reader), and whether it has come.

    Of a past day neither is told to those who may not see the birth date the day would give away.
    """

    day: date | None
    is_open: bool
    is_untold: bool = False


def worker_page(row: Any) -> str:
    """The page of the worker, of the day the list is about."""
    address, day = reverse("skills:worker", args=[row.employee_no]), getattr(row, "shown_day", None)
    return f"{address}?{AS_OF_FIELD}={day.isoformat()}" if day else address


def draw_name(row: Any, value: Any) -> SafeString:
    """The name, leading to the worker's page."""
    return format_html('<a class="nowrap" href="{}">{}</a>', worker_page(row), value)


def draw_unit(row: Any, value: Any) -> SafeString:
    """The end of the unit's path; the whole of it is told on pointing."""
    return format_html('<span class="unit-path" title="{}">{}</span>', row.unit_path, value)


def draw_words(row: Any, value: Any) -> SafeString:
    """Words that are not broken into letters in a narrow column."""
    return format_html('<span class="whole-words">{}</span>', getattr(value, "label", value) or NOTHING)


def draw_level(row: Any, value: Level | None) -> SafeString:
    """The small staircase of the level held."""
    return conditional_escape(NOTHING) if value is None else _staircase(value, get_language())


@lru_cache(maxsize=64)
def _staircase(level: Level, language: str | None) -> SafeString:
    """The sign and the word of a level in a language; the drawing stands in `draw_stairs_once`.

    The next level has a column of its own, so a screen reader is not told of it twice.
    """
    return render_to_string(
        "base/components/staircase_small.html",
        {"drawing": _drawing(level), "drawn_as": _name_of_drawing(level)},
    )


@lru_cache(maxsize=1)
def draw_stairs_once() -> SafeString:
    """The staircases of all levels, for the cells of a list to show."""
    drawings = [(_name_of_drawing(level), _drawing(level)) for level in Level]
    return render_to_string("base/components/staircases_once.html", {"drawings": drawings})


def _drawing(level: Level) -> Drawing:
    """The staircase of a level; its steps carry no days."""
    return draw_staircase(staircase_steps(level.value, {}, today=_NO_DAY), SMALL)


def _name_of_drawing(level: Level) -> str:
    return f"stairs-{level.value}"


def draw_opening(row: Any, value: Opening | None) -> SafeString:
    """The day the next level opens, and whether it has come."""
    if value is None:
        return conditional_escape(NOTHING)
    day = "" if value.day is None else format_html('<span class="nowrap">{}</span>', value.day.isoformat())
    is_open = (
        format_html(' <span class="state state-green">{}</span>', pgettext("grade", "open"))
        if value.is_open
        else ""
    )
    untold = (
        format_html('<span class="quiet">{}</span>', pgettext("date", "not told")) if value.is_untold else ""
    )
    return format_html("{}{}{}", day, is_open, untold)
