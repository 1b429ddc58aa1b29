"""An export answered at once: a workbook made first and then sent, or CSV that goes out as it is read."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO, cast

import structlog
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from base.errors import DomainError
from base.exports.records import file_name, finish_export, note_broken_off, note_done
from base.exports.rights import require_right
from base.exports.writing import Counted, ExportRows, csv_pieces, read_rows, write_export
from base.file_types import XLSX
from base.models.export import ExportFormat, ExportRecord

log = structlog.get_logger(__name__)

CSV_TYPE = "text/csv; charset=utf-8"
#: How the last line of a stream that was cut short begins, in every language.
BROKEN_OFF_MARK = "### BROKEN OFF / 导出中断"


class StreamBrokenOff(Exception):
    """The stream ends without its proper end, so that nobody takes the file for whole."""


def answer_at_once(record: ExportRecord) -> StreamingHttpResponse:
    """The file as the answer to a request. Raises RightEnded while a workbook is made."""
    response = _csv_answer(record) if record.format == ExportFormat.CSV else _workbook_answer(record)
    response["Content-Disposition"] = content_disposition_header(True, file_name(record)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _workbook_answer(record: ExportRecord) -> FileResponse:
    target = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 (FileResponse closes it)
    try:
        rows = read_rows(record, lambda: require_right(record, now=timezone.now()))
        count = write_export(target, rows, record.format)
        finish_export(record, target, rows=count, now=timezone.now())
    except BaseException as error:
        target.close()
        note_broken_off(record, _reason(error), now=timezone.now())
        raise
    target.seek(0)
    return FileResponse(target, content_type=XLSX)


def _csv_answer(record: ExportRecord) -> StreamingHttpResponse:
    language = translation.get_language()
    try:
        rows = read_rows(record, lambda: require_right(record, now=timezone.now()))
    except DomainError as error:
        note_broken_off(record, str(error), now=timezone.now())
        raise
    return StreamingHttpResponse(_stream(record, rows, language or ""), content_type=CSV_TYPE)


def _stream(record: ExportRecord, rows: ExportRows, language: str) -> Iterator[bytes]:
    """The pieces of the file; the record is closed with the last of them, or when the stream ends before."""
    counted, digest = Counted(rows.chunks), hashlib.sha256()
    pieces = csv_pieces(ExportRows(rows.columns, rows.total, iter(counted)))
    reason = _("The connection was closed before the last row.")
    is_whole = False
    try:
        while (piece := _next(pieces, language)) is not None:
            digest.update(piece)
            yield piece
        is_whole = True
    except DomainError as error:
        reason = str(error)
        yield f"\r\n{BROKEN_OFF_MARK}: {reason}\r\n".encode()
        raise StreamBrokenOff(reason) from error
    except Exception as error:  # whatever the fault, the file must not look whole
        reason = _reason(error)
        log.exception("export_broken_off", export=record.pk)
        yield f"\r\n{BROKEN_OFF_MARK}\r\n".encode()
        raise
    finally:
        if is_whole:
            note_done(record, rows=counted.done, sha256=digest.hexdigest(), now=timezone.now())
        else:
            note_broken_off(record, reason, rows=counted.done, now=timezone.now())


def _next(pieces: Iterator[bytes], language: str) -> bytes | None:
    """The next piece, its words in the exporter's language whatever the thread speaks by now."""
    with translation.override(language or None):
        return next(pieces, None)


def _reason(error: BaseException) -> str:
    return str(error) if isinstance(error, DomainError) else _("A fault on our side.")
