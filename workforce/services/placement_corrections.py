"""Taking back what was planned, and putting right the day on which a placement begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.edit_marks import Shown, refuse_if_changed
from base.errors import Conflict, InvalidInput, Missing
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.enums import DEPARTED, EMPLOYED
from workforce.models import Placement, User, Worker
from workforce.rules import require
from workforce.services.placement_lines import PlacementLine, read_lines, write_lines
from workforce.services.placements import (
    lock_units,
    lock_workers,
    project_placements,
    role_beyond_reach,
    with_roles_beyond_reach,
)
from workforce.services.worker_acts import check_day, check_steps, refuse_unit_not_open


def placement_mark(placement: Placement) -> Shown:
    """What a clerk was shown of a placement."""
    return Shown.of(_record(placement))


def _record(placement: Placement) -> dict[str, object]:
    return {
        "since": placement.since,
        "until": placement.until,
        "unit": placement.unit_id,
        "post": placement.post,
        "status": placement.status,
    }


_LABELS = {
    "since": _("Since"),
    "until": _("Until"),
    "unit": _("Unit"),
    "post": _("Post"),
    "status": _("Status"),
}


def cancel_planned(
    *, actor: User | None, placement: Placement, reason: str, today: date, shown: Shown | None = None
) -> Worker:
    """Take back a change whose day has not come; what held before goes on. The history keeps it.

    Raises NotPermitted, InvalidInput without a reason, Conflict when its day has come, when it is the first
    one on record, or when a later one rests on it, ChangedMeanwhile, Missing when it is gone.
    """
    with _line_of(actor, placement, reason, shown) as (worker, line, stored, why):
        if stored.since <= today:
            raise Conflict(
                _("Its day has come, so it is no longer planned. Correct its day, or record what came next."),
                code="not_planned",
            )
        if stored is line.rows[0]:
            raise Conflict(
                _("This is the first day on record; nothing held before it."), code="first_placement"
            )
        line.drop(stored)
        check_steps(line)
        _write(actor, "workforce.planned_change_cancelled", worker, line, stored, why, today)
        worker.refresh_from_db()
    return worker


def correct_placement_date(
    *,
    actor: User | None,
    placement: Placement,
    since: date,
    reason: str,
    today: date,
    shown: Shown | None = None,
) -> Worker:
    """Let a placement begin on the day it really began; the one before it ends then.

    Raises NotPermitted, InvalidInput without a reason or for a day beyond its neighbours, before birth or
    hire, Conflict for a unit not open then, ChangedMeanwhile, Missing.
    """
    with _line_of(actor, placement, reason, shown) as (worker, line, stored, why):
        if since == stored.since:
            raise InvalidInput(_("It begins on this day already."), code="nothing_changes", field="since")
        _check_neighbours(line, stored, since)
        is_first = stored is line.rows[0]
        check_day(worker, since, line, departs=stored.status in DEPARTED and not is_first)
        if stored.status in EMPLOYED:
            refuse_unit_not_open(lock_units({stored.unit_id})[stored.unit_id], since)
        if stored.status in DEPARTED and with_roles_beyond_reach(actor, [worker.pk], today):
            raise role_beyond_reach()
        line.move(stored, since)
        _write(actor, "workforce.placement_date_corrected", worker, line, stored, why, today)
        worker.refresh_from_db()
    return worker


def _check_neighbours(line: PlacementLine, placement: Placement, since: date) -> None:
    position = line.rows.index(placement)
    if position and since <= line.rows[position - 1].since:
        raise InvalidInput(
            gettext("The placement before it begins on %(day)s. Choose a later day.")
            % {"day": line.rows[position - 1].since.isoformat()},
            code="before_its_neighbour",
            field="since",
        )
    if placement.until is not None and since >= placement.until:
        raise InvalidInput(
            gettext("The next placement begins on %(day)s. Choose an earlier day.")
            % {"day": placement.until.isoformat()},
            code="after_its_neighbour",
            field="since",
        )


@contextmanager
def _line_of(
    actor: User | None, placement: Placement, reason: str, shown: Shown | None
) -> Iterator[tuple[Worker, PlacementLine, Placement, str]]:
    """The locked worker, the line, the placement in it as stored now, and the reason in one written form."""
    why = hide_typed_id_numbers(clean(reason))
    if not why:
        raise InvalidInput(_("Please give a reason."), code="reason_missing", field="reason")
    if len(why) > 200:
        raise InvalidInput(_("Keep the reason within 200 characters."), code="too_long", field="reason")
    about: dict[str, object] = {"reason": why}
    if actor is not None:
        about["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**about):
        worker = lock_workers([placement.worker_id])[placement.worker_id]
        require(actor, "workforce.keep_worker", worker)
        line = read_lines([worker.pk])[worker.pk]
        stored = next((row for row in line.rows if row.pk == placement.pk), None)
        if stored is None:
            raise Missing(_("There is no such placement any more."))
        refuse_if_changed(shown, _record(stored), _LABELS)
        yield worker, line, stored, why


def _write(
    actor: User | None,
    kind: str,
    worker: Worker,
    line: PlacementLine,
    placement: Placement,
    reason: str,
    today: date,
) -> None:
    write_lines([line])
    record_event(
        kind,
        subject="workforce.worker",
        subject_id=worker.pk,
        payload={
            "worker_ids": [worker.pk],
            "placement_id": placement.pk,
            "since": placement.since.isoformat(),
            "status": placement.status,
            "reason": reason,
        },
        actor=actor,
    )
    project_placements(worker_ids=[worker.pk], today=today)
