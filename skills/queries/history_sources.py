"""What the rows of a worker's record and their old values tell of its changes, a source a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from skills.enums import FactKind
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    Fact,
    GradeRecord,
    MonthlyWage,
    Title,
    TitleMatch,
)
from skills.queries.history_rows import FACTS, RecordRows
from workforce.models import IdNumberReading, Placement, Relation, RoleGrant, Worker
from workforce.queries.record_history import Act, Change, changes_between, holds_from, made, stated

#: Many workers were placed, by a roster or at their creation.
PLACED = "workforce.workers_placed"
CREATED = "workforce.workers_created"
_FACT_KINDS: dict[type[Fact], str] = {
    EmploymentSpell: FactKind.SPELL.value,
    Title: FactKind.TITLE.value,
    Diploma: FactKind.DIPLOMA.value,
    MonthlyWage: "wage",
    ApprenticeshipCompletion: FactKind.APPRENTICESHIP.value,
}


def of_details(record: RecordRows) -> Iterator[Change]:
    """The making of the record, and changes of what is not repeated from the placement of the day."""
    worker_id = record.worker.pk
    for event in record.events_naming(worker_id):
        if event.kind == CREATED:
            yield Change(
                event.occurred_at, event.actor_id, Act.RECORDED, Worker, "", {}, {}, row_id=worker_id
            )
    repeated = ("unit", "post", "status", "merged_into")
    for change in record.changed_in_place(Worker):
        old = {name: value for name, value in change.old.items() if name not in repeated}
        new = {name: value for name, value in change.new.items() if name not in repeated}
        if change.row_id == worker_id and old != new:
            yield replace(change, old=old, new=new, holds_from=None)


def of_placements(record: RecordRows) -> Iterator[Change]:
    """The placements of the record, and those of the records merged into it: the person was there too."""
    for worker_id in (record.worker.pk, *record.merged_ids):
        yield from _of_placements(record, worker_id)


def _of_placements(record: RecordRows, worker_id: int) -> Iterator[Change]:
    """Acts as they were told, then rows changed otherwise than by ending where the next one begins."""
    rows = [row for row in record.rows[Placement] if row.worker_id == worker_id]
    rows.sort(key=lambda row: row.since)
    begins = {row.since: row for row in rows}
    for event in record.events_naming(worker_id):
        yield from _of_placement_event(event, rows, begins)
    kept = [old for old in record.told[Placement] if old.worker_id == worker_id]
    for change in changes_between(Placement, rows, kept):
        moved = {name for name in change.new if change.old.get(name) != change.new.get(name)}
        if moved == {"until"} and change.new["until"] in begins:
            continue
        yield change


def _of_placement_event(
    event: Any, rows: list[Placement], begins: Mapping[date, Placement]
) -> Iterator[Change]:
    """An event without a day (a roster, a new worker) tells of the first placement."""
    if event.since is None and event.kind != PLACED:
        return
    row = begins.get(date.fromisoformat(event.since)) if event.since else next(iter(rows), None)
    if row is None:
        return
    before = next((one for one in reversed(rows) if one.since < row.since), None)
    now, then = stated(row), stated(before) if before else {}
    names = ("unit", "post", "status")
    yield Change(
        at=event.occurred_at,
        actor_id=event.actor_id,
        act=Act.RECORDED,
        model=Placement,
        reason=event.reason or row.reason,
        old={name: then.get(name) for name in names},
        new={name: now[name] for name in names},
        row_id=row.pk,
        number=event.pk,
        holds_from=row.since,
    )


def of_facts(record: RecordRows) -> Iterator[Change]:
    """Facts recorded, corrected, voided; proof added later."""
    replaced = _replacements(record)
    for model in FACTS:
        rows = {row.pk: row for row in record.rows[model]}
        before = {
            new: rows.get(old)
            for (of, new), old in replaced.items()
            if of == _FACT_KINDS[model] and new in rows
        } | {row.pk: rows.get(old) for row in rows.values() if (old := getattr(row, "replaces_id", None))}
        corrected = {row.pk for row in before.values() if row is not None}
        for row in rows.values():
            yield from _of_fact(model, row, before.get(row.pk), was_corrected=row.pk in corrected)
        for change in record.changed_in_place(model):
            if change.act is Act.CHANGED and change.old != change.new:
                yield change


def _of_fact(model: type[Fact], row: Fact, old: Fact | None, *, was_corrected: bool) -> Iterator[Change]:
    values = stated(row)
    yield Change(
        at=row.created_at,
        actor_id=row.created_by_id,
        act=Act.RECORDED if old is None else Act.CORRECTED,
        model=model,
        reason="" if old is None else old.void_reason,
        old={} if old is None else stated(old),
        new=values,
        row_id=row.pk,
        holds_from=holds_from(values),
    )
    if row.voided_at is not None and not was_corrected:
        yield Change(
            at=row.voided_at,
            actor_id=row.voided_by_id,
            act=Act.VOIDED,
            model=model,
            reason=row.void_reason,
            old=values,
            new={},
            row_id=row.pk,
            holds_from=holds_from(values),
        )


def _replacements(record: RecordRows) -> dict[tuple[str, int], int]:
    """By (kind, id of the new row), the id of the row it replaced."""
    return {
        (change["kind"], change["id"]): change["replaces"]
        for event in record.events(Fact)
        for change in event.payload.get("changes", ())
        if change.get("replaces") is not None
    }


def of_grades(record: RecordRows) -> Iterator[Change]:
    """Grades recorded, corrected and annulled."""
    rows = {row.pk: row for row in record.rows[GradeRecord]}
    for row in rows.values():
        old = stated(rows[row.voids_id]) if row.voids_id else {}
        act = Act.RECORDED if not row.voids_id else Act.CORRECTED if row.level is not None else Act.VOIDED
        new = {} if act is Act.VOIDED else stated(row)
        yield Change(
            at=row.recorded_at,
            actor_id=row.recorded_by_id,
            act=act,
            model=GradeRecord,
            reason=row.reason,
            old=old,
            new=new,
            row_id=row.pk,
            holds_from=holds_from(new or old),
        )


def of_judgements(record: RecordRows) -> Iterator[Change]:
    """First judgements from their rows, changed ones from the old values."""
    for model in (TitleMatch, DiplomaMatch):
        changed = record.changed_in_place(model)
        again = {change.row_id for change in changed}
        yield from changed
        for row in record.rows[model]:
            if row.pk not in again:
                yield made(row, at=row.judged_at, actor_id=row.judged_by_id)


def of_requests(record: RecordRows) -> Iterator[Change]:
    """Corrections asked for and what HR answered."""
    for row in record.rows[CorrectionRequest]:
        asked = {"state": "waiting", "fact_kind": row.fact_kind, "text": row.text}
        yield _of_request(row, row.requested_at, row.requested_by_id, Act.RECORDED, "", {}, asked)
        if row.decided_at is not None:
            old, new = {"state": "waiting"}, {"state": row.state}
            why = row.decision_reason
            yield _of_request(row, row.decided_at, row.decided_by_id, Act.CHANGED, why, old, new)


def _of_request(
    row: CorrectionRequest,
    at: datetime,
    actor_id: int | None,
    act: Act,
    reason: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> Change:
    return Change(at, actor_id, act, CorrectionRequest, reason, old, new, row_id=row.pk)


def of_relations(record: RecordRows) -> Iterator[Change]:
    """Relations with others, for those who keep or audit the record, and the worker."""
    stated_by = {event.subject_id: event for event in reversed(record.events(Relation))}
    for row in record.rows[Relation]:
        if row.pk in stated_by:
            event = stated_by[row.pk]
            yield made(row, at=event.occurred_at, actor_id=event.actor_id)
    yield from record.changed_in_place(Relation)


def of_roles(record: RecordRows) -> Iterator[Change]:
    """Roles of the worker's account, as far as the viewer keeps or audits their units."""
    for row in record.rows[RoleGrant]:
        yield made(row, at=row.granted_at, actor_id=row.granted_by_id)
    yield from record.changed_in_place(RoleGrant)


def of_readings(record: RecordRows) -> Iterator[Change]:
    """Who read the whole id number; for the worker and those who keep or audit the record."""
    for row in record.rows[IdNumberReading]:
        yield Change(
            at=row.read_at,
            actor_id=row.reader_id,
            act=Act.READ,
            model=IdNumberReading,
            reason=row.reason,
            old={},
            new={},
            row_id=row.pk,
        )


def of_merges(record: RecordRows) -> Iterator[Change]:
    """Duplicates merged into this record."""
    for change in record.changed_in_place(Worker):
        was_merged = change.old.get("merged_into") != change.new.get("merged_into")
        if change.row_id in record.merged_ids and was_merged:
            number = {"employee_no": change.old["employee_no"], "name": change.old["name"]}
            yield replace(change, act=Act.MERGED, old=number, new={}, holds_from=None)
