from datetime import date, datetime

import pytest

from base.workbooks.reading import Cell
from skills.enums import Level, TitleRank
from skills.roster.cell_values import (
    UnreadableDate,
    as_text,
    mask_id_numbers,
    parse_day,
    parse_diploma_kind,
    parse_level,
    parse_title_rank,
    without_inner_spaces,
)
from tests.workforce.id_number_samples import make_id_number


@pytest.mark.parametrize(
    "written",
    [
        "2024-09-07",
        "2024/9/7",
        "2024.9.7",
        "2024年9月7日",
        "20240907",
        "２０２４．０９．０７",
        "2024-09-07 00:00:00",
        date(2024, 9, 7),
        datetime(2024, 9, 7, 13, 0),  # noqa: DTZ001 (a sheet knows no time zones)
        45542,
        45542.0,
        20240907.0,
    ],
)
def test_day_is_read_in_every_spelling(written: Cell) -> None:
    assert parse_day(written) == date(2024, 9, 7)


@pytest.mark.parametrize("written", ["2018年6月", "2018.6", "2018-06", "201806"])
def test_month_means_its_last_day_where_a_month_is_enough(written: str) -> None:
    assert parse_day(written, month_is_enough=True) == date(2018, 6, 30)
    with pytest.raises(UnreadableDate):
        parse_day(written)


@pytest.mark.parametrize("written", ["九几年", "2023-02-29", "2024-13-01", "98.7.3", "2024", "3月5日", 3.5])
def test_day_that_does_not_exist_is_not_guessed(written: Cell) -> None:
    with pytest.raises(UnreadableDate):
        parse_day(written, month_is_enough=True)


@pytest.mark.parametrize("written", ["", "  ", None, "/", "无", "—"])
def test_day_left_out_is_none(written: Cell | None) -> None:
    assert parse_day(written) is None


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("三级/高级工", Level.SENIOR),
        ("高级工（三级）", Level.SENIOR),
        ("三级", Level.SENIOR),
        ("3级", Level.SENIOR),
        ("高级技师", Level.SENIOR_TECHNICIAN),
        ("技师", Level.TECHNICIAN),
        ("首席技师", Level.CHIEF_TECHNICIAN),
        ("学徒工", Level.APPRENTICE),
        ("职业资格四级", Level.INTERMEDIATE),
    ],
)
def test_level_is_read_in_every_spelling(written: str, level: Level) -> None:
    assert parse_level(as_text(written)) == level


@pytest.mark.parametrize("written", ["超级工", "三级/技师", "高级工三"])
def test_level_that_is_none_or_two_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        parse_level(written)


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        ("技术员", TitleRank.JUNIOR),
        ("助理工程师", TitleRank.JUNIOR),
        ("工程师", TitleRank.MIDDLE),
        ("高级工程师", TitleRank.SENIOR),
        ("正高级工程师", TitleRank.SENIOR),
        ("经济师", TitleRank.MIDDLE),
    ],
)
def test_title_has_its_rank(written: str, rank: TitleRank) -> None:
    assert parse_title_rank(written) == rank


@pytest.mark.parametrize("written", ["技师", "高级技师", "大师"])
def test_title_that_is_a_skill_grade_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        parse_title_rank(written)


def test_schooling_by_its_usual_names() -> None:
    assert [parse_diploma_kind(name).value for name in ("专科", "技校", "大学本科", "硕士")] == [
        "大专",
        "技工学校",
        "本科",
        "研究生",
    ]


def test_text_of_whole_numbers_has_no_fraction() -> None:
    assert (as_text(13816655764.0), as_text(100123.0), as_text(" Ａ１ ")) == ("13816655764", "100123", "A1")


def test_name_loses_the_spaces_that_align_it() -> None:
    assert without_inner_spaces(as_text("罗\u3000飞军")) == "罗飞军"
    assert without_inner_spaces("John Smith") == "John Smith"


def test_id_number_inside_a_text_is_masked_and_a_certificate_number_is_not() -> None:
    number = make_id_number(date(1990, 1, 1))
    assert mask_id_numbers(f"身份证{number}。") == f"身份证{number[:6]}************。"
    for typed in (
        f"A{number}",
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:10]}-{number[10:14]}-{number[14:]}B",
    ):
        assert number[-8:] not in mask_id_numbers(typed).replace(" ", "").replace("-", "")
    assert mask_id_numbers("Y000015000001124000001") == "Y000015000001124000001"
