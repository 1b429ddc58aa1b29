"""The small coloured label of a state."""

from __future__ import annotations

from typing import Any

from django.db.models import Choices
from django.utils.html import format_html
from django.utils.safestring import SafeString

BADGE_COLOURS = frozenset(
    {"green", "yellow", "orange", "red", "blue", "azure", "teal", "purple", "secondary", "accent"}
)


def draw_badge(value: Any, colour: str = "") -> SafeString:
    """A small label. A member of an enum brings its own label and colour."""
    label = value.label if isinstance(value, Choices) else value
    wanted = colour or getattr(value, "colour", "")
    known = wanted if wanted in BADGE_COLOURS else "secondary"
    return format_html('<span class="state state-{}">{}</span>', known, label)
