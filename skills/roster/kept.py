"""New rows written as the clerk saw them: read back from what was shown, not judged a second time.

What a row of a new person becomes depends on the row, on the day, on who imports, on units, occupations and
majors (the ground, see `RosterJudge.ground`), on the rows before it and on who is stored under its numbers.
While day and ground are what they were, and nobody is stored under the numbers, judging the row again says
what it said before; and what it said is in the row's changes, cell by cell, because all of it was new.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from base.models.workbook import RowVerdict, WorkbookImport
from base.workbooks.staging import RowToWrite, unseal
from skills.enums import Level
from skills.roster.cell_values import LEVEL_TEXTS, SEX_TEXTS, parse_title_rank
from skills.roster.comparison import RosterJudge
from skills.roster.id_cell import read_id_cell
from skills.roster.parsing import ParsedRow
from skills.roster.plan import DiplomaPlan, GradePlan, JudgedRow, RowPlan, SpellPlan, TitlePlan
from skills.roster.staging import GROUND

_SEXES = {text: sex for sex, text in SEX_TEXTS.items()}
_LEVELS: dict[str, Level] = {text: level for level, text in LEVEL_TEXTS.items()}
_day = date.fromisoformat


class KeptRows:
    """Reads the new rows of an import back into what they would write; asks nothing of the database."""

    def __init__(self, judge: RosterJudge) -> None:
        self._judge = judge
        self._occupations = {name: pk for pk, name in judge.occupations.names.items()}

    @classmethod
    def of(cls, batch: WorkbookImport, judge: RosterJudge) -> KeptRows | None:
        """For an import whose rows were judged on the ground of this judge; None for any other."""
        return cls(judge) if batch.parameters.get(GROUND) == judge.ground else None

    def read(self, row: RowToWrite) -> JudgedRow:
        """A row that was found new, with its plan."""
        said: dict[str, str] = {change["column"]: change["to"] for change in row.changes}
        cell = read_id_cell(unseal(row.secret))
        if cell.number is None:
            raise ValueError(f"row {row.sheet_row} was found new without an id number")
        parsed = ParsedRow(row.sheet_row, {"employee_no": row.key}, cell)
        plan = self._plan(said)
        if "hire_date" in said:
            parsed.hire_date = plan.fields["hire_date"] = _day(said["hire_date"])
        if plan.spell is not None:
            parsed.occupation_since = plan.spell.since
        number, index = cell.number, cell.number.index
        plan.fields.update(
            id_number=number.number,
            id_number_index=index,
            id_number_mask=cell.mask,
            birth_date=number.birth_date,
        )
        return JudgedRow(parsed, row.key, None, index, plan, row.changes, RowVerdict.NEW)

    def _plan(self, said: Mapping[str, str]) -> RowPlan:
        fields: dict[str, Any] = {name: said[name] for name in ("name", "phone", "remark") if name in said}
        fields["sex"] = _SEXES[said["sex"]].value
        plan = RowPlan(fields, self._judge.unit(said["unit"], said.get("workshop", "")), said.get("post"))
        occupation_id = 0
        if "occupation" in said:
            occupation_id = self._occupations[said["occupation"]]
            plan.spell = SpellPlan(occupation_id, _day(said["occupation_since"]))
        if "issued_on" in said:
            number = said.get("certificate_no", "")
            plan.grade = GradePlan(occupation_id, _LEVELS[said["level"]], _day(said["issued_on"]), number)
        if "diploma_kind" in said:
            graduated = _day(said["graduated_on"]) if "graduated_on" in said else None
            plan.diploma = DiplomaPlan(said["diploma_kind"], said.get("major", ""), graduated)
        if "title" in said:
            plan.title = TitlePlan(
                parse_title_rank(said["title"]).value, said["title"], _day(said["title_on"])
            )
        return plan
