"""What confirming a row wrote over, kept with the staged row so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Applied:
    """The worker written, whether the row created the worker, the old values, and the facts voided.

    `details` are the worker's columns before (dates as text; never the id number). `placement` is what
    held before: unit, post and status. `voided` are ids of facts by table.
    """

    worker_id: int = 0
    created: bool = False
    details: dict[str, Any] = field(default_factory=dict)
    placement: dict[str, Any] = field(default_factory=dict)
    voided: dict[str, list[int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The shape stored."""
        return {
            "created": self.created,
            "details": self.details,
            "placement": self.placement,
            "voided": self.voided,
        }
