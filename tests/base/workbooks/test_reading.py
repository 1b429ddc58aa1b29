from datetime import date, datetime

import pytest

from base.errors import InvalidInput
from base.workbooks.reading import Table, read_table
from tests.base.workbooks.books import COLUMNS, HEADER, workbook, workbook_of

#: A sheet knows no time zones.
NOON = datetime(2024, 9, 7, 12, 0)  # noqa: DTZ001


def table(content: bytes, name: str = "名册.xlsx") -> Table:
    return read_table(content, name=name, columns=COLUMNS)


def refusal(content: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        table(content)
    return refused.value


def test_table_below_a_title_is_found_and_rows_keep_their_numbers() -> None:
    found = table(
        workbook(("集团花名册",), (), ("序号 ", "工 号", "姓\n名", "车间(部门)"), (1, "A1", "张三", "一车间"))
    )
    assert found.header.row == 3
    assert [(row.number, row.cells) for row in found.rows] == [
        (4, {"no": 1.0, "key": "A1", "name": "张三", "unit": "一车间"})
    ]


def test_table_on_the_second_sheet_is_found_and_instructions_are_passed_over() -> None:
    found = table(workbook_of({"填表说明": [("请勿修改表头",)], "名册": [HEADER, (1, "A1", "张三", "")]}))
    assert found.sheet == "名册"
    assert [row.number for row in found.rows] == [2]


def test_table_with_other_names_of_columns_is_found() -> None:
    found = table(workbook(("员工编号", "姓名", "车间"), ("A1", "张三", "一车间")))
    assert next(found.rows).cells == {"key": "A1", "name": "张三", "unit": "一车间"}


def test_blank_rows_totals_and_repeated_headers_are_skipped() -> None:
    rows = [
        HEADER,
        (1, "A1", "张三", ""),
        (2, None, None, None),
        HEADER,
        (3, "A2", "李四", ""),
        ("合 计", "", "2人", ""),
    ]
    assert [row.number for row in table(workbook(*rows)).rows] == [2, 5]


def test_worker_named_like_a_column_is_not_taken_for_a_header() -> None:
    found = table(workbook(HEADER, (1, "A1", "姓名", "一车间")))
    assert [row.cells["name"] for row in found.rows] == ["姓名"]


def test_cells_keep_their_kinds() -> None:
    found = table(workbook(HEADER, (1, 110101197707210010, date(2024, 9, 7), NOON)))
    cells = next(found.rows).cells
    assert cells["key"] == pytest.approx(1.1010119770721e17)
    assert (cells["name"], cells["unit"]) == (date(2024, 9, 7), NOON)


def test_formula_text_stays_text() -> None:
    book = workbook(HEADER, (1, "A1", "x", ""))
    assert next(table(book).rows).cells["name"] == "x"


def test_workbook_without_a_known_header_is_told_which_are_known() -> None:
    refused = refusal(workbook(("甲", "乙", "丙"), (1, 2, 3)))
    assert refused.code == "header_not_found"
    assert "工号、姓名、车间（部门）" in str(refused)


def test_header_deeper_than_the_searched_rows_is_not_found() -> None:
    assert refusal(workbook(*([("说明",)] * 40), HEADER)).code == "header_not_found"


def test_column_that_stands_twice_is_named() -> None:
    refused = refusal(workbook(("工号", "姓名", "车间", "姓名"), ("A1", "张三", "", "")))
    assert (refused.code, "姓名" in str(refused)) == ("column_twice", True)


def test_needed_column_that_is_missing_is_named() -> None:
    refused = refusal(workbook(("序号", "姓名", "车间"), (1, "张三", "")))
    assert (refused.code, "工号" in str(refused)) == ("column_missing", True)


def test_header_on_two_sheets_is_refused_rather_than_one_dropped() -> None:
    refused = refusal(workbook_of({"甲公司": [HEADER], "乙公司": [HEADER]}))
    assert refused.code == "header_on_two_sheets"
    assert "甲公司、乙公司" in str(refused)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    found = table("序号,工号,姓名,车间\n1,A1,张三,一车间\n合计,,1人,\n".encode(encoding), name="名册.csv")
    assert [row.cells["name"] for row in found.rows] == ["张三"]


def test_sheet_whose_xml_is_broken_is_told_damaged() -> None:
    from tests.base.workbooks.books import with_part

    broken = with_part(workbook(HEADER), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>")
    assert refusal(broken).code in ("workbook_damaged", "header_not_found")
