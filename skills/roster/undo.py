"""A written roster taken back while nothing was built on it: facts voided, old values restored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

import pghistory
from django.db import models, transaction
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from pghistory.models import Event

from base.copying import copy_values
from base.errors import Conflict
from base.events import record_event
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.transitions import apply_transition
from base.workbooks.staging import CHUNK
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
from workforce.services.workers import details_of, set_detail, write_worker_details

FACT_TABLES: dict[str, type[Fact]] = {"spell": EmploymentSpell, "diploma": Diploma, "title": Title}
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
        written = _Written(batch)
        touched = written.worker_ids
        _lock(touched, actor=actor)
        _refuse_later_versions(batch, written)
        _void_facts(batch, actor=actor, now=now)
        _restore_facts(written)
        _restore_grades(batch, actor=actor)
        written_on = day_of(batch.committed_at) if batch.committed_at else today
        _restore_workers(written, actor=actor, written_on=written_on, today=today)
        _withdraw_workers(batch, written, today=today)
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


class _Written:
    """What an import wrote, read anew by every step: a roster may be larger than memory."""

    def __init__(self, batch: WorkbookImport) -> None:
        self.rows = StagedRow.objects.filter(batch=batch, verdict__in=(RowVerdict.NEW, RowVerdict.CHANGED))
        self.rows_of_known = self.rows.filter(subject_id__isnull=False).order_by("subject_id")
        #: The workers touched, in the order of their ids, and those of them who were created.
        self.worker_ids = _numbers(self.rows_of_known.values_list("subject_id", flat=True))
        self.created_ids = _numbers(
            self.rows_of_known.filter(applied__created=True).values_list("subject_id", flat=True)
        )

    def applied(self) -> Iterator[list[tuple[int, dict[str, Any]]]]:
        """By worker in the order of their ids what was written over, a chunk at a time."""
        rows = self.rows_of_known.values_list("subject_id", "applied").iterator(chunk_size=CHUNK)
        while chunk := [(pk, applied or {}) for pk, applied in islice(rows, CHUNK) if pk is not None]:
            yield chunk


def _numbers(ids: Iterable[int | None]) -> list[int]:
    return [pk for pk in ids if pk is not None]


def _any_of(ids: Sequence[int]) -> RawSQL:
    """The ids as one array: the planner sees how many they are, which it cannot of rows just written."""
    return RawSQL("SELECT unnest(%s::bigint[])", (list(ids),))


def _lock(worker_ids: Sequence[int], *, actor: User | None) -> None:
    """Lock the workers in the order of their ids. Raises NotPermitted for one the actor does not keep."""
    for start in range(0, len(worker_ids), CHUNK):
        for worker in Worker.objects.lock_in_order(list(worker_ids[start : start + CHUNK])):
            require_keeping(actor, worker)


def _refuse_later_versions(batch: WorkbookImport, written: _Written) -> None:
    later = _workers_with_later_rows(batch, written) | _workers_built_on(batch, written)
    if not later:
        return
    people = Worker.objects.filter(pk__in=later.intersection(written.worker_ids))
    numbers = list(people.order_by("employee_no").values_list("employee_no", flat=True))
    named = "、".join(numbers[:_NAMED]) + (f" …（{len(numbers)}）" if len(numbers) > _NAMED else "")
    raise Conflict(
        _("This import cannot be undone as a whole any more: records were changed since for %(people)s.")
        % {"people": named},
        code="import_built_upon",
    )


def _workers_with_later_rows(batch: WorkbookImport, written: _Written) -> set[int]:
    """Workers for whom a row the import wrote was changed, voided or replaced since."""
    marks = batch.parameters["history_mark"]
    touched = _any_of(written.worker_ids)
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


def _workers_built_on(batch: WorkbookImport, written: _Written) -> set[int]:
    """Workers the import created of whom any other record exists by now."""
    built: set[int] = set()
    if not written.created_ids:
        return built
    created = _any_of(written.created_ids)
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


def _restore_facts(written: _Written) -> None:
    for chunk in written.applied():
        for table, model in FACT_TABLES.items():
            ids = [pk for _worker_id, applied in chunk for pk in applied.get("voided", {}).get(table, ())]
            if ids:
                model.objects.filter(pk__in=ids).update(voided_at=None, voided_by=None, void_reason="")


def _restore_grades(batch: WorkbookImport, *, actor: User | None) -> None:
    """Take the import's grades back by later rows: an annulment, or the earlier statement made again."""
    reason = f"roster import #{batch.pk} undone"
    standing = GradeRecord.objects.filter(batch=batch, kind=GradeKind.GRANT, is_void=False).order_by("pk")
    earlier = ("occupation_id", "level", "issued_on", "basis", "certificate_no", "evidence_id")
    annulled = standing.filter(voids=None).values_list("worker_id", "pk")
    stated_again = standing.exclude(voids=None).values_list(
        "worker_id", "pk", *(f"voids__{name}" for name in earlier)
    )
    same = {"reason": reason, "batch_id": batch.pk, "recorded_by_id": actor.pk if actor else None}
    annulment = {**same, "kind": GradeKind.ANNULMENT}
    copy_values(GradeRecord, ("worker_id", "voids_id"), list(annulled), same=annulment)
    copy_values(GradeRecord, ("worker_id", "voids_id", *earlier), list(stated_again), same=same)


def _restore_workers(written: _Written, *, actor: User | None, written_on: date, today: date) -> None:
    """Give workers that were stored before their old details back, and from that day the old placement."""
    for chunk in written.applied():
        kept = {pk: applied for pk, applied in chunk if not applied.get("created")}
        _restore_details(
            {pk: applied["details"] for pk, applied in kept.items() if applied["details"]}, actor
        )
        placements = [
            NewPlacement(
                worker_id=pk,
                unit_id=before["unit_id"],
                post=before["post"],
                status=WorkerStatus(before["status"]),
                since=written_on,
            )
            for pk, applied in kept.items()
            if (before := applied["placement"])
        ]
        place_workers(actor=actor, rows=placements, today=today)


def _restore_details(details: Mapping[int, Mapping[str, Any]], actor: User | None) -> None:
    names = {name for before in details.values() for name in before}
    workers = list(details_of(names).filter(pk__in=list(details)).order_by("pk"))
    for worker in workers:
        for name, value in details[worker.pk].items():
            field = Worker._meta.get_field(name)
            set_detail(worker, name, field.to_python(value) if isinstance(field, models.DateField) else value)
    write_worker_details(actor=actor, workers=workers, names=names, part_of="roster")


def _withdraw_workers(batch: WorkbookImport, written: _Written, *, today: date) -> None:
    """Workers the import created: the row stays for what was voided, as of one who left, without id."""
    created = _any_of(written.created_ids)
    Placement.objects.filter(worker_id__in=created).update(
        status=WorkerStatus.LEFT, reason=f"roster import #{batch.pk} undone"
    )
    Worker.objects.filter(pk__in=created).update(
        status=WorkerStatus.LEFT, id_number=None, id_number_index=None, id_number_mask=""
    )
    match_accounts_to_status(worker_ids=written.created_ids, today=today)
