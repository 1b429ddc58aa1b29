"""Exports asked for, finished and broken off: every one leaves its record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from base.enums import JobState
from base.errors import Conflict, InvalidInput, NotPermitted
from base.events import record_event
from base.exports.sources import ListSource, UnknownSource, named_kind, source_for
from base.exports.writing import MOST_SHEET_ROWS
from base.files import store_file
from base.jobs import enqueue_job
from base.list_address import kept_parameters
from base.lists.page import ListPage
from base.models.export import ExportFormat, ExportRecord, ExportState

EXPORT_JOB = "base.export_list"
EXPORT_FILE = "base.export"
#: An export made in the background is done or broke off; the subject is its record.
EXPORT_ENDED = "base.export_ended"
#: Exports one person may have under way in the background.
MOST_UNDER_WAY = 3


def find_exportable(kind: str, actor: AbstractBaseUser) -> ListSource:
    """The list of a kind. Raises InvalidInput when there is none, NotPermitted when it is not theirs."""
    try:
        source = source_for(kind)
    except UnknownSource as error:
        raise InvalidInput(_("There is no such list."), code="kind_unknown", field="kind") from error
    if not source.may_export(actor):
        raise NotPermitted(_("Taking this list out of the system is not among your rights."))
    return source


def start_export(
    *,
    actor: AbstractBaseUser,
    kind: str,
    parameters: QueryDict,
    file_format: str,
    now: datetime,
    arguments: Mapping[str, Any] | None = None,
    token_digest: str = "",
    in_background: bool | None = None,
) -> ExportRecord:
    """Begin an export of what the list shows the actor under these parameters; its record is written first.

    With more rows than `settings.EXPORT_ROWS_AT_ONCE`, or `in_background`, a job makes the file and
    `record.job` is set; otherwise the caller writes it at once (`base.exports.at_once`). Raises InvalidInput,
    NotPermitted, and Conflict while three of the actor's exports are under way.
    """
    if file_format not in ExportFormat.values:
        raise InvalidInput(_("Choose xlsx or csv."), code="format_unknown", field="format")
    page = _opened(find_exportable(kind, actor), actor, parameters, arguments or {})
    rows = _count_for(page, file_format)
    with transaction.atomic():
        record = ExportRecord(
            kind=kind,
            parameters=kept_parameters(parameters),
            arguments=dict(arguments or {}),
            columns=[column.name for column in page.column_set.shown if column.is_exported],
            format=file_format,
            state=ExportState.UNDER_WAY,
            exported_by_id=actor.pk,
            exported_at=now,
            token_digest=token_digest,
        )
        if in_background or (in_background is None and rows > settings.EXPORT_ROWS_AT_ONCE):
            refuse_too_many(actor)
            record.save()
            record.job = enqueue_job(EXPORT_JOB, params={"export": record.pk}, actor=actor, now=now)
        record.save()
    return record


def finish_export(
    record: ExportRecord, target: IO[bytes], *, rows: int, now: datetime, keep: bool = False
) -> None:
    """Close the record of a whole file with its checksum; `keep` stores the file, encrypted."""
    target.seek(0)
    digest = hashlib.file_digest(target, "sha256").hexdigest()  # type: ignore[arg-type]
    target.seek(0)
    stored = None
    if keep:
        stored = store_file(
            EXPORT_FILE,
            content=target,  # type: ignore[arg-type]
            name=file_name(record),
            actor=record.exported_by,
            now=now,
            expires_at=now + timedelta(days=settings.EXPORT_DAYS_KEPT),
        )
    note_done(record, rows=rows, sha256=digest, now=now, file=stored)


def note_done(record: ExportRecord, *, rows: int, sha256: str, now: datetime, file: Any = None) -> None:
    """The export is whole."""
    record.state, record.row_count, record.sha256 = ExportState.DONE, rows, sha256
    record.finished_at, record.file = now, file
    with _ending(record):
        record.save(update_fields=["state", "row_count", "sha256", "finished_at", "file"])
        _tell_ended(record, now)


def note_broken_off(record: ExportRecord, reason: str, *, rows: int = 0, now: datetime) -> None:
    """The export ended before its last row; what was sent of it is no whole file."""
    under_way = ExportRecord.objects.filter(pk=record.pk, state=ExportState.UNDER_WAY)
    with _ending(record):
        if under_way.update(
            state=ExportState.BROKEN_OFF, row_count=rows, finished_at=now, error=reason[:500]
        ):
            _tell_ended(record, now)


def _ending(record: ExportRecord) -> AbstractContextManager[object]:
    """A transaction for the end and its event; where nothing is told, one statement needs none of its own."""
    return nullcontext() if record.job_id is None else transaction.atomic()


def _tell_ended(record: ExportRecord, now: datetime) -> None:
    """Of an export in the background, whose asker does not see it end."""
    if record.job_id is not None:
        record_event(
            EXPORT_ENDED, subject="base.exportrecord", subject_id=record.pk, payload={}, actor=None, now=now
        )


def title_of(kind: str) -> str:
    """What the list of a kind of export is called, in the language in force; the kind where it is gone."""
    named = named_kind(kind)
    try:
        return str(named.title if named else source_for(kind).title)
    except UnknownSource:
        return kind


def file_name(record: ExportRecord) -> str:
    """What the file is called: the list and the day."""
    return f"{title_of(record.kind)}-{timezone.localdate(record.exported_at):%Y%m%d}.{record.format}"


def _opened(
    source: ListSource, actor: AbstractBaseUser, parameters: QueryDict, arguments: Mapping[str, Any]
) -> ListPage:
    page = source.open(actor, parameters, arguments)
    if not page.is_valid:
        raise InvalidInput(
            _("A filter is not valid, so there is nothing to export. Mend or remove it."),
            code="filter_invalid",
            field="parameters",
        )
    return page


def _count_for(page: ListPage, file_format: str) -> int:
    """How many rows there are, counted no further than matters."""
    most = MOST_SHEET_ROWS if file_format == ExportFormat.XLSX else settings.EXPORT_ROWS_AT_ONCE
    found = page.matching.order_by().values("pk")[: most + 1].count()
    if file_format == ExportFormat.XLSX and found > MOST_SHEET_ROWS:
        raise InvalidInput(
            _("A sheet holds %(most)d rows at most. Choose CSV, or fewer rows by a filter.")
            % {"most": MOST_SHEET_ROWS},
            code="too_many_rows",
            field="format",
        )
    return found


def refuse_too_many(actor: AbstractBaseUser) -> None:
    """Raise Conflict while three of the actor's exports are under way; holds the account until the commit."""
    get_user_model()._default_manager.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    under_way = ExportRecord.objects.filter(
        exported_by_id=actor.pk,
        state=ExportState.UNDER_WAY,
        job__state__in=[JobState.QUEUED, JobState.RUNNING],
    )
    if under_way.count() >= MOST_UNDER_WAY:
        raise Conflict(
            _("Three of your exports are under way. Wait until one is done."), code="too_many_exports"
        )
