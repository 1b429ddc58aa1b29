"""Where the changes of a worker's record are read from, a source a kind; what each viewer may know of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from base.models import DomainEvent
from base.scoping import AnyUser
from skills.enums import FactKind
from skills.event_kinds import FACTS_CHANGED
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
from skills.queries.facts import visible_facts
from workforce.access import Access
from workforce.enums import Role
from workforce.models import IdNumberReading, Placement, Relation, RoleGrant, User, Worker
from workforce.queries.record_history import Act, Change, changed_in_place, holds_from, made, stated

#: Many workers were placed, by a roster or at their creation.
PLACED = "workforce.workers_placed"
CREATED = "workforce.workers_created"
#: Who sees relations and who was given which role: those who keep or audit the record, and the worker.
_KEEPERS = (Role.HR_OFFICER, Role.AUDITOR)
_FACTS: tuple[type[Fact], ...] = (EmploymentSpell, Title, Diploma, ApprenticeshipCompletion, MonthlyWage)
_FACT_KINDS: dict[type[Fact], str] = {
    EmploymentSpell: FactKind.SPELL.value,
    Title: FactKind.TITLE.value,
    Diploma: FactKind.DIPLOMA.value,
    MonthlyWage: "wage",
    ApprenticeshipCompletion: FactKind.APPRENTICESHIP.value,
}


def of_details(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """The making of the record, and changes of what is not repeated from the placement of the day."""
    for event in _events_of(worker):
        if event.kind == CREATED:
            yield Change(event.at, event.actor_id, Act.RECORDED, Worker, "", {}, {}, row_id=worker.pk)
    repeated = ("unit", "post", "status", "merged_into")
    for change in changed_in_place(Worker, Worker.objects.filter(pk=worker.pk)):
        old = {name: value for name, value in change.old.items() if name not in repeated}
        new = {name: value for name, value in change.new.items() if name not in repeated}
        if old != new:
            yield replace(change, old=old, new=new, holds_from=None)


def of_placements(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """The placements of the record, and those of the records merged into it: the person was there too."""
    yield from _of_placements(worker)
    for merged in Worker.objects.filter(merged_into=worker).only("pk"):
        yield from _of_placements(merged)


def _of_placements(worker: Worker) -> Iterator[Change]:
    """Acts as they were told, then rows changed otherwise than by ending where the next one begins."""
    rows = list(Placement.objects.filter(worker=worker).order_by("since"))
    begins = {row.since: row for row in rows}
    for event in _events_of(worker):
        yield from _of_placement_event(event, rows, begins)
    kept = Q(worker_id=worker.pk)
    for change in changed_in_place(Placement, Placement.objects.filter(worker=worker), kept=kept):
        moved = {name for name in change.new if change.old.get(name) != change.new.get(name)}
        if moved == {"until"} and change.new["until"] in begins:
            continue
        yield change


@dataclass(frozen=True)
class _Told:
    """What an event tells of one of the workers it names."""

    pk: int
    kind: str
    at: datetime
    actor_id: int | None
    since: str | None
    reason: str | None


def _events_of(worker: Worker) -> list[_Told]:
    """Events of the workforce that name the worker, alone or among many."""
    events = DomainEvent.objects.filter(
        payload__worker_ids__contains=[worker.pk],
        kind__startswith="workforce.",
        subject="workforce.worker",
    )
    columns = ("pk", "kind", "occurred_at", "actor_id", "payload__since", "payload__reason")
    return [_Told(*row) for row in events.order_by("pk").values_list(*columns)]


def _of_placement_event(
    event: _Told, rows: list[Placement], begins: Mapping[date, Placement]
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
        at=event.at,
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


def of_facts(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Facts recorded, corrected, voided; proof added later."""
    replaced = _replacements(worker)
    for model in _FACTS:
        visible = visible_facts(model, viewer).filter(worker=worker)
        rows = {row.pk: row for row in visible}
        before = {
            new: rows.get(old)
            for (of, new), old in replaced.items()
            if of == _FACT_KINDS[model] and new in rows
        } | {row.pk: rows.get(old) for row in rows.values() if (old := getattr(row, "replaces_id", None))}
        corrected = {row.pk for row in before.values() if row is not None}
        for row in rows.values():
            yield from _of_fact(model, row, before.get(row.pk), was_corrected=row.pk in corrected)
        for change in changed_in_place(model, visible):
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


