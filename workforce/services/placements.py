"""Where workers are placed, dated: unit, post and status from a day on.

`Worker.unit`, `.post` and `.status` repeat the placement of today. A placement written here is projected at
once when it has begun; one for a later day is projected on that day by `apply_due_placements`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.copying import copy_values
from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean
from workforce.access import Access
from workforce.enums import DEPARTED, EMPLOYED, Role, WorkerStatus
from workforce.models import Placement, RoleGrant, Unit, User, Worker
from workforce.rules import require
from workforce.services.accounts import match_accounts_to_status
from workforce.services.bulk_rows import update_rows
from workforce.services.merged_records import refuse_merged

_BEGUN = ("worker_id", "unit_id", "post", "status", "since", "until", "reason")

# The placement of today; before the first one the first, after the last one the last.
_PROJECT = """
WITH chosen AS (
    SELECT DISTINCT ON (p.worker_id) p.worker_id, p.unit_id, p.post, p.status
      FROM workforce_placement p
     WHERE %(all)s OR p.worker_id = ANY(%(worker_ids)s)
     ORDER BY p.worker_id, (p.since <= %(today)s) DESC,
              CASE WHEN p.since <= %(today)s THEN p.since END DESC, p.since
)
UPDATE workforce_worker w
   SET unit_id = chosen.unit_id, post = chosen.post, status = chosen.status
  FROM chosen
 WHERE w.id = chosen.worker_id
   AND (w.unit_id, w.post, w.status) IS DISTINCT FROM (chosen.unit_id, chosen.post, chosen.status)
RETURNING w.id
"""

_DUE = """
SELECT DISTINCT worker_id FROM workforce_placement
 WHERE since BETWEEN %(from_day)s AND %(today)s ORDER BY worker_id
"""


@dataclass(frozen=True, slots=True)
class NewPlacement:
    """Unit, post and status of a worker from `since` on, until the next placement already known."""

    worker_id: int
    unit_id: int
    since: date
    post: str = ""
    status: WorkerStatus = WorkerStatus.ACTIVE
    reason: str = ""


def place_worker(
    *,
    actor: User | None,
    worker: Worker,
    since: date,
    today: date,
    unit: Unit | None = None,
    post: str | None = None,
    status: WorkerStatus | None = None,
    reason: str = "",
) -> Worker:
    """Change unit, post or status of a worker from a day on; what is not given stays as it was that day.

    Leaving and retiring end the sessions, tokens and codes of the account in the same transaction, as soon
    as the day has come. Raises NotPermitted (also for one's own record, and for a unit that is not the
    actor's to place people in, and for the leaving of somebody whose roles reach beyond the actor's units),
    Conflict for a closed unit.
    """
    with transaction.atomic():
        locked = lock_workers([worker.pk])[worker.pk]
        require(actor, "workforce.keep_worker", locked)
        before = _placement_on(locked, since)
        place_workers(
            actor=actor,
            rows=[
                NewPlacement(
                    worker_id=locked.pk,
                    unit_id=unit.pk if unit else before.unit_id if before else locked.unit_id,
                    post=hide_typed_id_numbers(clean(post))
                    if post is not None
                    else before.post
                    if before
                    else locked.post,
                    status=status or WorkerStatus(before.status if before else locked.status),
                    since=since,
                    reason=hide_typed_id_numbers(clean(reason))[:200],
                )
            ],
            today=today,
        )
        locked.refresh_from_db()
    return locked


def _placement_on(worker: Worker, day: date) -> Placement | None:
    return worker.placements.filter(since__lte=day).order_by("-since").first()


def place_workers(*, actor: User | None, rows: Sequence[NewPlacement], today: date) -> int:
    """Place many workers, one row each; set-based. Returns how many placements were changed or begun.

    A row begins at `since` and reaches to the next placement already known; the one before it ends that
    day. A row that begins on the day of a known one replaces it; a row equal to what holds anyway writes
    nothing. One event tells of all of them. Raises as `place_worker`.
    """
    if not rows:
        return 0
    wanted = {row.worker_id: row for row in rows}
    if len(wanted) != len(rows):
        raise InvalidInput(_("A worker is named twice."), code="worker_twice")
    with transaction.atomic():
        workers = lock_workers(list(wanted))
        units = lock_units({row.unit_id for row in rows})
        for row in rows:
            _check(actor, workers[row.worker_id], units[row.unit_id], row)
        _check_roles_of_leavers(actor, rows, today)
        changed = _write(wanted, today)
        if changed:
            record_event(
                "workforce.workers_placed",
                subject="workforce.worker",
                subject_id=changed[0],
                payload={"worker_ids": changed, **_one_day(rows)},
                actor=actor,
            )
            project_placements(worker_ids=changed, today=today)
    return len(changed)


def _one_day(rows: Sequence[NewPlacement]) -> dict[str, str]:
    """The day they all begin, if it is one."""
    days = {row.since for row in rows}
    return {"since": days.pop().isoformat()} if len(days) == 1 else {}


def _check(actor: User | None, worker: Worker, unit: Unit, row: NewPlacement) -> None:
    require(actor, "workforce.keep_worker", worker)
    if unit.pk != worker.unit_id:
        require(actor, "workforce.keep_unit", unit)
    opened_later = unit.opened_on is not None and unit.opened_on > row.since
    if row.status in EMPLOYED and (unit.closed_on is not None or opened_later):
        raise Conflict(
            gettext("The unit “%(name)s” is not open on that day.") % {"name": unit.name},
            code="unit_closed",
            field="unit",
        )
    if worker.birth_date is not None and row.since <= worker.birth_date:
        raise InvalidInput(_("This day lies before the birth date."), code="date_before_birth", field="since")


def _check_roles_of_leavers(actor: User | None, rows: Sequence[NewPlacement], today: date) -> None:
    leavers = [row.worker_id for row in rows if row.status in DEPARTED]
    if with_roles_beyond_reach(actor, leavers, today):
        raise role_beyond_reach()


def with_roles_beyond_reach(actor: User | None, leavers: Sequence[int], today: date) -> set[int]:
    """Those of the workers who hold a role on a unit out of the actor's reach.

    Leaving ends a person's roles, and these are not the actor's to end. One statement at most.
    """
    if actor is None or not leavers or actor.has_perm("workforce.manage_roles"):
        return set()
    lasting = RoleGrant.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user__worker__in=leavers)
    beyond = lasting.exclude(Access.of(actor).reach(Role.HR_OFFICER).rows("unit"))
    return set(beyond.values_list("user__worker_id", flat=True))


def role_beyond_reach() -> NotPermitted:
    """The refusal to let somebody leave whose role is not the actor's to end."""
    return NotPermitted(
        _("This person holds a role beyond your units, which would end. Ask the group's HR officer."),
        code="role_beyond_reach",
    )


