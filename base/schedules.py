"""Scheduled tasks that know what became of them: each planned moment is taken once, whoever sends it.

`config/schedules.py` says what runs when. Beat only publishes the name of an entry; the run claims the
planned moment under a lock of the entry's row, so a second beat does nothing, and a run whose worker was
killed is taken up again when its lease is over. `start_overdue` starts what nobody sent in its time. Nothing
of it leans on the file in which beat keeps its own state.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from celery import current_app
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from base.broker import wake
from base.errors import Conflict, Missing, NotPermitted
from base.events import record_event
from base.models.schedule import RUN_SCHEDULES, RunOutcome, ScheduleRun, ScheduleState
from base.schedule_plan import RUN_TASK, ScheduledTask, last_moment, next_moment
from base.schedule_run import LEASE, RunUnderWay

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
"""So often a planned moment is tried; then it waits for the next one, and the lateness is told."""
_FIRST_DELAY = timedelta(minutes=5)
_FIRST_GRACE = timedelta(minutes=15)
"""What is new is not late so soon: the system may still be set up."""

LATE = "base.schedule_late"
RAN_AGAIN = "base.schedule_ran_again"
ASKED = "base.schedule_run_asked"
_SUBJECT = "base.schedulestate"


def schedule() -> Mapping[str, ScheduledTask]:
    """Every entry of the schedule by name."""
    return MappingProxyType(settings.SCHEDULE)


def zone() -> tzinfo:
    """The time zone the schedule is written in."""
    return ZoneInfo(settings.TIME_ZONE)


def run_scheduled(name: str, *, now: datetime) -> RunOutcome | None:
    """Run an entry if its moment is due or somebody asked for it; None when there is nothing to do.

    A fault of the task ends in the entry's row and is not raised. An entry that is gone is passed over: its
    message may be older than this version.
    """
    entry = schedule().get(name)
    if entry is None:
        log.warning("schedule_unknown", schedule=name)
        return None
    run = _claim(name, entry, now)
    if run is None:
        return None
    outcome, error, begun = RunOutcome.SUCCEEDED, "", time.monotonic()
    with run:
        try:
            current_app.tasks[entry.task]()
        except Exception as fault:  # whatever a task raises is its failure and must be told in its row
            log.exception("scheduled_task_failed", schedule=name, run=run.number)
            outcome, error = RunOutcome.FAILED, _in_short(fault)
            _leave_broken_connection()
    _finish(name, entry, run, outcome, error, now + timedelta(seconds=time.monotonic() - begun))
    return outcome


def _leave_broken_connection() -> None:
    """Take a new connection when the task lost its own, else how it ended could not be written down."""
    if not connection.in_atomic_block and not connection.is_usable():
        connection.close()


def _in_short(fault: Exception) -> str:
    """The kind of fault alone: the database's messages quote rows, and rows name people. The log has more."""
    return type(fault).__name__


def _claim(name: str, entry: ScheduledTask, now: datetime) -> RunUnderWay | None:
    """Take the entry's moment for a run that begins now; None when it is done, not due, or being done."""
    with transaction.atomic():
        state = _locked(name, entry, now)
        asked_by = state.asked_by_id if state.asked_at is not None else None
        if is_under_way(state, now) or not (asked_by or is_due(entry, state, now)):
            return None
        if state.outcome == "" and state.started_at is not None:
            _note_end(state, RunOutcome.LOST, "", now)
        moment = last_moment(entry.plan, now=now, zone=zone(), last=state.moment)
        state.attempt = state.attempt + 1 if moment == state.moment else 1
        state.run += 1
        state.moment, state.started_at, state.finished_at = moment, now, None
        state.lease_until, state.outcome, state.error, state.again_from = now + LEASE, "", "", None
        state.asked_at = state.asked_by = None
        state.save()
        if entry.keeps_runs or asked_by:
            ScheduleRun.objects.create(
                state=state,
                run=state.run,
                moment=moment,
                attempt=state.attempt,
                asked_by_id=asked_by,
                started_at=now,
            )
    return RunUnderWay(state.pk, state.run, longest=entry.longest)


def _locked(name: str, entry: ScheduledTask, now: datetime) -> ScheduleState:
    """The entry's row, locked. One that nobody noted is made: whoever sends it says that it is due."""
    rows = ScheduleState.objects.select_for_update().filter(name=name)
    state = rows.first()
    if state is None:
        moment = last_moment(entry.plan, now=now, zone=zone(), last=None)
        ScheduleState.objects.bulk_create([_new_state(name, entry, moment)], ignore_conflicts=True)
        state = rows.get()
    return state


def _new_state(name: str, entry: ScheduledTask, since: datetime) -> ScheduleState:
    late_from = max(_late_from(entry, since), since + _FIRST_GRACE)
    return ScheduleState(name=name, plan=str(entry.plan), known_since=since, late_from=late_from)


def _late_from(entry: ScheduledTask, moment: datetime) -> datetime:
    """When the entry is late unless the moment after this one is done."""
    return next_moment(entry.plan, after=moment, zone=zone()) + entry.slack


def _note_end(state: ScheduleState, outcome: RunOutcome, error: str, now: datetime) -> None:
    ScheduleRun.objects.filter(state=state, run=state.run, outcome="").update(
        outcome=outcome, error=error, finished_at=now
    )


