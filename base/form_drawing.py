"""Inputs and choices as HTML, equal to Django's own templates, without a template an option.

A list's page draws a dozen inputs and hundreds of options; Django's templates include one another for each
attribute and option. Kinds of widgets that are not named here keep their templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

_OPTION = "django/forms/widgets/select_option.html"
_INPUTS = ("input", "text", "number", "date", "hidden")
Drawn = Callable[[Mapping[str, Any]], SafeString | None]


def draw_input(widget: Mapping[str, Any]) -> SafeString:
    """An ``<input>`` with its attributes."""
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return mark_safe(  # noqa: S308 - every value is escaped
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'
    )


def draw_select(widget: Mapping[str, Any]) -> SafeString | None:
    """A ``<select>`` with its options; None where an option has a template of its own."""
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION for _name, options, _index in groups for option in options):
        return None
    inside = "".join(_groups(groups))
    return mark_safe(  # noqa: S308 - every value is escaped
        f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{inside}\n</select>'
    )


def _groups(groups: Any) -> Iterator[str]:
    for name, options, _index in groups:
        if name:
            yield f'\n  <optgroup label="{_text(name)}">'
        for option in options:
            yield (
                f'\n  <option value="{_text(option["value"])}"{_attributes(option)}>'
                f"{conditional_escape(option['label'])}</option>\n"
            )
        if name:
            yield "\n  </optgroup>"


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    """As the filter ``stringformat:'s'`` writes it, escaped."""
    return conditional_escape(value) if isinstance(value, str) else escape(str(value))


DRAWN: Mapping[str, Drawn] = {
    "django/forms/widgets/select.html": draw_select,
    **{f"django/forms/widgets/{kind}.html": draw_input for kind in _INPUTS},
}
