"""When a scheduled task is planned: what an entry of the schedule says, and its moments before and after now.

Moments are those of the enterprise's time zone (settings.TIME_ZONE), whatever the zone of the instant asked
about. Nothing here reads a clock, a setting or the database: the settings themselves are built from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from celery.schedules import crontab
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

RUN_TASK = "base.run_scheduled"
"""The one task beat publishes; its argument names the entry of the schedule."""


@dataclass(frozen=True)
class At:
    """Every day at a time of day; without an hour, every hour at the minute."""

    minute: int
    hour: int | None = None

    @property
    def period(self) -> timedelta:
        """How far apart two planned moments are."""
        return timedelta(hours=1) if self.hour is None else timedelta(days=1)


Plan = At | timedelta

_GRACE = timedelta(minutes=30)
_LEAST_GRACE = timedelta(minutes=2)
_LONGEST = timedelta(hours=1)
_EARLY = 0.1
"""A message of beat may come so much of its interval early and still counts for the next moment."""


@dataclass(frozen=True)
class ScheduledTask:
    """An entry of the schedule: which task, when, what HR reads about it.

    `plan` is a time of day in the enterprise's zone or an interval. A run that ended well within
    `grace` after its planned moment was in time. A run that takes longer than `longest` is taken for hung.
    """

    task: str
    plan: Plan
    label: str | Promise
    about: str | Promise
    grace: timedelta | None = None
    longest: timedelta = _LONGEST

    @property
    def keeps_runs(self) -> bool:
        """Whether each run is written down; an interval would flood the table."""
        return isinstance(self.plan, At)

    @property
    def slack(self) -> timedelta:
        """How long after its planned moment the task may still be unfinished without being late."""
        if self.grace is not None:
            return self.grace
        return _GRACE if isinstance(self.plan, At) else max(_LEAST_GRACE, 3 * self.plan)


def beat_entries(schedule: Mapping[str, ScheduledTask]) -> dict[str, dict[str, Any]]:
    """The schedule as Celery beat reads it: each entry sends its name to the one task that runs entries.

    A message of an interval that nobody took before the next one is dropped by the worker.
    """
    return {
        name: {
            "task": RUN_TASK,
            "args": (name,),
            **_as_beat_reads(entry.plan),
        }
        for name, entry in schedule.items()
    }


def _as_beat_reads(plan: Plan) -> dict[str, Any]:
    if isinstance(plan, timedelta):
        return {"schedule": plan, "options": {"expires": plan.total_seconds()}}
    return {"schedule": crontab(minute=plan.minute, hour="*" if plan.hour is None else plan.hour)}


def last_moment(plan: Plan, *, now: datetime, zone: tzinfo, last: datetime | None) -> datetime:
    """The last planned moment that is not after `now`.

    An interval is counted from the moment taken last (`last`; None: it begins now). Two beats that send at
    different times of the interval thus name the same moment.
    """
    if isinstance(plan, timedelta):
        steps = int((now - last) / plan + _EARLY) if last is not None else 0
        return now if last is None else last + max(steps, 0) * plan
    moment = _on_the_day_of(plan, now, zone)
    return moment if moment <= now else moment - plan.period


def next_moment(plan: Plan, *, after: datetime, zone: tzinfo) -> datetime:
    """The first planned moment after an instant; for an interval, `after` is a moment taken."""
    if isinstance(plan, timedelta):
        return after + plan
    moment = _on_the_day_of(plan, after, zone)
    return moment if moment > after else moment + plan.period


def _on_the_day_of(plan: At, now: datetime, zone: tzinfo) -> datetime:
    """The planned moment of that day, or of that hour, before or after `now`."""
    local = now.astimezone(zone).replace(minute=plan.minute, second=0, microsecond=0)
    return local if plan.hour is None else local.replace(hour=plan.hour)


def describe_plan(plan: Plan) -> str:
    """The plan in words: every 5 seconds, every hour at :01, every day at 00:05."""
    if isinstance(plan, At):
        if plan.hour is None:
            return _("every hour at :%(minute)02d") % {"minute": plan.minute}
        return _("every day at %(time)s") % {"time": f"{plan.hour:02d}:{plan.minute:02d}"}
    seconds = int(plan.total_seconds())
    if seconds % 60:
        return ngettext("every second", "every %(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("every minute", "every %(count)d minutes", minutes) % {"count": minutes}