def _finish(
    name: str, entry: ScheduledTask, run: RunUnderWay, outcome: RunOutcome, error: str, now: datetime
) -> None:
    """Write down how a run ended, unless another run took its place meanwhile."""
    with transaction.atomic():
        state = ScheduleState.objects.select_for_update().get(pk=run.state_id)
        if state.run != run.number:
            log.warning("scheduled_run_overtaken", schedule=name, run=run.number)
            return
        state.outcome, state.error, state.finished_at, state.lease_until = outcome, error, now, None
        if outcome is RunOutcome.SUCCEEDED:
            moment = state.moment or now
            state.good_moment, state.late_from = moment, _late_from(entry, moment)
            _tell_that_it_ran(state)
        else:
            state.again_from = now + _FIRST_DELAY * min(state.attempt, MOST_ATTEMPTS)
        state.save()
        _note_end(state, outcome, error, now)


def _tell_that_it_ran(state: ScheduleState) -> None:
    if state.told_late_from is not None:
        state.told_late_from = None
        _tell(RAN_AGAIN, state, {})


def _tell(
    kind: str,
    state: ScheduleState,
    payload: Mapping[str, Any],
    actor: AbstractBaseUser | None = None,
    now: datetime | None = None,
) -> None:
    record_event(
        kind,
        subject=_SUBJECT,
        subject_id=state.pk,
        payload={"name": state.name, **payload},
        actor=actor,
        now=now,
    )


def is_under_way(state: ScheduleState, now: datetime) -> bool:
    """Whether a run is believed alive."""
    return state.lease_until is not None and state.lease_until > now


def is_due(entry: ScheduledTask, state: ScheduleState, now: datetime) -> bool:
    """Whether the last planned moment still wants its run (the caller has looked whether one is under way).

    A moment that failed or lost its worker is tried again, `MOST_ATTEMPTS` times in all. An interval has its
    next moment at once and is not tried again.
    """
    moment = last_moment(entry.plan, now=now, zone=zone(), last=state.moment)
    if state.moment is None:
        return moment >= state.known_since
    if moment > state.moment:
        return True
    is_done = state.good_moment is not None and state.good_moment >= moment
    if is_done or not entry.keeps_runs or state.attempt >= MOST_ATTEMPTS:
        return False
    return state.again_from is None or state.again_from <= now


def is_late(state: ScheduleState, now: datetime) -> bool:
    """Whether the task has not run when it should. A run under way gets the time to end."""
    return state.late_from is not None and state.late_from <= now and not is_under_way(state, now)


def ask_run(name: str, *, actor: AbstractBaseUser, now: datetime) -> ScheduleState:
    """Have an entry run now, once, whatever its plan says; who asked stays as an event and beside the run.

    Raises NotPermitted without the right, Missing for an entry that is not in the schedule, Conflict while a
    run is under way or asked for already.
    """
    if not actor.has_perm(RUN_SCHEDULES):  # type: ignore[attr-defined]
        raise NotPermitted(_("Scheduled work is started by HR of the whole group or the administrator."))
    entry = schedule().get(name)
    if entry is None:
        raise Missing(_("There is no such scheduled work."))
    with transaction.atomic():
        state = _locked(name, entry, now)
        if is_under_way(state, now):
            raise Conflict(_("It is running just now. Look again when it has ended."), code="under_way")
        if state.asked_at is not None:
            raise Conflict(_("It was asked for already and begins in a moment."), code="asked_already")
        state.asked_at, state.asked_by_id = now, actor.pk
        state.save(update_fields=["asked_at", "asked_by"])
        _tell(ASKED, state, {}, actor, now)
        transaction.on_commit(lambda: wake(RUN_TASK, name))
    return state


def note_schedule(*, now: datetime) -> list[ScheduleState]:
    """Keep a row for each entry of the schedule, and return those rows. Safe to repeat and to run twice.

    An entry that is new, or planned otherwise than before, is expected from its next planned moment on.
    """
    entries = schedule()
    rows = {state.name: state for state in ScheduleState.objects.all()}
    missing = [_new_state(name, entry, now) for name, entry in entries.items() if name not in rows]
    ScheduleState.objects.bulk_create(missing, ignore_conflicts=True)
    for name, state in rows.items():
        planned = entries.get(name)
        plan = str(planned.plan) if planned is not None else ""
        if state.plan != plan:
            state.plan, state.late_from = plan, _late_from(planned, now) if planned is not None else None
            state.save(update_fields=["plan", "late_from"])
    if not missing:
        return [state for name, state in rows.items() if name in entries]
    return list(ScheduleState.objects.filter(name__in=entries))


def start_overdue(*, now: datetime) -> int:
    """Publish every entry whose moment passed without a run, or that somebody asked for; returns how many.

    Runs once a minute; what it publishes twice runs once. It also tells, once, which entries are late.
    """
    entries = schedule()
    states = note_schedule(now=now)
    published = 0
    for state in states:
        entry = entries[state.name]
        wanted = state.asked_at is not None or (entry.keeps_runs and is_due(entry, state, now))
        if wanted and not is_under_way(state, now):
            published += wake(RUN_TASK, state.name)
    for state in states:
        if is_late(state, now) and state.told_late_from != state.late_from:
            _tell_that_it_is_late(state, now)
    return published


def _tell_that_it_is_late(seen: ScheduleState, now: datetime) -> None:
    with transaction.atomic():
        state = ScheduleState.objects.select_for_update().get(pk=seen.pk)
        if not is_late(state, now) or state.told_late_from == state.late_from or state.late_from is None:
            return
        state.told_late_from = state.late_from
        state.save(update_fields=["told_late_from"])
        log.error("schedule_late", schedule=state.name, late_from=state.late_from)
        _tell(LATE, state, {"late_from": state.late_from.isoformat()}, now=now)


def late_states(*, now: datetime) -> list[ScheduleState]:
    """The entries that are late, longest first; read when somebody looks, since beat may be dead. One
    statement.
    """
    rows = ScheduleState.objects.filter(late_from__lte=now, name__in=schedule()).order_by("late_from", "name")
    return [state for state in rows if is_late(state, now)]
