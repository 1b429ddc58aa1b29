"""A written roster taken back while nothing was built on it: facts voided, old values restored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import models, transaction
from django.utils.translation import gettext as _
from pghistory.models import Event

from base.errors import Conflict
from base.events import record_event
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.transitions import apply_transition
from skills.dates import day_of
from skills.enums import GradeKind
from skills.event_kinds import FACTS_CHANGED
from skills.models import Diploma, EmploymentSpell, Fact, GradeRecord, Title
from skills.roster.commit import history_of, lock_rosters
from skills.roster.imports import find_import, require_import_right
from skills.rules import require_keeping
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.enums import WorkerStatus
from workforce.models import Placement, User, Worker
from workforce.services.accounts import match_accounts_to_status
from workforce.services.placements import NewPlacement, place_workers
from workforce.services.workers import set_detail, write_worker_details

FACT_TABLES: dict[str, type[Fact]] = {"spell": EmploymentSpell, "diploma": Diploma, "title": Title}
_BATCH = 2_000
_NAMED = 5
#: Rows that follow from a worker's record by themselves; nobody built them on it.
_FOLLOWING = frozenset(("eligibility", "standing", "user", "placement"))


def undo_roster(import_id: int, *, actor: User | None, reason: str = "", now: datetime) -> WorkbookImport:
    """Undo a written import as a whole. A worker it created stays as one who left, without id number.

    Raises Missing, NotPermitted, and Conflict naming the people of whom a touched row has a later version.
    """
    require_import_right(actor)
    if actor is None:
        batch = WorkbookImport.objects.get(pk=import_id)
    else:
        batch = find_import(import_id, actor=actor, now=now)
    today = day_of(now)
    context: dict[str, Any] = {"reason": f"roster import #{batch.pk} undone", "import": batch.pk}
    if actor is not None:
        context["user"] = actor.pk
    if batch.parameters.get("rows_purged_at"):
        raise Conflict(
            _("The rows of this import are kept no longer, so it cannot be undone."), code="rows_purged"
        )
    with transaction.atomic(), pghistory.context(**context):
        lock_rosters()
        batch = apply_transition(
            batch,
            ImportState.UNDONE,
            actor=actor,
            reason=reason,
            now=now,
            changes={"undone_at": now, "undone_by": actor},
        )
        rows = list(
            StagedRow.objects.filter(batch=batch, verdict__in=(RowVerdict.NEW, RowVerdict.CHANGED)).order_by(
                "subject_id"
            )
        )
        workers = Worker.objects.lock_in_order([row.subject_id for row in rows if row.subject_id])
        for worker in workers:
            require_keeping(actor, worker)
        _refuse_later_versions(batch, rows, workers)
        _void_facts(batch, actor=actor, now=now)
        _restore_facts(rows)
        _restore_grades(batch, actor=actor)
        written_on = day_of(batch.committed_at) if batch.committed_at else today
        _restore_workers(rows, workers, actor=actor, written_on=written_on, today=today)
        _withdraw_workers(batch, rows, today=today)
        touched = [worker.pk for worker in workers]
        if touched:
            record_event(
                FACTS_CHANGED,
                subject="base.workbookimport",
                subject_id=batch.pk,
                payload={
                    "workers": len(touched),
                    "changes": [{"act": "undone", "kind": "roster", "id": batch.pk}],
                },
                actor=actor,
                now=now,
            )
            refresh_eligibility(touched, today=today)
    return batch


def _refuse_later_versions(
    batch: WorkbookImport, rows: Sequence[StagedRow], workers: Sequence[Worker]
) -> None:
    touched = {worker.pk for worker in workers}
    created = {row.subject_id for row in rows if row.applied and row.applied["created"]}
    later = _workers_with_later_rows(batch, touched) | _workers_built_on(batch, created)
    if not later:
        return
    numbers = sorted(worker.employee_no for worker in workers if worker.pk in later)
    named = "、".join(numbers[:_NAMED]) + (f" …（{len(numbers)}）" if len(numbers) > _NAMED else "")
    raise Conflict(
        _("This import cannot be undone as a whole any more: records were changed since for %(people)s.")
        % {"people": named},
        code="import_built_upon",
    )


def _workers_with_later_rows(batch: WorkbookImport, touched: set[int]) -> set[int]:
    """Workers for whom a row the import wrote was changed, voided or replaced since."""
    marks = batch.parameters["history_mark"]
    later: set[int] = set()
    later.update(
        history_of(Worker)
        .filter(pgh_id__gt=marks["Worker"], pgh_obj_id__in=touched)
        .values_list("pgh_obj_id", flat=True)
    )
    later.update(
        history_of(Placement)
        .filter(pgh_id__gt=marks["Placement"], worker_id__in=touched)
        .values_list("worker_id", flat=True)
    )
    for model in FACT_TABLES.values():
        voided = model.objects.filter(batch=batch, voided_at__isnull=False)
        later.update(voided.values_list("worker_id", flat=True))
    grades = GradeRecord.objects.filter(batch=batch, kind=GradeKind.GRANT, is_void=True)
    later.update(grades.values_list("worker_id", flat=True))
    return later


def _workers_built_on(batch: WorkbookImport, created: set[int | None]) -> set[int]:
    """Workers the import created of whom any other record exists by now."""
    built: set[int] = set()
    for relation in Worker._meta.related_objects:
        model = relation.related_model
        if model._meta.model_name in _FOLLOWING or issubclass(model, Event):
            continue
        others = model._base_manager.filter(**{f"{relation.field.name}__in": created})
        if issubclass(model, Fact):
            others = others.filter(voided_at__isnull=True)
        elif model is GradeRecord:
            others = others.filter(kind=GradeKind.GRANT, is_void=False)
        if issubclass(model, Fact | GradeRecord):
            others = others.exclude(batch=batch)
        built.update(others.values_list(f"{relation.field.name}_id", flat=True))
    return built


def _void_facts(batch: WorkbookImport, *, actor: User | None, now: datetime) -> None:
    for model in FACT_TABLES.values():
        model.objects.filter(batch=batch, voided_at__isnull=True).update(
            voided_at=now, voided_by=actor, void_reason=f"roster import #{batch.pk} undone"
        )


def _restore_facts(rows: Iterable[StagedRow]) -> None:
    for table, model in FACT_TABLES.items():
        ids = [pk for row in rows for pk in (row.applied or {}).get("voided", {}).get(table, ())]
        model.objects.filter(pk__in=ids).update(voided_at=None, voided_by=None, void_reason="")


def _restore_grades(batch: WorkbookImport, *, actor: User | None) -> None:
    """Take the import's grades back by later rows: an annulment, or the earlier statement made again."""
    reason = f"roster import #{batch.pk} undone"
    grades = GradeRecord.objects.filter(batch=batch, kind=GradeKind.GRANT, is_void=False)
    rows = []
    for grade in grades.select_related("voids").order_by("pk"):
        row = GradeRecord(
            worker_id=grade.worker_id, voids=grade, reason=reason, batch=batch, recorded_by=actor
        )
        if grade.voids is None:
            row.kind = GradeKind.ANNULMENT
        else:
            before = grade.voids
            row.occupation_id, row.level, row.issued_on = before.occupation_id, before.level, before.issued_on
            row.basis, row.certificate_no = before.basis, before.certificate_no
            row.evidence_id = before.evidence_id
        rows.append(row)
    GradeRecord.objects.bulk_create(rows, batch_size=_BATCH)


