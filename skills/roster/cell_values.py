"""Single cells of a roster as people and spreadsheets write them, brought to values."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from base.log_redaction import TYPED_ID_NUMBER
from base.text import clean
from base.workbooks.reading import Cell
from skills.enums import DiplomaKind, Level, TitleRank
from workforce.enums import Sex

#: What people write into a cell that has nothing to say.
_NOTHING = frozenset(("无", "暂无", "/", "\\", "-", "--", "—", "——", "－", "N/A", "n/a"))
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY = re.compile(
    r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*日?"
    r"(?:[ T]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年、]\s*(\d{1,2})\s*月?")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·]")


def as_text(value: Cell | None) -> str:
    """A cell as cleaned text: whole numbers without “.0”, dates as 2024-09-07, “无” and dashes as nothing."""
    text = clean(value if isinstance(value, str) else raw_text(value))
    return "" if text in _NOTHING else text


@lru_cache(maxsize=16_384)
def repeated_text(value: str) -> str:
    """`as_text` of a cell whose like stands in many rows: the name of a unit, an occupation, a level."""
    return as_text(value)


def raw_text(value: Cell | None) -> str:
    """A cell as the text that is staged and shown: what the spreadsheet shows, as near as can be known."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        if isinstance(value, datetime) and (value.hour or value.minute):
            return value.isoformat(" ", "seconds")
        return value.isoformat()[:10]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float) and abs(value) >= 1e15:
        return f"{value:.5E}"
    return str(value)


def without_inner_spaces(name: str) -> str:
    """A Chinese name without the spaces that align it in a column (罗　飞军); other names keep theirs."""
    if " " not in name:
        return name
    parts = name.split(" ")
    if all(_HAN.fullmatch(char) for part in parts for char in part):
        return "".join(parts)
    return name


def mask_id_numbers(text: str) -> str:
    """A remark or other text with any resident id number in it masked: plaintext ids are kept nowhere."""
    if len(text) < 18:
        return text
    return TYPED_ID_NUMBER.sub(lambda match: match[0][:6] + "*" * 12, text)


class UnreadableDate(ValueError):
    """The text names no day that exists."""


def parse_day(value: Cell | None, *, month_is_enough: bool = False) -> date | None:
    """A date in any spelling of the rosters, None for a blank cell.

    2024-09-07, 2024/9/7, 2024.9.7, 2024年9月7日, 20240907, a date cell, a date that lost its format (the day
    count 45542); with `month_is_enough` also 2018年6月, 2018.6, 201806: the last day of the month.
    Raises UnreadableDate.
    """
    return read_day(value, month_is_enough=month_is_enough)[0]


