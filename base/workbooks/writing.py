"""Workbooks written row by row in constant memory; what looks like a formula stays text.

XlsxWriter makes the book: styles, heading, column widths. The rows below go straight into the file's archive,
since a book that can hold anything in any cell takes several times as long for each.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

#: What a written cell can hold.
Value = str | int | float | Decimal | date | datetime | None

#: Characters a cell can hold, as the format counts them.
MOST_CHARACTERS = 32_767
_SHEET_PART = "xl/worksheets/sheet1.xml"
_ROWS_AT_ONCE = 500
_LAST_DAY_OF_1899 = datetime(1899, 12, 31)  # noqa: DTZ001 (the format knows no time zones)
#: The format knows a 29 February 1900, so days after it are numbered one higher.
_FALSE_LEAP_DAY = 60
#: Days whose numbers are remembered at a time.
_MOST_DAYS_KEPT = 4_000
#: Text that cannot stand in the file as it is.
_UNUSUAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
_SEEMINGLY_ESCAPED = re.compile(r"_(x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to write: its heading and its width in characters."""

    heading: str
    width: int = 14


def write_workbook(
    target: IO[bytes], *, sheet: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]
) -> int:
    """Write one sheet with a frozen header and the rows; the number of rows is returned.

    Text is written as text even when it begins with “=”, “+”, “-” or “@”; dates are real date cells, and so
    are moments, which must be without time zone. Text longer than a cell can hold is cut off.
    Memory is constant, and nothing passes through temporary files: rows may hold secrets.
    """
    made = io.BytesIO()
    _write_heading(made, sheet, columns)
    counted = _Counted(rows)
    with zipfile.ZipFile(made) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        before, styles, after = _around_rows(book.read(_SHEET_PART).decode())
        lines = _lines(counted, _Cells(styles), [xl_col_to_name(index) for index in range(len(columns))])
        for part in book.namelist():
            if part != _SHEET_PART:
                written.writestr(part, book.read(part))
        with written.open(_SHEET_PART, "w") as page:
            page.write(before.encode())
            while piece := "".join(islice(lines, _ROWS_AT_ONCE)):
                page.write(piece.encode())
            page.write(after.encode())
    return counted.number


class _Counted:
    """Rows on their way, counted."""

    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self._rows:
            self.number += 1
            yield row


def _write_heading(target: IO[bytes], sheet: str, columns: Sequence[SheetColumn]) -> None:
    """A book with the heading, and a second row that uses each format of the rows once: text, day, moment."""
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, column.heading, bold)
    page.freeze_panes(1, 0)
    # marked as text for good: editing the cell or changing its format does not wake a formula
    page.write_blank(1, 0, None, book.add_format({"num_format": "@", "quote_prefix": True}))
    page.write_blank(1, 1, None, book.add_format({"num_format": "yyyy-mm-dd"}))
    page.write_blank(1, 2, None, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    book.close()


def _around_rows(sheet: str) -> tuple[str, list[str], str]:
    """What stands before and after the rows, and the numbers of their formats."""
    before, _begin, rest = sheet.partition('<row r="2"')
    used, _end, after = rest.partition("</row>")
    # how far the cells reach is not known yet, and need not be said
    return re.sub(r"<dimension [^>]*/>", "", before), re.findall(r' s="(\d+)"', used), after


def _lines(rows: Iterable[Sequence[Value]], cells: _Cells, letters: Sequence[str]) -> Iterator[str]:
    """Each row as the file says it; cells without a value are left out."""
    write = cells.write
    for number, row in enumerate(rows, 2):
        written = [
            write(f"{letter}{number}", value)
            for letter, value in zip(letters, row, strict=True)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(written)}</row>'


class _Cells:
    """How the file says a cell of each kind."""

    def __init__(self, styles: Sequence[str]) -> None:
        text, day, moment = styles
        self._text = f'" s="{text}" t="inlineStr"><is><t'
        self._day, self._moment = f'" s="{day}"><v>', f'" s="{moment}"><v>'
        self._numbers: dict[date, int] = {}

    def write(self, place: str, value: str | int | float | Decimal | date | datetime) -> str:
        """One cell."""
        if isinstance(value, str):
            if _UNUSUAL.search(value) is None and len(value) <= MOST_CHARACTERS // 2:
                return f'<c r="{place}{self._text}>{value}</t></is></c>'
            return f'<c r="{place}{self._text} xml:space="preserve">{_escaped(value)}</t></is></c>'
        if isinstance(value, datetime):
            return f'<c r="{place}{self._moment}{_moment_number(value):.16G}</v></c>'
        if isinstance(value, date):
            if value not in self._numbers:
                if len(self._numbers) >= _MOST_DAYS_KEPT:
                    self._numbers.clear()
                self._numbers[value] = _day_number(value)
            return f'<c r="{place}{self._day}{self._numbers[value]}</v></c>'
        return f'<c r="{place}"><v>{value:.16G}</v></c>'


def _escaped(text: str) -> str:
    """Text as XML, control characters as the format's own ``_x0001_``."""
    text = _cut(text)
    text = _SEEMINGLY_ESCAPED.sub(r"_x005F_\1", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str) -> str:
    """As much of a text as a cell can hold, counted in UTF-16; no character is cut in two."""
    if len(text) <= MOST_CHARACTERS // 2:
        return text
    return text.encode("utf-16-le")[: 2 * MOST_CHARACTERS].decode("utf-16-le", "ignore")


def _day_number(day: date) -> int:
    number = (day - _LAST_DAY_OF_1899.date()).days
    return number + (number >= _FALSE_LEAP_DAY)


def _moment_number(moment: datetime) -> float:
    since = moment - _LAST_DAY_OF_1899
    return since.total_seconds() / 86_400 + (since.days >= _FALSE_LEAP_DAY)