def _restore_workers(
    rows: Sequence[StagedRow],
    workers: Sequence[Worker],
    *,
    actor: User | None,
    written_on: date,
    today: date,
) -> None:
    """Give workers that were stored before their old details back, and from that day the old placement."""
    by_id = {worker.pk: worker for worker in workers}
    changed: list[Worker] = []
    placements: list[NewPlacement] = []
    for row in rows:
        applied = row.applied or {}
        if applied.get("created") or row.subject_id is None:
            continue
        worker = by_id[row.subject_id]
        for name, value in applied["details"].items():
            field = Worker._meta.get_field(name)
            set_detail(worker, name, field.to_python(value) if isinstance(field, models.DateField) else value)
        if applied["details"]:
            changed.append(worker)
        if before := applied["placement"]:
            placements.append(
                NewPlacement(
                    worker_id=worker.pk,
                    unit_id=before["unit_id"],
                    post=before["post"],
                    status=WorkerStatus(before["status"]),
                    since=written_on,
                )
            )
    write_worker_details(actor=actor, workers=changed)
    place_workers(actor=actor, rows=placements, today=today)


def _withdraw_workers(batch: WorkbookImport, rows: Iterable[StagedRow], *, today: date) -> None:
    """Workers the import created: the row stays for what was voided, as of one who left, without id."""
    created = [row.subject_id for row in rows if row.applied and row.applied["created"]]
    ids = [pk for pk in created if pk is not None]
    Placement.objects.filter(worker_id__in=ids).update(
        status=WorkerStatus.LEFT, reason=f"roster import #{batch.pk} undone"
    )
    Worker.objects.filter(pk__in=ids).update(
        status=WorkerStatus.LEFT, id_number=None, id_number_index=None, id_number_mask=""
    )
    match_accounts_to_status(worker_ids=ids, today=today)
