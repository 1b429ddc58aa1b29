"""The components draw what they are given, and what people typed never runs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from base.components import (
    Bar,
    ClauseItem,
    ClauseState,
    CodeSlip,
    Crumb,
    Definition,
    Progress,
    TimelineEntry,
    draw_bars,
)
from base.enums import JobState
from base.form_rendering import DayInput, PageFormRenderer

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def render(tag: str, **values: object) -> str:
    return Template("{% load components %}" + tag).render(Context(values))


def assert_harmless(html: str) -> None:
    assert "<script" not in html
    assert '"><' not in html.replace('""><', "")
    assert " style=" not in html


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("{% badge value %}", {"value": HOSTILE}),
        ("{% definitions value %}", {"value": [Definition(HOSTILE, HOSTILE, HOSTILE)]}),
        (
            "{% clauses value %}",
            {"value": [ClauseItem(ClauseState.MISSING, HOSTILE, None, HOSTILE, HOSTILE, HOSTILE)]},
        ),
        (
            "{% timeline value %}",
            {"value": [TimelineEntry(date(2026, 1, 1), HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)]},
        ),
        ("{% bars value value2 value2 value2 %}", {"value": [Bar(HOSTILE, 3, HOSTILE)], "value2": HOSTILE}),
        ("{% progress value %}", {"value": Progress(1, 2, HOSTILE, HOSTILE, HOSTILE)}),
        ("{% empty value value value value %}", {"value": HOSTILE}),
        ("{% code_sheet value %}", {"value": [CodeSlip(HOSTILE, HOSTILE, HOSTILE, HOSTILE)]}),
        ("{% breadcrumbs value %}", {"value": [Crumb(HOSTILE, HOSTILE)]}),
        ("{% confirm_button value value value value %}", {"value": HOSTILE}),
    ],
)
def test_hostile_text_stays_text(tag: str, values: dict[str, object]) -> None:
    html = render(tag, **values)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert " style=" not in html


def test_badge_of_an_enum_brings_its_label_and_colour() -> None:
    html = render("{% badge value %}", value=JobState.FAILED)
    assert html == f'<span class="state state-{JobState.FAILED.colour}">{JobState.FAILED.label}</span>'


def test_badge_of_an_unknown_colour_is_plain() -> None:
    assert 'class="state state-secondary"' in render('{% badge "x" "pink; }" %}')


def test_clause_says_its_state_in_words_beside_the_sign() -> None:
    items = [
        ClauseItem(ClauseState.MET, "three years", date(2024, 5, 1)),
        ClauseItem(ClauseState.OPENS, "sixteen years", date(2027, 3, 1), "3 months left"),
        ClauseItem(ClauseState.MISSING, "a diploma", action_label="Upload", action_url="/up"),
    ]
    html = render("{% clauses items %}", items=items)
    states = re.findall(r'class="clause-state">([^<]*)<', html)
    assert states == ["met since 2024-05-01", "opens on 2027-03-01", "missing"]
    assert '<a class="btn btn-sm clause-action" href="/up">Upload</a>' in html


def test_empty_definition_shows_a_dash_and_zero_does_not() -> None:
    html = render(
        "{% definitions items %}", items=[Definition("a", None), Definition("b", ""), Definition("c", 0)]
    )
    assert re.findall(r"<dd>([^<]*)</dd>", html) == ["—", "—", "0"]


def test_bars_are_measured_against_the_longest_and_the_sum() -> None:
    drawn = draw_bars([Bar("a", 1500), Bar("b", 500), Bar("c", 1), Bar("d", 0)])
    assert [bar.length for bar in drawn] == [100, 33, 1, 0]
    assert [bar.number for bar in drawn] == ["1,500", "500", "1", "0"]
    assert [bar.share for bar in drawn][:2] == ["75.0 %", "25.0 %"]


def test_bars_of_nothing_are_empty() -> None:
    assert [bar.share for bar in draw_bars([Bar("a", 0)])] == ["0.0 %"]
    assert draw_bars([]) == []


def test_running_job_asks_again_every_two_seconds() -> None:
    html = render("{% progress job %}", job=Progress(50, 200, "Reading", "/poll", "/page"))
    assert 'hx-get="/poll" hx-trigger="every 2s"' in html
    assert '<progress max="100" value="25"' in html
    assert "50 / 200" in html
    assert '<noscript><a href="/page">' in html


def test_finished_job_asks_no_more() -> None:
    html = render("{% progress job %}", job=Progress(200, 200, "Done", "/poll", "/page", is_over=True))
    assert "hx-trigger" not in html
    assert 'href="/page"' in html


def test_progress_without_a_total_is_zero_per_cent() -> None:
    assert Progress(5, 0, "Reading", "/poll", "/page").percent == 0


def test_confirm_button_works_as_a_link_and_as_a_dialog() -> None:
    html = render(
        '{% confirm_button url="/undo" label="Undo" question="Sure?" name="undo" %}', csrf_token="abc"
    )
    assert '<a class="btn " href="/undo" data-dialog="confirm-undo">Undo</a>' in html
    assert '<dialog class="confirm" id="confirm-undo"' in html
    assert (
        '<form method="post" action="/undo"><input type="hidden" name="csrfmiddlewaretoken" value="abc">'
        in html
    )


class GradeForm(forms.Form):
    default_renderer = PageFormRenderer

    level = forms.ChoiceField(choices=[("1", "one"), ("2", "two")], help_text="As certified")
    day = forms.DateField(widget=DayInput, required=False)
    sex = forms.ChoiceField(choices=[("M", "m"), ("F", "f")], widget=forms.RadioSelect)
    sure = forms.BooleanField()
    name = forms.CharField()


def test_field_ties_help_and_error_to_the_input() -> None:
    form = GradeForm({"level": "9", "name": HOSTILE})
    html = str(form)
    assert 'aria-describedby="id_level_helptext id_level_error"' in html
    assert 'id="id_level_helptext"' in html
    assert 'id="id_level_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<script" not in html
    assert 'value="&quot;&gt;&lt;script&gt;' in html


def test_field_gets_the_class_of_its_kind_and_says_when_it_is_optional() -> None:
    html = str(GradeForm())
    assert re.search(r'<select name="level"[^>]*class="form-select"', html)
    assert re.search(r'<input type="date" name="day"[^>]*class="form-control"', html)
    assert re.search(r'<input type="checkbox" name="sure"[^>]*class="form-check-input"', html)
    assert html.count('class="optional"') == 1
    assert "<fieldset" in html


def test_error_of_the_whole_form_stands_above_its_fields() -> None:
    form = GradeForm({})
    form.add_error(None, "Already recorded.")
    html = str(form)
    assert html.index('role="alert"') < html.index("id_level")
    assert "Already recorded." in html
