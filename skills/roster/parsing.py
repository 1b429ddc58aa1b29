"""One row of the sheet to values, faults, notices and repairs; nothing here reads the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from base.dates import add_years
from base.workbooks.reading import Cell
from skills.certificate_number import BadCertificateNumber, CertificateNumber, parse_certificate_number
from skills.enums import DiplomaKind, Level, TitleRank
from skills.roster.cell_values import (
    LEVEL_TEXTS,
    SEX_TEXTS,
    UnreadableDate,
    as_text,
    mask_id_numbers,
    parse_diploma_kind,
    parse_level,
    parse_sex,
    parse_title_rank,
    read_day,
    repeated_text,
    without_inner_spaces,
)
from skills.roster.faults import Finding
from skills.roster.id_cell import IdCell, read_id_cell
from workforce.enums import Sex

Value = TypeVar("Value")

_LIMITS = {
    "employee_no": 32,
    "name": 80,
    "unit": 100,
    "workshop": 100,
    "post": 80,
    "occupation": 80,
    "major": 80,
    "title": 40,
    "phone": 20,
    "remark": 500,
}
#: Columns whose texts stand in many rows.
_REPEATED = frozenset(("unit", "workshop", "post", "occupation", "major", "title"))
#: No shorter text holds an id number.
ID_NUMBER_LENGTH = 18
#: Columns in which full-width characters are put right and said so.
_NUMBERS = ("employee_no", "phone")
#: The age at which work may begin; nothing later than that year needs a look.
_WORKING_AGE = 16
_NONE: frozenset[str] = frozenset()
_DATE_COLUMNS = ("issued_on", "hire_date", "occupation_since", "graduated_on", "title_on")


@dataclass(slots=True)
class ParsedRow:
    """What a row says. Blank cells are "" or None: they keep what is stored."""

    sheet_row: int
    texts: dict[str, str]
    id_cell: IdCell
    sex: Sex | None = None
    level: Level | None = None
    certificate: CertificateNumber | None = None
    issued_on: date | None = None
    hire_date: date | None = None
    occupation_since: date | None = None
    diploma_kind: DiplomaKind | None = None
    graduated_on: date | None = None
    title_rank: TitleRank | None = None
    title_on: date | None = None
    faults: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    repairs: list[dict[str, str]] = field(default_factory=list)

    @property
    def employee_no(self) -> str:
        """The employee number, or "" when it is missing."""
        return self.texts["employee_no"]

    @property
    def faulty_columns(self) -> Set[str]:
        """Columns with a fault found so far."""
        return {fault.column for fault in self.faults} if self.faults else _NONE

    def reject(self, column: str, code: str, *, suggestion: str = "", **params: Any) -> None:
        """Add a fault."""
        self.faults.append(Finding(column, code, params, suggestion))

    def notice(self, column: str, code: str, **params: Any) -> None:
        """Add a notice."""
        self.notices.append(Finding(column, code, params))

    def repaired(self, column: str, code: str, before: str, after: str) -> None:
        """Note what was put right without asking."""
        self.repairs.append({"column": column, "code": code, "from": before, "to": after})


def parse_row(sheet_row: int, cells: Mapping[str, Cell], secret: Cell | None, *, today: date) -> ParsedRow:
    """Read a row; `secret` is its id number cell. Faults are in no particular order."""
    row = ParsedRow(sheet_row, _read_texts(cells), read_id_cell(secret))
    _check_texts(row, cells)
    _check_identity(row, cells)
    for column in _DATE_COLUMNS:
        value = cells.get(column)
        if value is not None and value != "":
            setattr(row, column, _read_date(row, column, value, today=today))
    row.level = _read(row, "level", cells, parse_level, "level_unknown")
    row.diploma_kind = _read(row, "diploma_kind", cells, parse_diploma_kind, "diploma_kind_unknown")
    row.title_rank = _read(row, "title", cells, parse_title_rank, "title_unknown")
    _read_certificate(row, cells, today=today)
    if row.id_cell.number is not None:
        check_dates(row, row.id_cell.number.birth_date)
    if row.occupation_since and row.hire_date and row.occupation_since < row.hire_date:
        row.notice("occupation_since", "occupation_before_hire")
    return row


def _read_texts(cells: Mapping[str, Cell]) -> dict[str, str]:
    texts = {}
    for column in _LIMITS:
        value = cells.get(column)
        if value is None or value == "":
            texts[column] = ""
        elif column in _REPEATED and isinstance(value, str):
            texts[column] = repeated_text(value)
        else:
            texts[column] = as_text(value)
    return texts


def _check_texts(row: ParsedRow, cells: Mapping[str, Cell]) -> None:
    texts = row.texts
    for column in _NUMBERS:
        text, raw = texts[column], cells.get(column)
        if text and text != raw and isinstance(raw, str) and raw.strip() != text:
            row.repaired(column, "full_width", mask_id_numbers(raw.strip()), text)
    if "*" in texts["employee_no"]:
        row.reject("employee_no", "employee_no_is_id_number")
    for column in [column for column, text in texts.items() if len(text) >= ID_NUMBER_LENGTH]:
        _check_long_text(row, column)
    if texts["remark"].startswith(("=", "+", "@")):
        row.notice("remark", "formula_is_text")
    phone = texts["phone"]
    digits = len(phone) if phone.isdigit() else sum(map(str.isdigit, phone))
    if phone and not 5 <= digits <= 18:
        row.reject("phone", "phone_format", value=phone)


def _check_long_text(row: ParsedRow, column: str) -> None:
    """Mask the id numbers in a text, and measure it: a short text needs neither."""
    text = row.texts[column]
    masked = mask_id_numbers(text)
    if masked != text:
        row.texts[column] = masked
        if column != "employee_no":
            row.notice(column, "id_number_hidden")
        elif "*" not in text:
            row.reject(column, "employee_no_is_id_number")
    if len(masked) > _LIMITS[column]:
        code = "employee_no_too_long" if column == "employee_no" else "text_too_long"
        row.reject(column, code, limit=_LIMITS[column])


def _check_identity(row: ParsedRow, cells: Mapping[str, Cell]) -> None:
    if not row.employee_no:
        row.reject("employee_no", "employee_no_missing")
    spaced = row.texts["name"]
    row.texts["name"] = without_inner_spaces(spaced)
    if row.texts["name"] != spaced:
        row.repaired("name", "inner_spaces", spaced, row.texts["name"])
    if row.id_cell.fault:
        row.reject("id_number", row.id_cell.fault)
    elif row.id_cell.repaired:
        row.repaired("id_number", "full_width", "", row.id_cell.mask)
    row.sex = _read(row, "sex", cells, parse_sex, "sex_unknown")
    if row.id_cell.number is None:
        return
    said = row.id_cell.number.sex
    if row.sex is None and "sex" not in row.faulty_columns:
        row.sex = said
        row.repaired("sex", "from_id_number", "", SEX_TEXTS[said])
    elif row.sex is not None and row.sex != said:
        row.reject("sex", "sex_contradicts_id", suggestion=SEX_TEXTS[said], expected=SEX_TEXTS[said])


def _read(
    row: ParsedRow, column: str, cells: Mapping[str, Cell], parse: Callable[[str], Value], code: str
) -> Value | None:
    value = cells.get(column)
    if value is None or value == "":
        return None
    found, unread = _read_word(parse, value if isinstance(value, str) else as_text(value))
    if unread:
        row.reject(column, code, value=unread)
    return found


@lru_cache(maxsize=8_192)
def _read_word(parse: Callable[[str], Value], typed: str) -> tuple[Value | None, str]:
    """The value of a cell that says the same in many rows, or the text that is no such value."""
    text = as_text(typed)
    try:
        return parse(text) if text else None, ""
    except ValueError:
        return None, mask_id_numbers(text)[:40]


def _read_date(row: ParsedRow, column: str, value: Cell, *, today: date) -> date | None:
    graduation = column == "graduated_on"
    try:
        day, day_count = read_day(value, month_is_enough=graduation)
    except UnreadableDate as error:
        row.reject(column, "date_unreadable", value=mask_id_numbers(str(error))[:40])
        return None
    if day is None:
        return None
    if day > today and not graduation:
        row.reject(column, "date_in_future", value=day.isoformat())
        return None
    if day_count:
        row.repaired(column, "day_count", day_count, day.isoformat())
    return day


def _read_certificate(row: ParsedRow, cells: Mapping[str, Cell], *, today: date) -> None:
    value = cells.get("certificate_no")
    if value is None or value == "":
        return
    text = "".join(as_text(value).upper().split())
    if not text or "certificate_no" in row.faulty_columns:
        return
    try:
        row.certificate = parse_certificate_number(text, this_year=today.year)
    except BadCertificateNumber as error:
        row.reject("certificate_no", error.code)
        return
    if row.level is None and row.certificate.level is not None and "level" not in row.faulty_columns:
        row.level = row.certificate.level
        row.repaired("level", "from_certificate_no", "", LEVEL_TEXTS[row.level])
    elif row.level is not None and row.certificate.contradicts(row.level):
        row.reject("certificate_no", "certificate_level_mismatch", expected=_levels_of(row.certificate))
    if (
        row.issued_on
        and row.certificate.year is not None
        and row.issued_on.year % 100 != row.certificate.year
    ):
        row.notice("certificate_no", "certificate_year_differs")


def _levels_of(certificate: CertificateNumber) -> str:
    """The level or levels a certificate with this number can be of, in the roster's words."""
    if certificate.level is not None:
        return LEVEL_TEXTS[certificate.level]
    return "特级技师" if certificate.year is None else "初级工至高级技师"


def check_dates(row: ParsedRow, born: date) -> None:
    """Check the dates of the row against the birth date, from the row's id number or as stored."""
    days = [(column, day) for column in _DATE_COLUMNS if (day := getattr(row, column)) is not None]
    if all(day.year - born.year > _WORKING_AGE for _column, day in days):
        return
    for column, day in days:
        if day <= born:
            row.reject(column, "date_before_birth", value=day.isoformat())
    for column, day in days:
        if column in ("hire_date", "occupation_since") and born < day < add_years(born, _WORKING_AGE):
            row.notice(column, "work_before_sixteen", value=day.isoformat())
