"""A confirmed roster written in one transaction, chunk by chunk and set-based."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from typing import Any, Literal

import pghistory
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from base.errors import Conflict
from base.events import record_event
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.transitions import apply_transition
from base.workbooks.staging import CHUNK, RowToWrite, chunks_to_write, note_applied
from skills.event_kinds import FACTS_CHANGED
from skills.roster.comparison import RosterJudge
from skills.roster.kept import KeptRows
from skills.roster.parsing import ParsedRow
from skills.roster.plan import JudgedRow
from skills.roster.staging import Progress, judge_for, no_progress, parse_staged
from skills.roster.write_facts import write_facts
from skills.roster.write_workers import write_workers
from skills.roster.writing import Writing
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.models import Placement, User, Worker
from workforce.services.units import hold_organisation

#: A staged row as it says, to be judged again; or as it was judged, when it was found new.
ReadRow = ParsedRow | JudgedRow


def lock_rosters() -> None:
    """Rosters are written one at a time, so the second sees what the first wrote. Held to the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('skills.roster'))")


def commit_roster(
    batch: WorkbookImport,
    *,
    actor: User | None,
    today: date,
    now: datetime,
    progress: Progress = no_progress,
) -> None:
    """Write what the staged rows say, all or nothing: workers, placements, facts, grades, then eligibility.

    The rows are judged again against what is stored now, new ones by what that can depend on (see `kept`).
    Raises Conflict (`roster_stale`) when anything would turn out otherwise than the clerk saw it, and writes
    nothing then. The import is in state "committing".
    """
    context: dict[str, Any] = {"reason": f"roster import #{batch.pk}", "import": batch.pk}
    if actor is not None:
        context["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**context):
        lock_rosters()
        _check_constraints("IMMEDIATE")
        _lock_workers(batch.pk)
        hold_organisation()
        judge = judge_for(batch, today=today)
        writing = Writing(batch, actor, today, now, judge.majors)
        done, total = 0, int(batch.counts.get("rows", 0))
        for rows, read in _read_ahead(batch.pk, today, KeptRows.of(batch, judge)):
            judged = _judge_again(judge, read)
            _refuse_drift(rows, judged)
            _write_chunk(writing, rows, judged)
            done += len(rows)
            progress(done, total)
        _conclude(writing)
        _check_constraints("DEFERRED")


def _read_ahead(
    batch_id: int, today: date, kept: KeptRows | None
) -> Iterator[tuple[list[RowToWrite], list[ReadRow]]]:
    """The staged rows chunk by chunk with what they say: a second thread reads the next chunk while the
    database is busy with this one.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="roster-parsing") as ahead:
        waiting: tuple[list[RowToWrite], Future[list[ReadRow]]] | None = None
        for rows in chunks_to_write(batch_id, spare_cells=kept is not None):
            reading = ahead.submit(_read, rows, today, kept)
            if waiting is not None:
                yield waiting[0], waiting[1].result()
            waiting = rows, reading
        if waiting is not None:
            yield waiting[0], waiting[1].result()


def _read(rows: Sequence[RowToWrite], today: date, kept: KeptRows | None) -> list[ReadRow]:
    return [
        kept.read(row) if kept is not None and row.cells is None else parse_staged(row, today=today)
        for row in rows
    ]


def _judge_again(judge: RosterJudge, read: Sequence[ReadRow]) -> list[JudgedRow]:
    """The rows as they are judged now. Raises Conflict when a new row's numbers were taken meanwhile."""
    kept = [row for row in read if isinstance(row, JudgedRow)]
    if kept and (taken := judge.first_taken(kept)) is not None:
        raise _stale(taken.row.sheet_row)
    parsed = [row for row in read if isinstance(row, ParsedRow)]
    judged = iter(judge.judge(parsed) if parsed else ())
    return [row if isinstance(row, JudgedRow) else next(judged) for row in read]


def _check_constraints(when: Literal["IMMEDIATE", "DEFERRED"]) -> None:
    """Check foreign keys after each statement, not at the commit: PostgreSQL walks all checks put off each
    time a trigger catches an error, which made the writing quadratic in the rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _lock_workers(batch_id: int) -> None:
    """Lock the stored workers the file names, in id order: what is compared is what will be written over."""
    named = StagedRow.objects.filter(batch_id=batch_id).values("subject_id")
    workers = Worker.objects.filter(pk__in=named).order_by("pk").select_for_update(of=("self",))
    for _id in workers.values_list("pk").iterator(chunk_size=CHUNK):
        pass


def _refuse_drift(rows: Sequence[RowToWrite], judged: Sequence[JudgedRow]) -> None:
    """Raise Conflict unless every row would do now what it would have done when the clerk looked."""
    for row, again in zip(rows, judged, strict=True):
        seen_faults = [(fault["column"], fault["code"]) for fault in row.faults]
        now_faults = [(fault.column, fault.code) for fault in again.row.faults]
        if row.verdict != again.verdict or row.changes != again.changes or seen_faults != now_faults:
            raise _stale(row.sheet_row)


def _stale(sheet_row: int) -> Conflict:
    return Conflict(
        _(
            "The stored data changed since this workbook was checked (row %(row)d). "
            "It was checked again; please look at the result and confirm once more."
        )
        % {"row": sheet_row},
        code="roster_stale",
    )


def _write_chunk(writing: Writing, rows: Sequence[RowToWrite], judged: Sequence[JudgedRow]) -> None:
    work = [
        (row, again)
        for row, again in zip(rows, judged, strict=True)
        if again.verdict in (RowVerdict.NEW, RowVerdict.CHANGED)
    ]
    if not work:
        return
    applied = write_workers(writing, [again for _row, again in work])
    write_facts(writing, [again for _row, again in work], applied)
    for (row, _again), record in zip(work, applied, strict=True):
        row.subject_id, row.applied = record.worker_id, record.as_json()
        writing.touched.append(record.worker_id)
    note_applied({row.pk: (row.subject_id or 0, row.applied or {}) for row, _again in work})


def _conclude(writing: Writing) -> None:
    batch = writing.batch
    batch.parameters = {**batch.parameters, "history_mark": history_mark()}
    apply_transition(
        batch,
        ImportState.COMMITTED,
        actor=None,
        now=writing.now,
        changes={
            "committed_at": writing.now,
            "committed_by": writing.actor,
            "parameters": batch.parameters,
        },
    )
    if not writing.touched:
        return
    record_event(
        FACTS_CHANGED,
        subject="base.workbookimport",
        subject_id=batch.pk,
        payload={
            "workers": len(writing.touched),
            "changes": [{"act": "imported", "kind": "roster", "id": batch.pk}],
        },
        actor=writing.actor,
        now=writing.now,
    )
    refresh_eligibility(writing.touched, today=writing.today)


def history_of(model: type[Model]) -> QuerySet[Any]:
    """The kept old values of a model's rows."""
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    history: QuerySet[Any] = events._base_manager.all()
    return history


def history_mark() -> dict[str, int]:
    """How far the histories of workers and placements reach now; a later entry is a later version of a row.

    The rows touched are locked, so whoever changes one of them afterwards writes a higher number.
    """
    marks: dict[str, int] = {}
    models: tuple[type[Model], ...] = (Worker, Placement)
    for model in models:
        events = model.history.rel.related_model  # type: ignore[attr-defined]
        marks[model.__name__] = (
            events.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
        )
    return marks
