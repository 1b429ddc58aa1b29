"""How each scheduled task stands, as its page and the API tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from base.enums import JobState
from base.models.schedule import RunOutcome, ScheduleState
from base.schedule_plan import describe_plan, next_moment
from base.schedules import is_late, is_under_way, schedule, zone


@dataclass(frozen=True)
class Standing:
    """An entry of the schedule with its last and next run. `state` is None until the entry is first noted."""

    name: str
    label: str | Promise
    about: str | Promise
    task: str
    plan: str
    state: ScheduleState | None
    next_at: datetime
    is_late: bool
    is_under_way: bool

    @property
    def last_at(self) -> datetime | None:
        """When the last run began."""
        return self.state.started_at if self.state is not None else None

    @property
    def took(self) -> timedelta | None:
        """How long the last run took, once it ended."""
        return self.state.took if self.state is not None else None

    @property
    def outcome(self) -> RunOutcome | JobState | None:
        """How the last run ended, that it runs, that it waits to; None before the first."""
        if self.is_under_way:
            return JobState.RUNNING
        if self.state is None or self.state.asked_at is not None:
            return JobState.QUEUED if self.state is not None else None
        if self.state.outcome:
            return RunOutcome(self.state.outcome)
        return RunOutcome.LOST if self.state.started_at is not None else None

    @property
    def error(self) -> str:
        """The kind of fault the last run ended with."""
        return self.state.error if self.state is not None else ""


def standings(*, now: datetime) -> list[Standing]:
    """Every entry, those that are late first, then in the order of the schedule. One statement."""
    states = {state.name: state for state in ScheduleState.objects.all()}
    rows = []
    for name, entry in schedule().items():
        state = states.get(name)
        taken = state.moment if state is not None else None
        after = now if not isinstance(entry.plan, timedelta) or taken is None else taken
        rows.append(
            Standing(
                name=name,
                label=entry.label,
                about=entry.about,
                task=entry.task,
                plan=describe_plan(entry.plan),
                state=state,
                next_at=max(next_moment(entry.plan, after=after, zone=zone()), now),
                is_late=state is not None and is_late(state, now),
                is_under_way=state is not None and is_under_way(state, now),
            )
        )
    return sorted(rows, key=lambda row: not row.is_late)
