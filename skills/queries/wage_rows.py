"""Staged rows of a wage workbook in words a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from base.models import StagedRow
from skills.queries.roster_rows import CellChange, Remark, RowDetails
from skills.wages.columns import LABELS
from skills.wages.faults import describe


def describe_wage_row(row: StagedRow) -> RowDetails:
    """The row in words; no statement."""
    return RowDetails(
        faults=[_remark(fault) for fault in row.faults],
        changes=[CellChange(LABELS[item["column"]], item["from"], item["to"]) for item in row.changes],
        repairs=[],
        notices=[_remark(notice) for notice in row.notices],
    )


def _remark(staged: Mapping[str, Any]) -> Remark:
    return Remark(LABELS.get(staged["column"], staged["column"]), describe(staged))
