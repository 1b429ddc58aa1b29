"""Staged rows of a roster in words a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from base.models import StagedRow
from skills.roster.columns import ID_COLUMN, LABELS
from skills.roster.faults import describe


@dataclass(frozen=True)
class Remark:
    """Something about one cell: the column's label, a sentence, and a value that would mend it."""

    label: str
    text: str
    suggestion: str = ""


@dataclass(frozen=True)
class CellChange:
    """What a column says now and would say afterwards; `note` tells why where nobody typed it."""

    label: str
    old: str
    new: str
    note: str = ""


@dataclass(frozen=True)
class RowDetails:
    """A row: why it is rejected, what it would change, what was put right, what deserves a look."""

    faults: list[Remark]
    changes: list[CellChange]
    repairs: list[CellChange]
    notices: list[Remark]


@dataclass(frozen=True)
class RepairableCell:
    """A cell of a rejected row as the repair form shows it."""

    column: str
    label: str
    value: str
    hint: str


def describe_row(row: StagedRow) -> RowDetails:
    """The row in words; no statement."""
    return RowDetails(
        faults=[_remark(fault) for fault in row.faults],
        changes=[CellChange(_label(item), item["from"], item["to"]) for item in row.changes],
        repairs=[CellChange(_label(item), item["from"], item["to"], describe(item)) for item in row.repairs],
        notices=[_remark(notice) for notice in row.notices],
    )


def repairable_cells(row: StagedRow) -> list[RepairableCell]:
    """The cells of a row, those with a fault first and filled with the value suggested for them."""
    faults = {fault["column"]: fault for fault in row.faults}
    columns = [
        *(column for column in LABELS if column in faults),
        *(column for column in LABELS if column not in faults),
    ]
    return [_cell(row, column, faults.get(column)) for column in columns if column != "seq"]


def _cell(row: StagedRow, column: str, fault: Mapping[str, Any] | None) -> RepairableCell:
    value = str(row.cells.get(column, ""))
    hints = [describe(fault)] if fault else []
    if column == ID_COLUMN:
        hints.append(_("Left empty, the number stays as it was handed in."))
        value = ""
    elif fault and fault.get("suggestion"):
        hints.append(_("It said “%(value)s”.") % {"value": value})
        value = fault["suggestion"]
    return RepairableCell(column, LABELS[column], value, " ".join(hints))


def _remark(staged: Mapping[str, Any]) -> Remark:
    return Remark(_label(staged), describe(staged), staged.get("suggestion", ""))


def _label(staged: Mapping[str, Any]) -> str:
    column = str(staged["column"])
    return LABELS.get(column, column)