def read_day(value: Cell | None, *, month_is_enough: bool = False) -> tuple[date | None, str]:
    """`parse_day`, and beside the day of a date that lost its format the day count it was written as."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value, ""
    return _day_of_text(value if isinstance(value, str) else raw_text(value), month_is_enough)


@lru_cache(maxsize=32_768)
def _day_of_text(typed: str, month_is_enough: bool) -> tuple[date | None, str]:
    """Dates repeat: the days of all careers are some thousands."""
    text = as_text(typed)
    if not text:
        return None, ""
    try:
        return _parse_day_text(text, month_is_enough), text if len(text) == 5 and text.isdecimal() else ""
    except ValueError as error:
        raise UnreadableDate(text) from error


def _parse_day_text(text: str, month_is_enough: bool) -> date:
    if match := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        return date(*(int(part) for part in match.groups()))
    if month_is_enough and (match := _MONTH.fullmatch(text) or _COMPACT_MONTH.fullmatch(text)):
        year, month = int(match[1]), int(match[2])
        return date(year, month, calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0)
    if text.isdecimal() and 10_000 <= int(text) <= 80_000:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    raise ValueError(text)


_LEVEL_NAMES = {
    "学徒工": Level.APPRENTICE,
    "学徒": Level.APPRENTICE,
    "初级工": Level.JUNIOR,
    "初级": Level.JUNIOR,
    "中级工": Level.INTERMEDIATE,
    "中级": Level.INTERMEDIATE,
    "高级工": Level.SENIOR,
    "高级": Level.SENIOR,
    "技师": Level.TECHNICIAN,
    "高级技师": Level.SENIOR_TECHNICIAN,
    "特级技师": Level.MASTER_TECHNICIAN,
    "首席技师": Level.CHIEF_TECHNICIAN,
}
for _number, _spellings in enumerate(("一1Ⅰ", "二2Ⅱ", "三3Ⅲ", "四4Ⅳ", "五5Ⅴ"), 1):
    for _spelling in _spellings:
        _LEVEL_NAMES[f"{_spelling}级"] = Level.from_national_no(_number)
#: How each level is written in a roster of ours.
LEVEL_TEXTS = {
    Level.APPRENTICE: "学徒工",
    Level.JUNIOR: "初级工（五级）",
    Level.INTERMEDIATE: "中级工（四级）",
    Level.SENIOR: "高级工（三级）",
    Level.TECHNICIAN: "技师（二级）",
    Level.SENIOR_TECHNICIAN: "高级技师（一级）",
    Level.MASTER_TECHNICIAN: "特级技师",
    Level.CHIEF_TECHNICIAN: "首席技师",
}
_LEVEL_PARTS = re.compile(r"[\s/()、,，\-]+")


def parse_level(text: str) -> Level:
    """A level by name, national number or both: 三级/高级工, 高级工（三级）, 3级. Raises ValueError."""
    parts = [part for part in _LEVEL_PARTS.split(text.removeprefix("国家").removeprefix("职业资格")) if part]
    levels = {_LEVEL_NAMES[part] for part in parts if part in _LEVEL_NAMES}
    if len(levels) != 1 or any(part not in _LEVEL_NAMES for part in parts):
        raise ValueError(text)
    return levels.pop()


_SEXES = {
    "男": Sex.MALE,
    "男性": Sex.MALE,
    "M": Sex.MALE,
    "女": Sex.FEMALE,
    "女性": Sex.FEMALE,
    "F": Sex.FEMALE,
}
SEX_TEXTS = {Sex.MALE: "男", Sex.FEMALE: "女"}


def parse_sex(text: str) -> Sex:
    """男 or 女. Raises ValueError."""
    try:
        return _SEXES[text.upper()]
    except KeyError as error:
        raise ValueError(text) from error


_DIPLOMA_NAMES = {
    **{kind.value: kind for kind in DiplomaKind},
    "初级中学": DiplomaKind.JUNIOR_HIGH,
    "普通高中": DiplomaKind.HIGH,
    "高级中学": DiplomaKind.HIGH,
    "中等专科": DiplomaKind.SECONDARY_SPECIALISED,
    "中等专业学校": DiplomaKind.SECONDARY_SPECIALISED,
    "中职": DiplomaKind.SECONDARY_SPECIALISED,
    "职高": DiplomaKind.VOCATIONAL_HIGH,
    "技校": DiplomaKind.TECHNICAL,
    "中技": DiplomaKind.TECHNICAL,
    "高技": DiplomaKind.SENIOR_TECHNICAL,
    "高级技校": DiplomaKind.SENIOR_TECHNICAL,
    "专科": DiplomaKind.JUNIOR_COLLEGE,
    "大学专科": DiplomaKind.JUNIOR_COLLEGE,
    "高职": DiplomaKind.JUNIOR_COLLEGE,
    "大学本科": DiplomaKind.BACHELOR,
    "大学": DiplomaKind.BACHELOR,
    "学士": DiplomaKind.BACHELOR,
    "硕士": DiplomaKind.POSTGRADUATE,
    "硕士研究生": DiplomaKind.POSTGRADUATE,
    "博士": DiplomaKind.POSTGRADUATE,
    "博士研究生": DiplomaKind.POSTGRADUATE,
}


def parse_diploma_kind(text: str) -> DiplomaKind:
    """Schooling by its usual names. Raises ValueError."""
    try:
        return _DIPLOMA_NAMES["".join(text.split())]
    except KeyError as error:
        raise ValueError(text) from error


_TITLE_NAMES = {
    "员级": TitleRank.JUNIOR,
    "助理级": TitleRank.JUNIOR,
    "初级": TitleRank.JUNIOR,
    "初级职称": TitleRank.JUNIOR,
    "中级": TitleRank.MIDDLE,
    "中级职称": TitleRank.MIDDLE,
    "副高": TitleRank.SENIOR,
    "副高级": TitleRank.SENIOR,
    "正高": TitleRank.SENIOR,
    "正高级": TitleRank.SENIOR,
    "高级": TitleRank.SENIOR,
    "高级职称": TitleRank.SENIOR,
}
_TITLE_PROFESSION = re.compile(
    r"(正高级|高级|助理)?(工程师|经济师|会计师|政工师|统计师|审计师|实验师|工艺美术师|农艺师)"
)


def parse_title_rank(text: str) -> TitleRank:
    """The rank of a title: 技术员, 助理工程师 初级; 工程师 中级; 高级工程师 高级. Raises ValueError.

    Skill grades (技师, 高级技师) are no titles.
    """
    if text in _TITLE_NAMES:
        return _TITLE_NAMES[text]
    if text.endswith("技术员"):
        return TitleRank.JUNIOR
    match = _TITLE_PROFESSION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    prefix = match[1] or ""
    if prefix.endswith("高级"):
        return TitleRank.SENIOR
    return TitleRank.JUNIOR if prefix == "助理" else TitleRank.MIDDLE
