"""Transfer, leave of absence, return, leaving, retirement and rehiring: of one worker, or of many at once.

Which act makes sense when stands in `workforce.worker_acts`. An act may lie in the past (what followed keeps
its own changes) or ahead, where it is planned until its day comes (`placements.apply_due_placements`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.dates import add_years
from base.edit_marks import Shown
from base.errors import Conflict, DomainError, InvalidInput, Missing, RowRefusal, RowsRefused
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.enums import EMPLOYED, WorkerStatus
from workforce.models import Placement, Unit, User, Worker
from workforce.rules import require
from workforce.services.merged_records import refuse_merged
from workforce.services.placement_lines import PlacementLine, read_lines, write_lines
from workforce.services.placements import (
    lock_units,
    project_placements,
    role_beyond_reach,
    with_roles_beyond_reach,
)
from workforce.services.worker_marks import refuse_if_worker_changed
from workforce.worker_acts import ACT_RULES, WorkerAct, may_follow

#: The most workers one call acts on.
MOST_WORKERS = 2_000
#: Further ahead nothing is planned: the year was mistyped.
_YEARS_AHEAD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOrder:
    """What is to be done from `since` on, the first day on which it holds.

    `unit` and `post` go with the acts that ask for a place; None keeps what is.
    """

    act: WorkerAct
    since: date
    unit: Unit | None = None
    post: str | None = None
    reason: str = ""


def act_on_worker(
    *, actor: User | None, worker: Worker, order: ActOrder, today: date, shown: Shown | None = None
) -> Worker:
    """Do the act with one worker; returns the record as it stands today.

    Raises NotPermitted (also for one's own record), Conflict for an act that does not fit the status of that
    day, a change already planned, or a unit not open then, ChangedMeanwhile, InvalidInput, Missing.
    """
    marks = {} if shown is None else {worker.pk: shown}
    with transaction.atomic():
        refused = _act(actor=actor, worker_ids=[worker.pk], order=order, today=today, shown=marks)
        for _name, error in refused.values():
            raise error
        return Worker.objects.select_related("unit").get(pk=worker.pk)


def act_on_workers(
    *,
    actor: User | None,
    worker_ids: Iterable[int],
    order: ActOrder,
    today: date,
    shown: Mapping[int, Shown] | None = None,
) -> int:
    """Do the act with many workers, all or nothing; returns how many. The statements do not grow with them.

    `shown` holds what the clerk saw of each. Raises RowsRefused naming every worker for whom it cannot be
    done; what concerns all alike (a unit not open, more than `MOST_WORKERS`) as `act_on_worker`.
    """
    ids = sorted(set(worker_ids))
    if not ids:
        raise InvalidInput(_("Nobody is chosen."), code="nobody_chosen", field="workers")
    if len(ids) > MOST_WORKERS:
        message = gettext("At most %(most)d workers at once.") % {"most": MOST_WORKERS}
        raise InvalidInput(message, code="too_many", field="workers")
    with transaction.atomic():
        refused = _act(actor=actor, worker_ids=ids, order=order, today=today, shown=shown or {})
        if refused:
            rows = tuple(RowRefusal(name, error.code, str(error)) for name, error in refused.values())
            raise RowsRefused(_("Nothing was written: it cannot be done for everybody chosen."), rows)
    return len(ids)


def _act(
    *,
    actor: User | None,
    worker_ids: Sequence[int],
    order: ActOrder,
    today: date,
    shown: Mapping[int, Shown],
) -> dict[int, tuple[str, DomainError]]:
    """Write the act, or say of whom it is refused and write nothing."""
    order = _checked(order, today)
    about: dict[str, Any] = {"reason": order.reason} if order.reason else {}
    if actor is not None:
        about["user"] = actor.pk
    with pghistory.context(**about):
        people = Worker.objects.defer("id_number", "id_number_index").lock_in_order(list(worker_ids))
        # read apart: a joined row would be the one of before the wait for the lock
        prefetch_related_objects(people, "unit")
        workers = {worker.pk: worker for worker in people}
        lines = read_lines(workers)
        units = lock_units(_units_touched(order, lines.values()))
        if order.unit is not None:
            _check_unit(actor, units[order.unit.pk], workers.values())
        beyond = (
            with_roles_beyond_reach(actor, list(workers), today) if ACT_RULES[order.act].departs else set()
        )
        refused: dict[int, tuple[str, DomainError]] = {}
        for worker_id in worker_ids:
            worker = workers.get(worker_id)
            if worker is None:
                refused[worker_id] = (str(worker_id), Missing(_("There is no such worker.")))
                continue
            try:
                require(actor, "workforce.keep_worker", worker)
                refuse_merged(worker)
                refuse_if_worker_changed(worker, shown.get(worker_id))
                if worker_id in beyond:
                    raise role_beyond_reach()
                _change_line(lines[worker_id], worker, order, units)
            except DomainError as error:
                refused[worker_id] = (worker.employee_no, error)
        if not refused:
            _write(actor, lines, order, today)
    return refused


def _checked(order: ActOrder, today: date) -> ActOrder:
    """The order with its texts in one written form. Raises InvalidInput."""
    rule = ACT_RULES[order.act]
    reason = hide_typed_id_numbers(clean(order.reason))
    if rule.needs_reason and not reason:
        raise InvalidInput(_("Please give a reason."), code="reason_missing", field="reason")
    if len(reason) > 200:
        raise InvalidInput(_("Keep the reason within 200 characters."), code="too_long", field="reason")
    post = None if order.post is None else hide_typed_id_numbers(clean(order.post))
    if post is not None and len(post) > 80:
        raise InvalidInput(_("A post has at most 80 characters."), code="too_long", field="post")
    if not rule.asks_place and (order.unit is not None or order.post is not None):
        message = _("Unit and post do not change with this act. Transfer the person first.")
        raise InvalidInput(message, code="place_not_asked", field="unit")
    if order.since > add_years(today, _YEARS_AHEAD):
        raise InvalidInput(_("Please check the year."), code="absurd_year", field="since")
    return ActOrder(act=order.act, since=order.since, unit=order.unit, post=post, reason=reason)


def _units_touched(order: ActOrder, lines: Iterable[PlacementLine]) -> set[int]:
    """The units the act brings people into or keeps them in."""
    touched = {order.unit.pk} if order.unit is not None else set()
    if order.unit is None and not ACT_RULES[order.act].departs:
        held = (line.on(order.since) for line in lines)
        touched |= {placement.unit_id for placement in held if placement is not None}
    return touched


def _check_unit(actor: User | None, unit: Unit, workers: Iterable[Worker]) -> None:
    """Whether the actor may bring people into the unit."""
    if any(worker.unit_id != unit.pk for worker in workers):
        require(actor, "workforce.keep_unit", unit)


def _change_line(line: PlacementLine, worker: Worker, order: ActOrder, units: Mapping[int, Unit]) -> None:
    """Put the act into the worker's line. Raises Conflict, InvalidInput."""
    rule = ACT_RULES[order.act]
    before = line.on(order.since)
    check_day(worker, order.since, line, departs=rule.departs)
    if before is None:
        raise _before_first_day()
    if before.status not in rule.sources:
        raise Conflict(
            gettext("On that day the person is “%(status)s”: “%(act)s” does not fit.")
            % {"status": WorkerStatus(before.status).label, "act": order.act.label},
            code="act_does_not_fit",
            field="since",
        )
    if rule.departs or order.act is WorkerAct.REHIRE:
        _refuse_later_change(line.after(order.since))
    values: dict[str, Any] = {}
    if order.unit is not None:
        values["unit_id"] = order.unit.pk
    if order.post is not None:
        values["post"] = order.post
    if rule.target is not None:
        values["status"] = rule.target.value
    if all(getattr(before, name) == value for name, value in values.items()):
        raise InvalidInput(
            _("Choose another unit or another post: the person is there on that day already."),
            code="nothing_changes",
            field="unit",
        )
    placement = line.begin(order.since, reason=order.reason, **values)
    if placement.status in EMPLOYED:
        refuse_unit_not_open(units[placement.unit_id], order.since)
    check_steps(line)


def check_day(worker: Worker, since: date, line: PlacementLine, *, departs: bool) -> None:
    """Raise InvalidInput for a day before birth, before being hired or before the first day on record."""
    if worker.birth_date is not None and since <= worker.birth_date:
        raise InvalidInput(_("This day lies before the birth date."), code="date_before_birth", field="since")
    hired = worker.hire_date
    if hired is not None and (since < hired or (departs and since == hired)):
        raise InvalidInput(
            gettext("The person was hired on %(day)s. Choose a later day.") % {"day": hired.isoformat()},
            code="date_before_hire",
            field="since",
        )
    if departs and line.rows and since <= line.rows[0].since:
        raise _before_first_day()


def _before_first_day() -> InvalidInput:
    return InvalidInput(
        _("The record of this person begins later. Choose a later day, or correct the first day."),
        code="before_first_day",
        field="since",
    )


def _refuse_later_change(later: Sequence[Placement]) -> None:
    if later:
        raise Conflict(
            gettext("A later change stands on record, from %(day)s on. Cancel or correct that one first.")
            % {"day": later[0].since.isoformat()},
            code="later_change",
            field="since",
        )


def refuse_unit_not_open(unit: Unit, since: date) -> None:
    """Raise Conflict when the unit is closed, or opens after the day."""
    if unit.closed_on is not None or (unit.opened_on is not None and unit.opened_on > since):
        raise Conflict(
            gettext("The unit “%(name)s” is not open on that day.") % {"name": unit.name},
            code="unit_closed",
            field="unit",
        )


def check_steps(line: PlacementLine) -> None:
    """Raise Conflict when a later placement no longer makes sense after the one before it."""
    for earlier, later in zip(line.rows, line.rows[1:], strict=False):
        if not may_follow(earlier.status, later.status):
            _refuse_later_change([later])


def _write(actor: User | None, lines: Mapping[int, PlacementLine], order: ActOrder, today: date) -> None:
    touched = write_lines(lines.values())
    record_event(
        ACT_RULES[order.act].event,
        subject="workforce.worker",
        subject_id=touched[0],
        payload={
            "worker_ids": touched,
            "since": order.since.isoformat(),
            "unit_id": order.unit.pk if order.unit else None,
            "post": order.post,
            "reason": order.reason,
            "planned": order.since > today,
        },
        actor=actor,
    )
    project_placements(worker_ids=touched, today=today)
