"""Inputs and choices are drawn as Django's own templates draw them."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from base.form_rendering import DayInput, PageFormRenderer

HOSTILE = "\"><script>&'"
CHOICES = [("", "---"), (1, HOSTILE), (HOSTILE, gettext_lazy("Yes")), ("safe", mark_safe("<b>工</b>"))]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"class": HOSTILE, "required": True, "disabled": False}), HOSTILE),
        (forms.TextInput(), None),
        (forms.NumberInput({"min": 1}), 10_000),
        (DayInput({"aria-label": gettext_lazy("From")}), "2026-11-21"),
        (forms.HiddenInput(), 0),
        (forms.Select({"class": "form-select", "data-x": HOSTILE}, choices=CHOICES), HOSTILE),
        (forms.SelectMultiple(choices=[("甲", CHOICES), ("", "all")]), ["1", "safe"]),
        (forms.NullBooleanSelect(), True),
    ],
)
def test_widget_is_drawn_as_by_its_template(widget: forms.Widget, value: object) -> None:
    drawn = [
        widget.render(HOSTILE, value, {"id": "id_x"}, renderer)
        for renderer in (PageFormRenderer(), DjangoTemplates())
    ]
    assert drawn[0] == drawn[1]
    assert "<script" not in drawn[0]


def test_option_with_a_template_of_its_own_keeps_it() -> None:
    class Boxes(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    assert "<label" in Boxes(choices=[("1", "one")]).render("x", "1", {"id": "id_x"}, PageFormRenderer())
