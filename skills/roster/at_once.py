"""A roster imported in one go by the system itself, without the background service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from base.collector import collector_paused
from base.models.workbook import ImportState, RowVerdict, StagedRow, WorkbookImport
from base.transitions import apply_transition
from skills.dates import day_of
from skills.roster.commit import commit_roster, lock_rosters
from skills.roster.faults import describe_with_column
from skills.roster.imports import new_import
from skills.roster.staging import read_roster, stage_table


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an import: counts, and by key of each rejected row its first fault and its sentence."""

    counts: dict[str, Any]
    verdict: dict[str, str]
    sentences: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The shape the command prints."""
        names = ("rows", *(verdict.value for verdict in RowVerdict), "by_reason")
        return {**{name: self.counts[name] for name in names}, "verdict": self.verdict}


def import_at_once(content: bytes, *, name: str, create_units: bool, commit: bool, now: datetime) -> Report:
    """Check a roster and, with `commit`, write it, in one transaction; without it nothing is kept.

    Raises InvalidInput for a file that cannot be read.
    """
    today = day_of(now)
    with collector_paused(), transaction.atomic():
        if commit:
            lock_rosters()
        batch = new_import(content, name=name, actor=None, create_units=create_units, keep=commit, now=now)
        stage_table(batch, read_roster(content, name=name), today=today)
        changes = {"counts": batch.counts, "parameters": batch.parameters}
        apply_transition(batch, ImportState.STAGED, actor=None, now=now, changes=changes)
        if commit:
            apply_transition(batch, ImportState.COMMITTING, actor=None, now=now)
            commit_roster(batch, actor=None, today=today, now=now)
        report = _report(batch)
        if not commit:
            transaction.set_rollback(True)
    return report


def _report(batch: WorkbookImport) -> Report:
    rejected = StagedRow.objects.filter(batch=batch, verdict=RowVerdict.REJECTED).order_by("sheet_row")
    first = dict(rejected.values_list("key", "faults__0"))
    return Report(
        counts=batch.counts,
        verdict={key: fault["code"] for key, fault in first.items()},
        sentences={key: describe_with_column(fault) for key, fault in first.items()},
    )
