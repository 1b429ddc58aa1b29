"""A workbook written by XlsxWriter straight from a cursor: no rights, no columns, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.db import connection, transaction

_ROWS = 1_000


def write_from_cursor(
    target: IO[bytes], query: str, parameters: Sequence[Any], headings: Sequence[str]
) -> int:
    """Write the rows of a statement as they come; their number. Days are date cells, the rest is text."""
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    page, day, number = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"}), 0
    for index, heading in enumerate(headings):
        page.write_string(0, index, heading)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(_ROWS):
            for row in rows:
                number += 1
                for index, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(number, index, value, day)
                    elif isinstance(value, int):
                        page.write_number(number, index, value)
                    elif value:
                        page.write_string(number, index, value)
    book.close()
    return number
