"""What confirming a row would write, decided when it is compared; nothing here touches the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from base.models.workbook import RowVerdict
from skills.roster.books import FoundUnit
from skills.roster.parsing import ParsedRow
from skills.roster.stored import StoredDiploma, StoredGrade, StoredSpell, StoredTitle, StoredWorker


@dataclass(slots=True)
class SpellPlan:
    """Begin a spell (ending another that day), or correct the day one began."""

    occupation_id: int
    since: date
    corrects: StoredSpell | None = None
    ends: StoredSpell | None = None


@dataclass(slots=True)
class GradePlan:
    """State a grade, or state one anew and void the earlier statement."""

    occupation_id: int
    level: int
    issued_on: date
    certificate_no: str
    replaces: StoredGrade | None = None


@dataclass(slots=True)
class DiplomaPlan:
    """Record a diploma, or correct one of the same schooling."""

    kind: str
    major_name: str
    graduated_on: date | None
    corrects: StoredDiploma | None = None


@dataclass(slots=True)
class TitlePlan:
    """Record a title, or correct one of the same rank."""

    rank: int
    name: str
    awarded_on: date
    corrects: StoredTitle | None = None


@dataclass(slots=True)
class RowPlan:
    """All that one row would write. `fields` are the worker's columns; `unit` and `post` the placement's."""

    fields: dict[str, Any] = field(default_factory=dict)
    unit: FoundUnit | None = None
    post: str | None = None
    spell: SpellPlan | None = None
    grade: GradePlan | None = None
    diploma: DiplomaPlan | None = None
    title: TitlePlan | None = None


@dataclass(slots=True)
class JudgedRow:
    """A parsed row with what is stored about its worker, its verdict and what it would change."""

    row: ParsedRow
    key: str
    stored: StoredWorker | None
    #: Blind index of the row's id number.
    id_index: bytes | None = None
    plan: RowPlan = field(default_factory=RowPlan)
    changes: list[dict[str, str]] = field(default_factory=list)
    verdict: RowVerdict = RowVerdict.UNCHANGED

    #: Whether the worker is not stored, or only as the remains of an undone import.
    is_new: bool = field(init=False)
    #: What the row is compared with: nothing for a new worker.
    known: StoredWorker | None = field(init=False)

    def __post_init__(self) -> None:
        """Decide once what every comparison asks."""
        self.is_new = self.stored is None or self.stored.is_withdrawn
        self.known = None if self.is_new else self.stored

    def change(self, column: str, before: str, after: str) -> None:
        """Note that a column of the roster would read differently afterwards, if it would."""
        if before != after:
            self.changes.append({"column": column, "from": before, "to": after})
