"""The rows of an export, chunk by chunk, and the files made of them. Memory does not grow with the rows."""

from __future__ import annotations

import codecs
import csv as bare_csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from defusedcsv import csv
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from base.exports.sources import source_for
from base.exports.values import FileValues, csv_value, may_begin_formula
from base.list_address import query_of
from base.lists.columns import CellReader, Column
from base.lists.page import ListPage
from base.models.export import ExportFormat, ExportRecord
from base.pagination import rows_in_order
from base.workbooks.writing import SheetColumn, Value, write_workbook

#: Rows read, checked and written at a time.
CHUNK = 1_000
#: Rows of one sheet below its heading (the format's own limit).
MOST_SHEET_ROWS = 1_048_575

Ask = Callable[[], AbstractBaseUser]
Chunk = list[list[Value]]


@dataclass(frozen=True)
class ExportRows:
    """An export about to be read: its headings, how many rows there are now, and the rows in chunks."""

    columns: Sequence[Column]
    total: int
    chunks: Iterator[Chunk]

    @property
    def headings(self) -> list[str]:
        """The columns' names in the exporter's language."""
        return [str(column.label) for column in self.columns]


def opened_list(record: ExportRecord, user: AbstractBaseUser) -> ListPage:
    """The list of a record as the user would see it now."""
    return source_for(record.kind).open(user, query_of(record.parameters), record.arguments)


def read_rows(record: ExportRecord, ask: Ask, *, using: str = DEFAULT_DB_ALIAS) -> ExportRows:
    """The rows of the export in the order of the list, read from the database `using`.

    `ask` gives the exporter as they stand now, or raises: it is called before anything is read and before
    each chunk. Rows that meanwhile left their scope are left out. Both are asked of the primary. Statements:
    two at the beginning, then per chunk the ones of `ask`, of the reach and one for the scope.
    """
    page = opened_list(record, ask())
    columns = [column for column in page.column_set.shown if column.is_exported]
    names = [column.name for column in columns]
    matching = page.matching.using(using)
    rows = rows_in_order(page.rows_for_file().using(using), page.order).iterator(chunk_size=CHUNK)
    return ExportRows(columns, matching.order_by().values("pk").count(), _chunks(record, rows, names, ask))


def _chunks(record: ExportRecord, rows: Iterator[Any], names: Sequence[str], ask: Ask) -> Iterator[Chunk]:
    while True:
        now_page = opened_list(record, ask())
        read = list(islice(rows, CHUNK))
        if not read:
            return
        in_scope = set(_among(now_page.get_queryset(), read).values_list("pk", flat=True))
        yield _cells(now_page, names, [row for row in read if row.pk in in_scope])


def _among(scope: QuerySet[Any], read: Sequence[Any]) -> QuerySet[Any]:
    """Those of the rows in a scope. Their keys go as one array: a thousand parameters take longer."""
    kind = scope.model._meta.pk.rel_db_type(connection)
    keys = RawSQL(f"SELECT unnest(%s::{kind}[])", ([row.pk for row in read],))  # noqa: S611 (a field's type)
    return scope.order_by().filter(pk__in=keys)


def _cells(page: ListPage, names: Sequence[str], rows: Iterable[Any]) -> Chunk:
    """The cells of the named columns; None where the column is no longer this person's."""
    allowed = {column.name: column for column in page.column_set.allowed}
    columns = [allowed[name] for name in names if name in allowed]
    reader, of = CellReader(columns, page.request.user), FileValues().of
    kinds = [column.kind for column in columns]
    chunk: Chunk = [list(map(of, reader.values(row), kinds)) for row in rows]
    if len(columns) == len(names):
        return chunk
    places = [columns.index(allowed[name]) if name in allowed else None for name in names]
    return [[None if place is None else cells[place] for place in places] for cells in chunk]


def csv_pieces(rows: ExportRows) -> Iterator[bytes]:
    """The export as CSV in pieces of a chunk: UTF-8 with the mark Excel knows it by, formulas as text."""
    lines = _Lines()
    defused, plain = csv.writer(lines), bare_csv.writer(lines)
    defused.writerow(rows.headings)
    yield codecs.BOM_UTF8 + lines.taken()
    for chunk in rows.chunks:
        for row in chunk:
            writer = defused if any(map(may_begin_formula, row)) else plain
            writer.writerow(map(csv_value, row))
        yield lines.taken()


class _Lines:
    """What `csv` writes to: lines waiting to be taken."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def write(self, line: str) -> None:
        self._waiting.append(line)

    def taken(self) -> bytes:
        taken = "".join(self._waiting).encode()
        self._waiting.clear()
        return taken


def write_export(
    target: IO[bytes], rows: ExportRows, file_format: str, *, advance: Callable[[int], None] | None = None
) -> int:
    """Write the whole export to an open file; returns the number of rows. `advance` hears of each chunk."""
    counted = Counted(rows.chunks, advance)
    told = ExportRows(rows.columns, rows.total, iter(counted))
    if file_format == ExportFormat.CSV:
        for piece in csv_pieces(told):
            target.write(piece)
    else:
        columns = [SheetColumn(heading, max(10, min(40, 2 * len(heading) + 4))) for heading in rows.headings]
        lines = (row for chunk in told.chunks for row in chunk)
        write_workbook(target, sheet="Sheet1", columns=columns, rows=lines)
    return counted.done


class Counted:
    """Chunks on their way, counted."""

    def __init__(self, chunks: Iterator[Chunk], advance: Callable[[int], None] | None = None) -> None:
        self._chunks = chunks
        self._advance = advance
        self.done = 0

    def __iter__(self) -> Iterator[Chunk]:
        for chunk in self._chunks:
            yield chunk
            self.done += len(chunk)
            if self._advance is not None:
                self._advance(self.done)
