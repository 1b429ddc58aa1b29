"""The staircase: shapes that rise, states in words, nothing of a name runs as markup."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template

from base.staircase import LARGE, Step, StepState, draw_staircase


def eight_steps(current: int, label: str = "Step") -> list[Step]:
    def state(order: int) -> StepState:
        if order <= current:
            return StepState.CURRENT if order == current else StepState.REACHED
        return StepState.NEXT if order == current + 1 else StepState.CLOSED

    return [
        Step(order, f"{label}{order}", state(order), "2027-03-01" if order == current + 1 else "")
        for order in range(1, 9)
    ]


def render(tag: str, steps: list[Step]) -> str:
    return Template("{% load components %}" + tag).render(Context({"steps": steps, "hostile": "<b>"}))


def test_each_step_is_higher_and_stands_on_the_ground() -> None:
    drawing = draw_staircase(eight_steps(3), LARGE)
    assert [drawn.height for drawn in drawing.steps] == [104, 122, 140, 158, 176, 194, 212, 230]
    assert {drawn.y + drawn.height for drawn in drawing.steps} == {drawing.height}
    assert all(drawn.right <= drawing.width for drawn in drawing.steps)


def test_steps_are_drawn_in_their_order_whatever_order_they_come_in() -> None:
    drawing = draw_staircase(list(reversed(eight_steps(3))), LARGE)
    assert [drawn.step.order for drawn in drawing.steps] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_large_staircase_shows_states_ends_and_the_date_of_the_next_step() -> None:
    html = render('{% staircase steps "甲" "乙" %}', eight_steps(3))
    assert [html.count(f"stair-{state.value}") for state in StepState] == [2, 1, 1, 4]
    assert re.findall(r'class="stair-end"[^>]*>(.)<', html) == ["甲", "乙"]
    assert re.findall(r'class="stair-date"[^>]*>([^<]*)<', html) == ["2027-03-01"]


@pytest.mark.parametrize("current", [0, 8])
def test_first_and_last_places_are_drawn(current: int) -> None:
    html = render('{% staircase steps "甲" "乙" %}', eight_steps(current))
    assert html.count("stair-pin") == (1 if current else 0)
    assert html.count("stair-date") == (0 if current == 8 else 1)


def test_list_for_screen_readers_says_every_state_in_words() -> None:
    html = render('{% staircase steps "甲" "乙" %}', eight_steps(3))
    words = [re.sub(r"\s+", " ", item) for item in re.findall(r"<li>(.*?)</li>", html)]
    assert len(words) == 8
    assert words[2].startswith("Step3")
    assert str(StepState.CURRENT.label) in words[2]
    assert words[3].endswith("2027-03-01")
    assert '<svg viewBox="0 0 368 267" aria-hidden="true"' in html


def test_long_label_of_two_words_stands_in_two_lines() -> None:
    steps = [Step(1, "Intermediate worker", StepState.CLOSED), Step(2, "高级技师", StepState.CLOSED)]
    drawing = draw_staircase(steps, LARGE)
    assert [drawn.lines for drawn in drawing.steps] == [["Intermediate", "worker"], ["高级技师"]]


def test_hostile_label_stays_text() -> None:
    for tag in ("{% staircase steps hostile hostile %}", "{% staircase_small steps %}"):
        html = render(tag, eight_steps(3, label="<script>alert(1)</script>"))
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "<b>" not in html


def test_small_staircase_names_the_current_and_the_next_step() -> None:
    html = render("{% staircase_small steps %}", eight_steps(3))
    assert "Step3" in html
    assert "Step4 2027-03-01" in html
    assert html.count("M") == 8
    assert re.findall(r'<path class="stair-(\w+)"', html) == ["reached", "current", "next", "closed"]


def test_small_staircase_without_a_current_step_shows_a_dash() -> None:
    assert "—" in render("{% staircase_small steps %}", eight_steps(0))


def test_drawings_hold_no_inline_style_or_script() -> None:
    html = render('{% staircase steps "甲" "乙" %}', eight_steps(3))
    assert " style=" not in html
    assert " on" not in html.lower().replace(" one", "")
