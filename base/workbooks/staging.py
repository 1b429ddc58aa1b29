"""Staged rows in bulk: copied in, read back in sheet order, counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
from django.db import connection

from base.collector import collector_paused
from base.encryption import decrypt, encrypt
from base.id_arrays import id_array
from base.models.workbook import RowVerdict, StagedRow

#: Rows handled at a time: bounds memory and the length of statements.
CHUNK = 5_000
#: Rows sent to the database in one piece.
_LINES_AT_ONCE = 250

_COLUMNS = (
    "batch_id",
    "sheet_row",
    "key",
    "cells",
    "secret",
    "secret_index",
    "verdict",
    "faults",
    "changes",
    "repairs",
    "notices",
    "subject_id",
)
# the cells are the longest part of a row
_ROWS_TO_WRITE = """
SELECT id, sheet_row, key, secret, verdict, faults::text, changes::text, subject_id,
       CASE WHEN NOT (%(spare)s AND verdict = 'new' AND subject_id IS NULL) THEN cells::text END
  FROM base_stagedrow
 WHERE batch_id = %(batch)s AND sheet_row > %(last)s ORDER BY sheet_row LIMIT %(most)s"""
_COPY = f"COPY {StagedRow._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"


@dataclass(slots=True)
class RowToStage:
    """One row with its verdict. `secret` is plain here: it is encrypted on its way to the table."""

    sheet_row: int
    key: str
    cells: dict[str, str]
    secret: str
    secret_index: bytes | None
    verdict: RowVerdict
    faults: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    subject_id: int | None = None


def seal(secret: str) -> bytes | None:
    """A secret cell as it is stored, None for a blank one."""
    return encrypt(secret.encode()) if secret else None


def unseal(stored: bytes | memoryview | None) -> str:
    """The secret cell of a staged row."""
    return "" if stored is None else decrypt(bytes(stored)).decode()


def copy_rows(batch_id: int, rows: Iterable[RowToStage]) -> None:
    """Write rows of an import by COPY, within the caller's transaction.

    The rows are taken while the database stores those before them; they must ask it nothing (see
    `base.copying.copy_values`).
    """
    batch = b"%d" % batch_id
    waiting = iter(rows)
    with connection.cursor() as cursor, collector_paused(), cursor.copy(_COPY) as copy:
        while lines := [_copy_line(batch, row) for row in islice(waiting, _LINES_AT_ONCE)]:
            copy.write(b"".join(lines))


def _copy_line(batch: bytes, row: RowToStage) -> bytes:
    """The row in the text format of COPY, in the order of `_COLUMNS`."""
    return b"%b\t%d\t%b\t%b\t%b\t%b\t%b\t%b\t%b\t%b\t%b\t%b\n" % (
        batch,
        row.sheet_row,
        _copy_text(row.key),
        _copy_json(row.cells),
        _copy_bytes(seal(row.secret)),
        _copy_bytes(row.secret_index),
        row.verdict.value.encode(),
        _copy_json(row.faults) if row.faults else b"[]",
        _copy_json(row.changes) if row.changes else b"[]",
        _copy_json(row.repairs) if row.repairs else b"[]",
        _copy_json(row.notices) if row.notices else b"[]",
        b"\\N" if row.subject_id is None else b"%d" % row.subject_id,
    )


def _copy_text(text: str) -> bytes:
    if not text.isprintable() or "\\" in text:
        for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(plain, escaped)
    return text.encode()


def _copy_bytes(value: bytes | None) -> bytes:
    return b"\\N" if value is None else b"\\\\x" + value.hex().encode()


def _copy_json(value: object) -> bytes:
    """JSON has its own escapes for tabs and line ends, so only the backslash is left to double."""
    return orjson.dumps(value).replace(b"\\", b"\\\\")


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def chunks_of_batch(batch_id: int) -> Iterator[list[StagedRow]]:
    """The rows of an import in sheet order, a chunk at a time; one statement a chunk."""
    last = 0
    while True:
        rows = list(
            StagedRow.objects.filter(batch_id=batch_id, sheet_row__gt=last).order_by("sheet_row")[:CHUNK]
        )
        if not rows:
            return
        yield rows
        last = rows[-1].sheet_row


@dataclass(slots=True)
class RowToWrite:
    """A staged row as far as judging it again and writing it need it; `secret` is sealed.

    `cells` is None where they were not asked for.
    """

    pk: int
    sheet_row: int
    key: str
    cells: dict[str, str] | None
    secret: bytes | None
    verdict: str
    faults: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    subject_id: int | None
    applied: dict[str, Any] | None = None


def chunks_to_write(batch_id: int, *, spare_cells: bool = False) -> Iterator[list[RowToWrite]]:
    """The rows of an import in sheet order, a chunk at a time, without instances; one statement a chunk.

    `spare_cells` leaves out the cells of rows that were found new and name nobody stored.
    """
    last = 0
    while True:
        with connection.cursor() as cursor:
            values = {"batch": batch_id, "last": last, "most": CHUNK, "spare": spare_cells}
            cursor.execute(_ROWS_TO_WRITE, values)
            rows = [_row_to_write(row) for row in cursor.fetchall()]
        if not rows:
            return
        yield rows
        last = rows[-1].sheet_row


def _row_to_write(row: tuple[Any, ...]) -> RowToWrite:
    pk, sheet_row, key, secret, verdict, faults, changes, subject_id, cells = row
    loads = orjson.loads
    return RowToWrite(
        pk,
        sheet_row,
        key,
        None if cells is None else loads(cells),
        secret,
        verdict,
        [] if faults == "[]" else loads(faults),
        [] if changes == "[]" else loads(changes),
        subject_id,
    )


def note_applied(written: Mapping[int, tuple[int, dict[str, Any]]]) -> None:
    """Note by staged row which subject it wrote and what it wrote over; one statement."""
    texts: dict[str, int] = {}  # most rows wrote over nothing, and say so in the same words
    rows = [
        (row_id, subject_id, texts.setdefault(_json(applied), len(texts) + 1))
        for row_id, (subject_id, applied) in written.items()
    ]
    ids, subjects, places = zip(*rows, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE base_stagedrow r SET subject_id = w.subject_id, applied = t.applied::jsonb"
            " FROM unnest(%(ids)s::bigint[], %(subjects)s::bigint[], %(places)s::bigint[])"
            " AS w(id, subject_id, place)"
            " JOIN unnest(%(texts)s::text[]) WITH ORDINALITY AS t(applied, place) USING (place)"
            " WHERE r.id = w.id",
            {
                "ids": id_array(ids),
                "subjects": id_array(subjects),
                "places": id_array(places),
                "texts": list(texts),
            },
        )


def count_batch(batch_id: int) -> dict[str, Any]:
    """How many rows of each verdict, how many rejected for each first fault, how many with notices."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verdict, CASE WHEN verdict = 'rejected' THEN faults -> 0 ->> 'code' END, count(*),"
            " count(*) FILTER (WHERE jsonb_array_length(notices) > 0)"
            " FROM base_stagedrow WHERE batch_id = %(batch)s GROUP BY 1, 2 ORDER BY 1, 2",
            {"batch": batch_id},
        )
        groups = cursor.fetchall()
    counts: dict[str, Any] = {"rows": 0, **{verdict.value: 0 for verdict in RowVerdict}, "by_reason": {}}
    counts["with_notices"] = 0
    for verdict, code, number, noticed in groups:
        counts["rows"] += number
        counts[verdict] += number
        counts["with_notices"] += noticed
        if code:
            counts["by_reason"][code] = number
    return counts
