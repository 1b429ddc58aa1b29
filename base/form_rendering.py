"""How forms are drawn: each field with its label, help and errors tied to the input for a screen reader.

Switched on by ``FORM_RENDERER = "base.form_rendering.PageFormRenderer"``.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import SuffixedMultiWidget

from base.form_drawing import DRAWN


class PageBoundField(BoundField):
    """A bound field that gives its widget the class of its kind and names it for the layout."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the CSS class of the widget's kind to the attributes Django gives."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built["class"] = f"{widget.attrs.get('class', '')} {_css_class(widget)}".strip()
        return built

    @property
    def is_checkbox(self) -> bool:
        """Whether the label stands behind the input."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_file(self) -> bool:
        """Whether a file is asked for."""
        return isinstance(self.field.widget, forms.FileInput)


class DayInput(forms.DateInput):
    """A date field with the browser's own calendar; written and read as 2026-11-21."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayRangeInput(SuffixedMultiWidget):
    """Two date fields, from and to, for a filter between two days."""

    template_name = "base/forms/day_range.html"
    suffixes = ["after", "before"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__((DayInput({"aria-label": _("From")}), DayInput({"aria-label": _("To")})), attrs)

    def decompress(self, value: slice | None) -> list[Any]:
        """The first and the last day."""
        return [value.start, value.stop] if value else [None, None]


class PageFormRenderer(TemplatesSetting):
    """Draws forms and fields from this project's templates."""

    form_template_name = "base/forms/form.html"
    field_template_name = "base/forms/field.html"
    bound_field_class = PageBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw plain inputs and choices at once, everything else from its template."""
        draw = DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw is not None else None
        return super().render(template_name, context, request) if drawn is None else drawn


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
