"""The geometry of the staircase: eight steps rising from one word to another.

Knows no domain word: the labels of the steps and the words at both ends come from the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class StepState(TextChoices):
    """How a person stands to one step."""

    REACHED = "reached", _("reached")
    CURRENT = "current", _("you are here")
    NEXT = "next", _("next")
    CLOSED = "closed", _("not open yet")


@dataclass(frozen=True)
class Step:
    """One step: its place counted from 1, its name, how a person stands to it, and a date as it is shown."""

    order: int
    label: str | Promise
    state: StepState
    date_text: str | Promise = ""


LONGEST_LINE = 9


@dataclass(frozen=True)
class DrawnStep:
    """A step with its place in the drawing, in the units of the drawing's view box."""

    step: Step
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Where the step's writing is centred."""
        return self.x + self.width // 2

    @property
    def right(self) -> int:
        """The right edge of the step."""
        return self.x + self.width

    @property
    def lines(self) -> list[str]:
        """The label in one line or, when its words make it long, in two."""
        label = str(self.step.label)
        head, _space, tail = label.rpartition(" ")
        return [head, tail] if head and len(label) > LONGEST_LINE else [label]

    @property
    def is_long(self) -> bool:
        """Whether the label needs the smaller letters."""
        return len(self.lines) > 1 or len(str(self.step.label)) > LONGEST_LINE


@dataclass(frozen=True)
class Drawing:
    """The steps laid out from left to right, each higher than the one before."""

    steps: list[DrawnStep]
    width: int
    height: int

    @property
    def current(self) -> Step | None:
        """The step the person stands on, if any."""
        return next((drawn.step for drawn in self.steps if drawn.step.state is StepState.CURRENT), None)

    @property
    def next(self) -> Step | None:
        """The step that comes next, if any."""
        return next((drawn.step for drawn in self.steps if drawn.step.state is StepState.NEXT), None)


@dataclass(frozen=True)
class Measures:
    """Sizes of a drawing: room at the left and the top, and of each step."""

    left: int
    top: int
    width: int
    gap: int
    first_height: int
    rise: int


LARGE = Measures(left=40, top=34, width=38, gap=3, first_height=104, rise=18)
SMALL = Measures(left=0, top=0, width=9, gap=2, first_height=4, rise=3)


def draw_staircase(steps: Sequence[Step], measures: Measures) -> Drawing:
    """Lay the steps out in their order."""
    ordered = sorted(steps, key=lambda step: step.order)
    height = measures.top + measures.first_height + measures.rise * max(len(ordered) - 1, 0)
    drawn = []
    for position, step in enumerate(ordered):
        step_height = measures.first_height + measures.rise * position
        x = measures.left + position * (measures.width + measures.gap)
        drawn.append(DrawnStep(step, x, height - step_height, measures.width, step_height))
    width = measures.left + len(ordered) * (measures.width + measures.gap)
    return Drawing(drawn, width, height)