def _write(wanted: Mapping[int, NewPlacement], today: date) -> list[int]:
    """Close, change and begin placements; the ids of the workers for whom anything changed, in order."""
    known: dict[int, list[Placement]] = {}
    for placement in Placement.objects.filter(worker__in=list(wanted)).order_by("worker", "since"):
        known.setdefault(placement.worker_id, []).append(placement)
    ended: list[Placement] = []
    changed: list[Placement] = []
    begun: list[tuple[Any, ...]] = []
    touched: list[int] = []
    for worker_id, row in sorted(wanted.items()):
        earlier = [placement for placement in known.get(worker_id, []) if placement.since <= row.since]
        later = [placement for placement in known.get(worker_id, []) if placement.since > row.since]
        before = earlier[-1] if earlier else None
        if before is not None and _says(before, row):
            continue
        touched.append(worker_id)
        if before is not None and before.since == row.since:
            before.unit_id, before.post = row.unit_id, row.post
            before.status, before.reason = row.status, row.reason
            changed.append(before)
            continue
        if before is not None:
            before.until = row.since
            ended.append(before)
        until = later[0].since if later else None
        begun.append((worker_id, row.unit_id, row.post, row.status, row.since, until, row.reason))
    update_rows(ended, ["until"])
    update_rows(changed, ["unit", "post", "status", "reason"])
    copy_values(Placement, _BEGUN, begun)
    return touched


def _says(placement: Placement, row: NewPlacement) -> bool:
    return (placement.unit_id, placement.post, placement.status) == (row.unit_id, row.post, row.status)


def lock_workers(worker_ids: list[int]) -> dict[int, Worker]:
    """The workers by id, locked in id order. Raises Missing, Conflict for a merged record.

    Their id numbers are read only when somebody asks: opening thousands of them costs more than the rest.
    """
    unopened = Worker.objects.defer("id_number", "id_number_index")
    workers = {worker.pk: worker for worker in unopened.lock_in_order(worker_ids)}
    if len(workers) != len(worker_ids):
        raise Missing(_("There is no such worker."))
    for worker in workers.values():
        refuse_merged(worker)
    return workers


def lock_units(unit_ids: set[int]) -> dict[int, Unit]:
    """The units, held open until the end of the transaction (closing one waits for this lock)."""
    units = Unit.objects.filter(pk__in=unit_ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    found = {unit.pk: unit for unit in units}
    if len(found) != len(unit_ids):
        raise Missing(_("There is no such unit."))
    return found


def project_placements(*, worker_ids: Sequence[int] | None, today: date) -> int:
    """Bring unit, post and status of the workers (None: all) to what their placements say of `today`.

    Accounts follow the status. Returns how many workers changed. One statement for any number; the callers
    hold the locks of the workers named.
    """
    parameters: dict[str, Any] = {
        "all": worker_ids is None,
        "worker_ids": list(worker_ids or ()),
        "today": today,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PROJECT, parameters)
        moved = [row[0] for row in cursor.fetchall()]
        if moved:
            match_accounts_to_status(worker_ids=moved, today=today)
    return len(moved)


def apply_due_placements(*, today: date, days: int = 31) -> int:
    """Project the placements begun in the last `days` days up to `today`; returns how many workers changed.

    Run every night, and safe to run at any time: a night that was missed is made up for.
    """
    from_day = date.fromordinal(today.toordinal() - days)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_DUE, {"from_day": from_day, "today": today})
            due = [row[0] for row in cursor.fetchall()]
        Worker.objects.lock_in_order(due)
        return project_placements(worker_ids=due, today=today)
