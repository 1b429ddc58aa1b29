"""Rows of a workbook's one table: its header is found by the names of its columns, wherever it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from base.errors import InvalidInput
from base.workbooks.headers import (
    SEARCHED_ROWS,
    Header,
    KnownColumn,
    find_header,
    header_name,
    no_header,
    two_headers,
)
from base.workbooks.safety import check_workbook, kind_of_checked

#: What a cell of a sheet can hold.
Cell = int | float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    height: int
    rows: Callable[[], Iterable[Sequence[Cell]]]


_TOTALS = frozenset(("合计", "总计", "小计", "共计", "total"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that carries data: its number as the spreadsheet shows it, and its cells by column key."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's table: where its header stands and its rows, to be read once.

    `height` is the number of the sheet's last row: no more rows than that will come.
    """

    sheet: str
    header: Header
    height: int
    rows: Iterator[SheetRow]


def read_table(
    content: bytes, *, name: str, columns: Sequence[KnownColumn], is_checked: bool = False
) -> Table:
    """The table in a workbook or CSV file whose header names the given columns.

    Sheets without such a header (instructions, notes) are passed over; blank rows, rows of totals and
    repeated headers are skipped. Raises InvalidInput when the file is not safe to open, no header is
    recognised, a needed column is missing, or a column or the whole header stands there twice.
    `is_checked`: these very bytes passed `check_workbook` when they were handed in.
    """
    if (kind_of_checked(content) if is_checked else check_workbook(content, name=name)) == "csv":
        lines = _decode(content)
        sheet = _Sheet("CSV", lines.count("\n") + 1, lambda: csv.reader(io.StringIO(lines)))
        return _only_table([sheet], columns)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _only_table(_sheets(workbook), columns)
    except CalamineError as error:
        raise InvalidInput(
            _("The workbook is damaged and cannot be read. Please open it, save it again and upload it."),
            code="workbook_damaged",
        ) from error


def _sheets(workbook: CalamineWorkbook) -> Iterator[_Sheet]:
    """The sheets one after another, so that only those kept stay in memory."""
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        yield _Sheet(name, sheet.total_height, sheet.iter_rows)


def _only_table(sheets: Iterable[_Sheet], columns: Sequence[KnownColumn]) -> Table:
    found: list[tuple[_Sheet, Header]] = []
    for sheet in sheets:
        header = find_header(islice(sheet.rows(), SEARCHED_ROWS), columns)
        if header is not None:
            found.append((sheet, header))
    if not found:
        raise no_header(columns)
    if len(found) > 1:
        raise two_headers([sheet.name for sheet, _header in found])
    sheet, header = found[0]
    return Table(sheet.name, header, sheet.height, _data_rows(sheet.rows(), header, columns))


def _data_rows(
    rows: Iterable[Sequence[Cell]], header: Header, columns: Sequence[KnownColumn]
) -> Iterator[SheetRow]:
    own_names = {
        header.columns[column.key]: column.names for column in columns if column.key in header.columns
    }
    counting = [
        header.columns[column.key] for column in columns if column.counts and column.key in header.columns
    ]
    keys, places = tuple(header.columns), tuple(header.columns.values())
    width = max(places) + 1
    for number, row in enumerate(rows, 1):
        if number <= header.row or not any(_filled(row, index) for index in counting):
            continue
        if _is_total(row) or _is_header_again(row, own_names):
            continue
        if len(row) >= width:
            yield SheetRow(number, dict(zip(keys, [row[index] for index in places], strict=True)))
        else:
            short = {key: row[index] for key, index in header.columns.items() if index < len(row)}
            yield SheetRow(number, short)


def _filled(row: Sequence[Cell], index: int) -> bool:
    if index >= len(row):
        return False
    value = row[index]
    return bool(value.strip()) if isinstance(value, str) else True


def _is_total(row: Sequence[Cell]) -> bool:
    """Whether the row's first filled cell says that it adds up the others."""
    first = next((value for value in row if not isinstance(value, str) or value.strip()), "")
    return isinstance(first, str) and len(first) <= 20 and header_name(first) in _TOTALS


def _is_header_again(row: Sequence[Cell], own_names: Mapping[int, frozenset[str]]) -> bool:
    """Whether the header is printed again, as at the top of each page: cells say their column's name."""
    said = 0
    for index, names in own_names.items():
        value = row[index] if index < len(row) else ""
        if isinstance(value, str) and value and header_name(value) in names:
            said += 1
        elif value != "":
            return False
    return said >= 2


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput(
        _("The text of the file cannot be read. Please save it as .xlsx and upload that file."),
        code="text_unreadable",
    )
