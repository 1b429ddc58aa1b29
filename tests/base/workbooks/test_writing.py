import io
import re
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.escape import unescape

from base.workbooks.writing import SheetColumn, Value, write_workbook

COLUMNS = [SheetColumn("工号"), SheetColumn("备注"), SheetColumn("日期"), SheetColumn("人数")]


def test_written_cells_keep_their_kinds_and_formulas_stay_text() -> None:
    target = io.BytesIO()
    rows: list[list[Value]] = [
        ["A1", '=HYPERLINK("http://example.invalid")', date(2024, 9, 7), 3],
        ["A2", "@SUM(1)", None, None],
    ]
    assert write_workbook(target, sheet="名册", columns=COLUMNS, rows=rows) == 2
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["工号", "备注", "日期", "人数"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "d", "n"]
    assert sheet["B2"].value == '=HYPERLINK("http://example.invalid")'
    assert sheet["B2"].quotePrefix
    assert sheet["B3"].value == "@SUM(1)"


def test_written_rows_are_taken_one_by_one() -> None:
    target = io.BytesIO()
    assert (
        write_workbook(target, sheet="名册", columns=COLUMNS[:1], rows=([f"A{n}"] for n in range(3_000)))
        == 3_000
    )


#: Text that XML or the format itself would take for something else.
UNUSUAL = (
    "<b>&\"'",
    " before",
    "after ",
    "two\nlines\n",
    "\t",
    "\x00\x01\r",
    "_x0041_",
    "\ufffe",
    "<r>not rich</r>",
    "字" * 32_767,
    "😀",
)


def test_unusual_text_is_read_back_as_it_was() -> None:
    target = io.BytesIO()
    write_workbook(target, sheet="名册", columns=COLUMNS[:1], rows=([text] for text in UNUSUAL))
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    read = [unescape(str(row[0].value)) for row in sheet.iter_rows(min_row=2)]
    assert read == list(UNUSUAL)


def test_text_too_long_for_a_cell_is_cut_between_characters() -> None:
    target = io.BytesIO()
    write_workbook(target, sheet="名册", columns=COLUMNS[:1], rows=[["😀" * 20_000]])
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert sheet["A2"].value == "😀" * (32_767 // 2)


def test_numbers_and_days_are_those_another_writer_writes() -> None:
    values: list[Value] = [
        0,
        -3,
        2.5,
        1 / 3,
        Decimal("12.50"),
        date(1900, 1, 1),
        date(1900, 2, 28),
        date(1900, 3, 1),
        date(2026, 11, 21),
        datetime(2026, 11, 21, 12, 30, 7),  # noqa: DTZ001 (local, as people read it)
    ]
    ours, theirs = io.BytesIO(), io.BytesIO()
    write_workbook(ours, sheet="名册", columns=COLUMNS[:1], rows=([value] for value in values))
    book = xlsxwriter.Workbook(theirs, {"in_memory": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, value in enumerate(values, 1):
        page.write(number, 0, value, day)
    book.close()
    assert raw_numbers(ours) == raw_numbers(theirs)


def raw_numbers(target: io.BytesIO) -> list[str]:
    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<v>([^<]*)</v>", sheet.partition('<row r="2"')[2])


def test_a_moment_with_a_time_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        write_workbook(io.BytesIO(), sheet="名册", columns=COLUMNS[:1], rows=[[datetime.now(tz=UTC)]])


def test_rows_never_stand_in_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = tempfile.mkstemp

    def noted(*args: Any, **kwargs: Any) -> tuple[int, str]:
        made.append("file")
        return real(*args, **kwargs)

    monkeypatch.setattr(tempfile, "mkstemp", noted)
    write_workbook(io.BytesIO(), sheet="名册", columns=COLUMNS[:1], rows=([f"A{n}"] for n in range(3_000)))
    assert made == []


def test_memory_does_not_grow_with_the_rows() -> None:
    def rows(number: int) -> Iterator[list[Value]]:
        return ([f"A{n}", "备注", date(2026, 11, 21), n] for n in range(number))

    def peak(number: int) -> int:
        with tempfile.TemporaryFile() as target:
            tracemalloc.start()
            try:
                write_workbook(target, sheet="名册", columns=COLUMNS, rows=rows(number))
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

    peak(100)
    assert peak(20_000) < peak(2_000) + 200_000
