"""A confirmed wage workbook written in one transaction, and taken back as a whole.

No level follows from a wage, so no date is reckoned anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from base.copying import copy_values
from base.errors import Conflict
from base.events import record_event
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.transitions import apply_transition
from base.workbooks.staging import chunks_of_batch, note_applied
from skills.event_kinds import FACTS_CHANGED
from skills.models import MonthlyWage
from skills.roster.staging import Progress, no_progress
from skills.rules import require_keeping
from skills.wages.judging import JudgedWage, WageJudge, judge_staged
from workforce.models import User, Worker

_NAMED = 5
_WAGE = ("worker_id", "month", "amount", "replaces_id")


def commit_wages(
    batch: WorkbookImport,
    *,
    actor: User | None,
    today: date,
    now: datetime,
    progress: Progress = no_progress,
) -> None:
    """Write what the staged rows say, all or nothing. A changed wage voids the earlier row and replaces it.

    The rows are judged again under the workers' locks. Raises Conflict (`wages_stale`) when anything would
    turn out otherwise than the clerk saw it. The import is in state "committing".
    """
    reason = _("Wage workbook no. %(number)s") % {"number": batch.pk}
    with transaction.atomic(), _authored(batch, actor, reason):
        _lock_workers(batch)
        judge = WageJudge.of(batch, today=today)
        done, touched = 0, set[int]()
        for rows in chunks_of_batch(batch.pk):
            judged = judge_staged(rows, judge)
            _refuse_drift(rows, judged)
            touched |= _write(batch, rows, judged, actor=actor, reason=reason, now=now)
            done += len(rows)
            progress(done, int(batch.counts.get("rows", 0)))
        changes = {"committed_at": now, "committed_by": actor}
        apply_transition(batch, ImportState.COMMITTED, actor=None, now=now, changes=changes)
        _tell(batch, touched, "imported", actor=actor, now=now)


def undo_wages(batch: WorkbookImport, *, actor: User | None, reason: str, now: datetime) -> WorkbookImport:
    """Take a written workbook back: its wages are voided, those it replaced count again.

    Raises Conflict naming the people whose wage was changed since, NotPermitted.
    """
    why = _("Wage workbook no. %(number)s undone") % {"number": batch.pk}
    with transaction.atomic(), _authored(batch, actor, why):
        written = MonthlyWage.objects.filter(batch=batch)
        # a merger may have brought them to other records than the rows named
        people = Worker.objects.lock_in_order(sorted(set(written.values_list("worker_id", flat=True))))
        for worker in people:
            require_keeping(actor, worker)
        changes = {"undone_at": now, "undone_by": actor}
        batch = apply_transition(
            batch, ImportState.UNDONE, actor=actor, reason=reason, now=now, changes=changes
        )
        _refuse_built_upon(written.exclude(voided_at=None))
        touched = set(written.values_list("worker_id", flat=True))
        if not touched <= {worker.pk for worker in people}:
            raise Conflict(
                _("Somebody's records are being merged at this moment. Try again."), code="merged_meanwhile"
            )
        replaced = list(written.exclude(replaces=None).values_list("replaces_id", flat=True))
        written.update(voided_at=now, voided_by=actor, void_reason=why)
        MonthlyWage.objects.filter(pk__in=replaced).update(voided_at=None, voided_by=None, void_reason="")
        _tell(batch, touched, "undone", actor=actor, now=now)
    return batch


def _authored(batch: WorkbookImport, actor: User | None, reason: str) -> pghistory.context:
    context: dict[str, Any] = {"reason": reason, "import": batch.pk}
    if actor is not None:
        context["user"] = actor.pk
    return pghistory.context(**context)


def _lock_workers(batch: WorkbookImport) -> Sequence[Worker]:
    named = StagedRow.objects.filter(
        batch=batch, subject_id__isnull=False, verdict__in=(RowVerdict.NEW, RowVerdict.CHANGED)
    )
    ids = named.order_by("subject_id").values_list("subject_id", flat=True).distinct()
    return Worker.objects.lock_in_order([pk for pk in ids if pk is not None])


def _refuse_drift(rows: Sequence[StagedRow], judged: Sequence[JudgedWage]) -> None:
    """Raise Conflict unless every row would do now what it would have done when the clerk looked."""
    for row, again in zip(rows, judged, strict=True):
        before = (row.verdict, row.changes, [fault["code"] for fault in row.faults])
        now = (again.verdict.value, again.changes, [fault["code"] for fault in again.row.faults])
        if before != now:
            raise Conflict(
                _(
                    "The stored data changed since this workbook was checked (row %(row)d). "
                    "It was checked again; please look at the result and confirm once more."
                )
                % {"row": row.sheet_row},
                code="wages_stale",
            )


def _write(
    batch: WorkbookImport,
    rows: Sequence[StagedRow],
    judged: Sequence[JudgedWage],
    *,
    actor: User | None,
    reason: str,
    now: datetime,
) -> set[int]:
    """Void and write the wages of a chunk; whose they are."""
    work = [
        (row, one)
        for row, one in zip(rows, judged, strict=True)
        if one.verdict in (RowVerdict.NEW, RowVerdict.CHANGED)
    ]
    if not work:
        return set()
    old = [one.stored.pk for _row, one in work if one.stored is not None]
    MonthlyWage.objects.filter(pk__in=old).update(voided_at=now, voided_by=actor, void_reason=reason)
    origin = {"batch_id": batch.pk, "created_by_id": actor.pk if actor else None}
    copy_values(MonthlyWage, _WAGE, [_wage(one) for _row, one in work], same=origin)
    note_applied(
        {row.pk: (one.worker_id or 0, {"voided": one.stored.pk if one.stored else None}) for row, one in work}
    )
    return {one.worker_id for _row, one in work if one.worker_id is not None}


def _wage(one: JudgedWage) -> tuple[Any, ...]:
    if one.worker_id is None or one.row.month is None or one.row.amount is None:
        raise TypeError("a row without worker, month or amount is rejected before")
    return one.worker_id, one.row.month, one.row.amount, one.stored.pk if one.stored else None


def _refuse_built_upon(changed: Any) -> None:
    numbers = sorted(set(changed.values_list("worker__employee_no", flat=True)))
    if not numbers:
        return
    named = "、".join(numbers[:_NAMED]) + (f" …（{len(numbers)}）" if len(numbers) > _NAMED else "")
    raise Conflict(
        _("This import cannot be undone as a whole any more: records were changed since for %(people)s.")
        % {"people": named},
        code="import_built_upon",
    )


def _tell(
    batch: WorkbookImport, touched: Iterable[int], act: str, *, actor: User | None, now: datetime
) -> None:
    number = len(set(touched))
    if not number:
        return
    record_event(
        FACTS_CHANGED,
        subject="base.workbookimport",
        subject_id=batch.pk,
        payload={"workers": number, "changes": [{"act": act, "kind": "wages", "id": batch.pk}]},
        actor=actor,
        now=now,
    )
