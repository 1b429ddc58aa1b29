"""Workbooks written row by row in constant memory; what looks like a formula stays text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter

#: What a written cell can hold.
Value = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to write: its heading and its width in characters."""

    heading: str
    width: int = 14


def write_workbook(
    target: IO[bytes],
    *,
    sheet: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Value]],
    in_memory: bool = False,
) -> int:
    """Write one sheet with a frozen header and the rows; the number of rows is returned.

    Text is written as text even when it begins with “=”, “+”, “-” or “@”; dates are real date cells, and so
    are moments, which must be without time zone.
    Memory is constant, with the rows passing through temporary files, unless `in_memory` forbids that
    (secrets).
    """
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        options = {
            "constant_memory": not in_memory,
            "in_memory": in_memory,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(target, options)
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        # marked as text for good: editing the cell or changing its format does not wake a formula
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width)
            page.write_string(0, index, column.heading, bold)
        page.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    page.write_string(count, index, value, text)
                elif isinstance(value, datetime):
                    page.write_datetime(count, index, value, moment)
                elif isinstance(value, date):
                    page.write_datetime(count, index, value, day)
                else:
                    page.write_number(count, index, value)
        book.close()
    return count
