"""What keeps a large roster cheap: quick ways that say the same as the long ones, and few statements."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from base.errors import InvalidInput
from base.models.workbook import StagedRow
from base.workbooks.reading import Cell
from skills.roster.cell_values import UnreadableDate, as_text, parse_day, raw_text, repeated_text
from skills.roster.columns import ID_COLUMN, KEYS
from skills.roster.id_cell import read_id_cell
from skills.roster.parsing import ParsedRow, parse_row
from skills.roster.staging import judge_for, judge_staged, read_roster, stage_cells
from tests.access import Cast
from tests.skills.roster.sheets import BORN, TODAY, judge, row, sheet, staged, write
from tests.workforce.id_number_samples import make_id_number
from workforce.services.id_numbers import IdNumber, parse_id_number

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(
        (
            "",
            " ",
            "无",
            "—",
            "张　三",
            "罗　飞军",
            "车工（数控）",
            "ＪＣ０１",
            "*12*",
            "=1",
            "@x",
            "字" * 90,
            "x" * 33,
        )
    ),
    st.sampled_from(("3级", "国家职业资格三级", "八级", "高级工程师", "技师", "女", "Ｆ", "本科 ", "博士后")),
    st.sampled_from(("2024-09-07", "2024年9月7日", "45542", " 45542 ", "2018.6", "2030-01-01", "2024-13-01")),
    st.sampled_from((make_id_number(BORN), f" {make_id_number(BORN)}", "620302********0017", "6.2E+17")),
    st.sampled_from(("Y000015000001124000001", "y0000 15000001124000001", "0815001234500123", "138 0000")),
    st.sampled_from((45542.0, 45542, 0, 0.5, 1e15, True, time(8, 30), f"他是{make_id_number(BORN)}号")),
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
    st.text(max_size=25),
)
VALUES = tuple(
    name for name in ParsedRow.__slots__ if name not in ("faults", "notices", "repairs", "id_cell")
)


def said(parsed: ParsedRow) -> tuple[object, ...]:
    """What a row says: its values, its faults, and its id number."""
    faults = sorted((fault.column, fault.code) for fault in parsed.faults)
    number = parsed.id_cell.number, parsed.id_cell.mask, parsed.id_cell.fault
    return [getattr(parsed, name) for name in VALUES], faults, number


@given(st.dictionaries(st.sampled_from(KEYS[1:]), CELLS, max_size=8))
def test_staged_texts_say_what_the_cells_of_the_workbook_said(cells: dict[str, Cell]) -> None:
    secret = cells.get(ID_COLUMN)
    read = parse_row(3, cells, secret, today=TODAY)
    again = parse_row(3, stage_cells(cells), raw_text(secret).strip(), today=TODAY)
    assert said(again) == said(read)


@given(st.text())
def test_remembered_text_is_that_of_the_cell(typed: str) -> None:
    assert repeated_text(typed) == repeated_text(typed) == as_text(typed)


@given(st.from_regex(r"[ ]?(19|20)[0-9]{2}[-./年]?[0-9]{1,2}[-./月]?[0-9]{0,2}日?[ ]?", fullmatch=True))
def test_remembered_date_is_that_of_the_cell(typed: str) -> None:
    first, second = (_day(typed) for _time in range(2))
    assert first == second == _day(as_text(typed))


def _day(typed: str) -> date | str | None:
    try:
        return parse_day(typed)
    except UnreadableDate as error:
        return str(error)


@given(st.from_regex(r"[1-9][0-9]{5}(19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}", fullmatch=True))
def test_whole_number_is_read_like_one_that_needs_putting_right(body: str) -> None:
    number = body + ric.calc_check_digit(f"{body}0")
    quick, slow = read_id_cell(number), read_id_cell(f"'{number[:6]} {number[6:]}")
    assert (quick.number, quick.mask, quick.fault) == (slow.number, slow.mask, slow.fault)
    assert not quick.repaired
    try:
        birth_date = ric.get_birth_date(number)
    except ric.InvalidComponent:
        with pytest.raises(InvalidInput):
            parse_id_number(number)
    else:
        assert parse_id_number(number) == IdNumber(number, birth_date)


def people(count: int, **cells: object) -> list[dict[str, object]]:
    """Good rows of so many people."""
    return [
        row(
            f"A{number}",
            id_number=make_id_number(BORN, number * 2 + 1),
            certificate_no=f"Y000015000001124{number:06}",
            **cells,
        )
        for number in range(count)
    ]


def statements_of_checking(rows: list[dict[str, object]]) -> int:
    """How many statements it takes to judge the rows of a file and to judge them again when staged."""
    batch = staged(*rows)
    table = read_roster(sheet(*rows), name="名册.xlsx")
    stored = list(StagedRow.objects.filter(batch=batch).order_by("sheet_row"))
    with CaptureQueriesContext(
        connection,
    ) as statements:
        judge_of_file = judge_for(batch, today=TODAY)
        parsed = [parse_row(r.number, r.cells, r.cells.get(ID_COLUMN), today=TODAY) for r in table.rows]
        verdicts = [judged.verdict for judged in judge_of_file.judge(parsed)]
        again = judge_staged(stored, judge_for(batch, today=TODAY), today=TODAY)
    assert [judged.verdict for judged in again] == verdicts
    return len(statements)


def test_new_rows_take_the_same_few_statements_whatever_their_number(enterprise: Cast) -> None:
    # units, occupations twice, majors; then numbers, id numbers and certificates; no facts of nobody
    assert statements_of_checking(people(1)) == statements_of_checking(people(40)) == 2 * 7


def test_stored_rows_take_the_same_few_statements_whatever_their_number(enterprise: Cast) -> None:
    write(*people(40))
    # the four kinds of facts beside those
    assert statements_of_checking(people(1)) == statements_of_checking(people(40)) == 2 * 11
    assert judge(*people(40)).counts["unchanged"] == 40
