"""The id number cell: the one cell of a roster that is a secret."""

from __future__ import annotations

import re
from dataclasses import dataclass

from base.errors import InvalidInput
from base.text import clean
from base.workbooks.reading import Cell
from workforce.services.id_numbers import IdNumber, parse_id_number

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")
#: Eighteen characters as they are stored; most cells hold a number that needs no putting right.
_WHOLE = re.compile(r"[1-9][0-9]{16}[0-9X]")
_MASK = re.compile(r"[0-9]*\*+[0-9X]*")


@dataclass(frozen=True, slots=True)
class IdCell:
    """What the cell holds: nothing, a mask, a whole valid number, or something at `fault`."""

    number: IdNumber | None = None
    mask: str = ""
    fault: str = ""
    repaired: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing."""
        return not (self.number or self.mask or self.fault)


def read_id_cell(value: Cell | None) -> IdCell:
    """Read and check an id number cell."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return _checked(value, typed=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return IdCell(fault="id_lost_precision" if abs(value) >= 1e15 else "id_number_format")
    if value is not None and not isinstance(value, str):
        return IdCell(fault="id_number_format")
    typed = (value or "").strip()
    text = "".join(clean(typed).upper().split()).lstrip("'")
    if text in ("", "无", "/", "-"):
        return IdCell()
    if _SCIENTIFIC.fullmatch(text):
        return IdCell(fault="id_lost_precision")
    if _MASK.fullmatch(text):
        return IdCell(mask=text)
    return _checked(text, typed=typed)


def _checked(text: str, *, typed: str) -> IdCell:
    try:
        number = parse_id_number(text)
    except InvalidInput as error:
        # a spreadsheet keeps 15 digits of a number and fills the rest with zeros
        lost = error.code == "id_check_digit" and text.endswith("000")
        return IdCell(fault="id_lost_precision" if lost else error.code)
    return IdCell(number=number, mask=number.mask, repaired=text != typed.upper())
