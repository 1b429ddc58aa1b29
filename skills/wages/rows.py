"""A row of a wage workbook read: whose wage, of which month, how much, and what cannot be read of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from base.text import clean
from base.workbooks.reading import Cell
from skills.roster.cell_values import as_text, mask_id_numbers, raw_text
from skills.services.fact_values import EARLIEST
from skills.wages.months import UnreadableMonth, month_text, read_month

#: Wages are below ten thousand million yuan (the column holds twelve digits).
TOO_LARGE = Decimal("10000000000")
_FEN = Decimal("0.01")
#: What binary arithmetic leaves behind the second decimal of a formula's result is no fraction of a fen.
_NO_FEN = Decimal("0.000001")
_MONEY_SIGNS = re.compile(r"[,，\s¥￥元]")


@dataclass(slots=True)
class WageRow:
    """What a row says; `faults` and `notices` in the shape in which they are staged."""

    sheet_row: int
    cells: dict[str, str]
    employee_no: str = ""
    name: str = ""
    month: date | None = None
    amount: Decimal | None = None
    faults: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, column: str, code: str, **params: Any) -> None:
        """Note what is wrong with a cell."""
        self.faults.append({"column": column, "code": code, "params": params})


def read_row(sheet_row: int, cells: Mapping[str, Cell], *, today: date) -> WageRow:
    """Read the cells as handed in, or as staged earlier."""
    texts = {key: mask_id_numbers(raw_text(value).strip())[:200] for key, value in cells.items()}
    row = WageRow(sheet_row, {key: text for key, text in texts.items() if text})
    row.employee_no = as_text(cells.get("employee_no"))
    row.name = as_text(cells.get("name"))
    if not row.employee_no:
        row.fault("employee_no", "employee_no_missing")
    _read_month(row, cells.get("month"), today)
    _read_amount(row, cells.get("amount"))
    return row


def _read_month(row: WageRow, cell: Cell | None, today: date) -> None:
    if not as_text(cell):
        row.fault("month", "month_missing")
        return
    try:
        month = read_month(cell)
    except UnreadableMonth:
        row.fault("month", "month_unreadable", value=as_text(cell)[:40])
        return
    if month > today:
        row.fault("month", "month_in_future", value=month_text(month))
    elif month < EARLIEST:
        row.fault("month", "month_absurd", value=month_text(month))
    else:
        row.month = month


def _read_amount(row: WageRow, cell: Cell | None) -> None:
    text = _MONEY_SIGNS.sub("", clean(raw_text(cell)))
    if not text:
        row.fault("amount", "amount_missing")
        return
    try:
        amount = Decimal(text)
    except InvalidOperation:
        row.fault("amount", "amount_unreadable", value=as_text(cell)[:40])
        return
    if not amount.is_finite():
        row.fault("amount", "amount_unreadable", value=as_text(cell)[:40])
    elif amount < 0:
        row.fault("amount", "amount_negative")
    elif amount >= TOO_LARGE:
        row.fault("amount", "amount_too_large")
    elif abs(amount - amount.quantize(_FEN)) > _NO_FEN:
        row.fault("amount", "amount_decimals")
    else:
        row.amount = amount.quantize(_FEN)
