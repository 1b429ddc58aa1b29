"""The workers, units and placements of a confirmed roster, through the services that keep them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from skills.roster.applied import Applied
from skills.roster.books import FoundUnit
from skills.roster.plan import JudgedRow
from skills.roster.writing import Writing
from workforce.enums import Sex, UnitKind, WorkerStatus
from workforce.models import Placement, Unit, Worker
from workforce.services.placements import NewPlacement, place_workers
from workforce.services.units import create_unit
from workforce.services.workers import (
    NewWorker,
    create_workers,
    details_of,
    set_detail,
    write_worker_details,
)

_DERIVED = ("id_number_index", "id_number_mask")


def write_workers(writing: Writing, rows: Sequence[JudgedRow]) -> list[Applied]:
    """Create and change the workers of the rows; what was written over, row by row."""
    applied = [Applied(created=row.is_new) for row in rows]
    for row in rows:
        if row.plan.unit is not None:
            row.plan.unit = FoundUnit(unit_id=_unit_id(writing, row.plan.unit))
    _create(writing, [(row, record) for row, record in zip(rows, applied, strict=True) if row.stored is None])
    stored = [(row, record) for row, record in zip(rows, applied, strict=True) if row.stored is not None]
    _change_details(writing, stored)
    _place(writing, stored)
    return applied


def _unit_id(writing: Writing, found: FoundUnit) -> int:
    """The unit found, or created now if it was still missing."""
    if found.unit_id is not None:
        return found.unit_id
    key = (found.below_id, found.to_create)
    if key not in writing.units_created:
        parent = Unit.objects.filter(pk=found.below_id).first() if found.below_id else None
        above = (found.below_id, found.to_create[:-1])
        if len(found.to_create) > 1:
            parent = Unit.objects.get(pk=_unit_id(writing, FoundUnit(to_create=above[1], below_id=above[0])))
        writing.units_created[key] = _created_unit(writing, parent, found.to_create[-1]).pk
    return writing.units_created[key]


def _created_unit(writing: Writing, parent: Unit | None, name: str) -> Unit:
    known = Unit.objects.filter(parent=parent, name=name).first()
    if known is not None:
        return known
    is_top = parent is None or parent.kind == UnitKind.GROUP
    kind = UnitKind.COMPANY if is_top else UnitKind.WORKSHOP
    return create_unit(actor=writing.actor, parent=parent, name=name, kind=kind)


def _create(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    ids = create_workers(
        actor=writing.actor,
        rows=[_new_worker(writing, row) for row, _record in pairs],
        today=writing.today,
    )
    for (_row, record), worker_id in zip(pairs, ids, strict=True):
        record.worker_id = worker_id


def _new_worker(writing: Writing, judged: JudgedRow) -> NewWorker:
    fields = judged.plan.fields
    return NewWorker(
        employee_no=judged.row.employee_no,
        name=fields["name"],
        unit_id=_planned_unit(judged),
        since=_first_day(judged, writing.today),
        sex=Sex(fields["sex"]) if "sex" in fields else None,
        birth_date=fields.get("birth_date"),
        id_number=(judged.row.id_cell.number or "") if "id_number" in fields else "",
        phone=fields.get("phone", ""),
        hire_date=fields.get("hire_date"),
        post=judged.plan.post or "",
        remark=fields.get("remark", ""),
    )


def _planned_unit(judged: JudgedRow) -> int:
    if judged.plan.unit is None or judged.plan.unit.unit_id is None:
        raise LookupError(f"row {judged.row.sheet_row} has no unit")
    return judged.plan.unit.unit_id


def _first_day(judged: JudgedRow, today: date) -> date:
    """From when a new worker is placed: the day of first employment, else of the work, else today."""
    return judged.row.hire_date or judged.row.occupation_since or today


def _change_details(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    changing = {row.stored.id: (row, record) for row, record in pairs if row.stored is not None}
    for worker_id, (_row, record) in changing.items():
        record.worker_id = worker_id
    named = [worker_id for worker_id, (row, _record) in changing.items() if row.plan.fields]
    names = {name for row, _record in changing.values() for name in row.plan.fields if name not in _DERIVED}
    workers = list(details_of(names).filter(pk__in=named).order_by("pk"))
    for worker in workers:
        judged, record = changing[worker.pk]
        for name, value in judged.plan.fields.items():
            if name in _DERIVED:
                continue
            record.details[name] = _kept(worker, name)
            set_detail(worker, name, value)
    write_worker_details(actor=writing.actor, workers=workers, names=names, part_of="roster")


def _kept(worker: Worker, name: str) -> Any:
    """The old value as it is kept for undoing: an id number is only ever set where there was none."""
    value = getattr(worker, name)
    if name == "id_number":
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _place(writing: Writing, pairs: Sequence[tuple[JudgedRow, Applied]]) -> None:
    placements = []
    revived = [row.stored.id for row, _record in pairs if row.stored is not None and row.is_new]
    Placement.objects.filter(worker_id__in=revived).delete()
    for row, record in pairs:
        stored = row.stored
        if stored is None or (row.plan.unit is None and row.plan.post is None):
            continue
        if row.is_new:
            unit_id, since = _planned_unit(row), _first_day(row, writing.today)
            status, post = WorkerStatus.ACTIVE, row.plan.post or ""
        else:
            unit_id = _planned_unit(row) if row.plan.unit else stored.unit_id
            since, status = writing.today, WorkerStatus(stored.status)
            post = row.plan.post if row.plan.post is not None else stored.post
            record.placement = {"unit_id": stored.unit_id, "post": stored.post, "status": stored.status}
        placements.append(
            NewPlacement(
                worker_id=stored.id,
                unit_id=unit_id,
                since=since,
                post=post,
                status=status,
                reason=writing.reason,
            )
        )
    place_workers(actor=writing.actor, rows=placements, today=writing.today)
