"""What the standard parts keep for a while. Domain events and old values stay: they are the history."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.enums import JobState
from base.models import (
    EventDelivery,
    ExportRecord,
    Job,
    ScheduleRun,
    StagedRow,
    StoredFile,
    WorkbookImport,
)
from base.models.export import ExportState
from base.models.workbook import ImportState
from base.retention import retention

_OVER = (ImportState.COMMITTED, ImportState.UNDONE, ImportState.DISCARDED, ImportState.FAILED)


@retention(
    "base.jobs",
    label=_("Finished background work"),
    why=_("Needed to look into a failure; results stand in the records themselves."),
    least_days=7,
)
def purge_jobs(before: datetime, limit: int) -> int:
    """Jobs that ended."""
    ended = Job.objects.filter(state__in=[JobState.SUCCEEDED, JobState.FAILED], finished_at__lt=before)
    return _delete(Job, list(ended.order_by("pk").values_list("pk", flat=True)[:limit]))


@retention(
    "base.deliveries",
    label=_("Delivered notices between parts of the system"),
    why=_("The happening itself stays as history; that it was delivered is needed for a while only."),
    least_days=7,
)
def purge_deliveries(before: datetime, limit: int) -> int:
    """Deliveries that were made; those given up stay until somebody looks."""
    made = EventDelivery.objects.filter(consumed_at__lt=before)
    return _delete(EventDelivery, list(made.order_by("pk").values_list("pk", flat=True)[:limit]))


@retention(
    "base.import_files",
    label=_("Files of imported workbooks"),
    why=_("They hold everybody's data once more; what was written stands in the records."),
    least_days=1,
)
def purge_import_files(before: datetime, limit: int) -> int:
    """Let the files of imports expire; the nightly purge of files removes their content."""
    files = WorkbookImport.objects.filter(uploaded_at__lt=before, file__isnull=False).values("file")
    due = StoredFile.objects.filter(pk__in=files, removed_at=None)
    ids = list(due.exclude(expires_at__lte=before).order_by("pk").values_list("pk", flat=True)[:limit])
    return StoredFile.objects.filter(pk__in=ids).update(expires_at=before)


@retention(
    "base.staged_rows",
    label=_("Rows of imported workbooks"),
    why=_("An import can be undone as long as its rows are kept, and not after."),
    least_days=30,
)
def purge_staged_rows(before: datetime, limit: int) -> int:
    """The rows of imports that are over; the import says that they are gone and cannot be undone then."""
    over = (
        WorkbookImport.objects.filter(state__in=_OVER, uploaded_at__lt=before)
        .filter(Q(committed_at=None) | Q(committed_at__lt=before), rows__isnull=False)
        .order_by("pk")
        .first()
    )
    if over is None:
        return 0
    batch = WorkbookImport.objects.select_for_update().get(pk=over.pk)
    batch.parameters = {**batch.parameters, "rows_purged_at": before.isoformat()}
    batch.save(update_fields=["parameters"])
    rows = StagedRow.objects.filter(batch=batch).order_by("pk")
    return _delete(StagedRow, list(rows.values_list("pk", flat=True)[:limit]))


@retention(
    "base.export_records",
    label=_("Records of exports"),
    why=_("Who took which data out is what an audit asks for."),
    least_days=365,
)
def purge_export_records(before: datetime, limit: int) -> int:
    """Records of exports that are over and whose file, if there was one, is gone."""
    old = ExportRecord.objects.exclude(state=ExportState.UNDER_WAY).filter(exported_at__lt=before)
    gone = old.filter(Q(file=None) | Q(file__removed_at__isnull=False))
    return _delete(ExportRecord, list(gone.order_by("pk").values_list("pk", flat=True)[:limit]))


@retention(
    "base.schedule_runs",
    label=_("Runs of scheduled work"),
    why=_("Needed to look into a failure; how each stands now is kept anyway."),
    least_days=7,
)
def purge_schedule_runs(before: datetime, limit: int) -> int:
    """Runs that ended."""
    ended = ScheduleRun.objects.filter(started_at__lt=before, finished_at__isnull=False)
    return _delete(ScheduleRun, list(ended.order_by("pk").values_list("pk", flat=True)[:limit]))


@retention(
    "base.sessions",
    label=_("Sign-ins that expired"),
    why=_("An expired sign-in serves nobody."),
    least_days=1,
)
def purge_sessions(before: datetime, limit: int) -> int:
    """Sessions that expired."""
    due = Session.objects.filter(expire_date__lt=before).order_by("pk").values_list("pk", flat=True)[:limit]
    return Session.objects.filter(pk__in=list(due)).delete()[0]


def _delete(model: type[Job | EventDelivery | StagedRow | ExportRecord | ScheduleRun], ids: list[int]) -> int:
    """Delete rows by key; returns how many, rows of other tables not counted."""
    model._default_manager.filter(pk__in=ids).delete()
    return len(ids)