def _replacements(worker: Worker) -> dict[tuple[str, int], int]:
    """By (kind, id of the new row), the id of the row it replaced."""
    events = DomainEvent.objects.filter(
        kind=FACTS_CHANGED, subject="workforce.worker", subject_id=worker.pk
    ).values_list("payload", flat=True)
    return {
        (change["kind"], change["id"]): change["replaces"]
        for payload in events
        for change in payload.get("changes", ())
        if change.get("replaces") is not None
    }


def of_grades(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Grades recorded, corrected and annulled."""
    rows = {row.pk: row for row in GradeRecord.objects.filter(worker=worker)}
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


def of_judgements(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """First judgements from their rows, changed ones from the old values."""
    diplomas = visible_facts(Diploma, viewer).filter(worker=worker)
    judged: tuple[tuple[Any, models.QuerySet[Any]], ...] = (
        (TitleMatch, TitleMatch.objects.filter(title__worker=worker)),
        (DiplomaMatch, DiplomaMatch.objects.filter(diploma__in=diplomas)),
    )
    for model, rows in judged:
        changed = list(changed_in_place(model, rows))
        again = {change.row_id for change in changed}
        yield from changed
        for row in rows:
            if row.pk not in again:
                yield made(row, at=row.judged_at, actor_id=row.judged_by_id)


def of_requests(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Corrections asked for and what HR answered."""
    for row in CorrectionRequest.objects.visible_to(viewer).filter(worker=worker):
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


def of_relations(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Relations with others, for those who keep or audit the record, and the worker."""
    if not _keeps_or_is(worker, viewer):
        return
    concerned = Q(from_worker=worker) | Q(to_worker=worker)
    kept = Q(from_worker_id=worker.pk) | Q(to_worker_id=worker.pk)
    rows = Relation.objects.filter(concerned)
    told = {
        event.subject_id: event
        for event in DomainEvent.objects.filter(
            subject="workforce.relation", subject_id__in=rows.values("pk")
        ).order_by("-pk")
    }
    for row in rows:
        if row.pk in told:
            event = told[row.pk]
            yield made(row, at=event.occurred_at, actor_id=event.actor_id)
    yield from changed_in_place(Relation, rows, kept=kept)


def of_roles(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Roles of the worker's account, as far as the viewer keeps or audits their units."""
    rows = RoleGrant.objects.visible_to(viewer).filter(user__in=User.objects.filter(worker=worker))
    for row in rows:
        yield made(row, at=row.granted_at, actor_id=row.granted_by_id)
    yield from changed_in_place(RoleGrant, rows)


def of_readings(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Who read the whole id number; for the worker and those who keep or audit the record."""
    for row in IdNumberReading.objects.visible_to(viewer).about(worker):
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


def of_merges(worker: Worker, viewer: AnyUser) -> Iterator[Change]:
    """Duplicates merged into this record."""
    duplicates = Worker.objects.filter(merged_into=worker).defer("id_number", "id_number_index")
    for change in changed_in_place(Worker, duplicates):
        if change.old.get("merged_into") != change.new.get("merged_into"):
            number = {"employee_no": change.old["employee_no"], "name": change.old["name"]}
            yield replace(change, act=Act.MERGED, old=number, new={}, holds_from=None)


def _keeps_or_is(worker: Worker, viewer: AnyUser) -> bool:
    access = Access.of(viewer)
    return worker.pk == access.worker_id or access.reaches(worker.unit_id, *_KEEPERS)
