import io
from datetime import date

import openpyxl
import pytest

from base.workbooks.writing import SheetColumn, Value, write_workbook

COLUMNS = [SheetColumn("工号"), SheetColumn("备注"), SheetColumn("日期"), SheetColumn("人数")]


@pytest.mark.parametrize("in_memory", [False, True])
def test_written_cells_keep_their_kinds_and_formulas_stay_text(in_memory: bool) -> None:
    target = io.BytesIO()
    rows: list[list[Value]] = [
        ["A1", '=HYPERLINK("http://example.invalid")', date(2024, 9, 7), 3],
        ["A2", "@SUM(1)", None, None],
    ]
    assert write_workbook(target, sheet="名册", columns=COLUMNS, rows=rows, in_memory=in_memory) == 2
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
