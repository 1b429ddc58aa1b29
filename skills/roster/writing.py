"""What every step of writing a roster is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from base.models.workbook import WorkbookImport
from workforce.models import User


@dataclass(slots=True)
class Writing:
    """One commit under way: whose it is, its instant, and the workers touched so far."""

    batch: WorkbookImport
    actor: User | None
    today: date
    now: datetime
    #: Ids of majors by the form in which names are compared.
    majors: dict[str, int]
    touched: list[int] = field(default_factory=list)
    units_created: dict[tuple[int | None, tuple[str, ...]], int] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What histories and voided rows say."""
        return f"roster import #{self.batch.pk}"
