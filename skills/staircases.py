"""The eight levels as steps of the staircase component."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from base.staircase import Step, StepState
from skills.enums import Level


def staircase_steps(held: int, opens: Mapping[int, date], *, today: date) -> list[Step]:
    """Eight steps: those reached, the one held, the next with its date, and the rest with theirs where known.

    `held` is a level order 1–8; `opens` gives the first day each higher level may be applied for.
    """
    return [
        Step(level.value, level.label, _state(level, held), _date_text(level, held, opens, today))
        for level in Level
    ]


def _state(level: Level, held: int) -> StepState:
    if level < held:
        return StepState.REACHED
    if level == held:
        return StepState.CURRENT
    return StepState.NEXT if level == held + 1 else StepState.CLOSED


def _date_text(level: Level, held: int, opens: Mapping[int, date], today: date) -> str:
    day = opens.get(level.value)
    if level <= held or day is None:
        return ""
    return _("open now") if day <= today else day.isoformat()
