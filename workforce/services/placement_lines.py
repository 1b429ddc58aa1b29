"""The placements of one worker as a line through time, changed in memory and written set-based.

Unit, post and status are each a step that holds until it changes: what begins on a day is carried into the
placements that follow, up to the one that changed it anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workforce.models import Placement
from workforce.services.bulk_rows import update_rows

#: What a placement states of its days.
_STEPS = ("unit_id", "post", "status")
_WRITTEN = ("unit", "post", "status", "since", "until", "reason")
_BATCH = 2_000


@dataclass
class PlacementLine:
    """The placements of a worker in the order of their days, with what was changed in it so far."""

    worker_id: int
    rows: list[Placement] = field(default_factory=list)
    begun: list[Placement] = field(default_factory=list)
    ended: list[Placement] = field(default_factory=list)
    _changed: dict[int, Placement] = field(default_factory=dict)

    @property
    def changed(self) -> list[Placement]:
        """Stored placements that are to be written."""
        gone = {placement.pk for placement in self.ended}
        return [placement for pk, placement in self._changed.items() if pk not in gone]

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.begun or self.ended or self._changed)

    def on(self, day: date) -> Placement | None:
        """The placement that holds on a day; None before the first."""
        return next((row for row in reversed(self.rows) if row.since <= day), None)

    def after(self, day: date) -> list[Placement]:
        """The placements that begin later."""
        return [row for row in self.rows if row.since > day]

    def begin(self, since: date, *, reason: str, **values: Any) -> Placement:
        """Let the values (of unit_id, post, status) hold from a day on; what is not named stays as it was.

        The day lies on or after the first placement. Returns the placement that holds then.
        """
        before = self.on(since)
        if before is None:
            raise ValueError("no placement holds on that day")
        was = {name: getattr(before, name) for name in _STEPS}
        row = self._touch(before) if before.since == since else self._split(before, since)
        row.reason = reason
        for name, value in values.items():
            setattr(row, name, value)
            for later in self.after(since):
                if getattr(later, name) != was[name]:
                    break
                setattr(self._touch(later), name, value)
        self._join_equal()
        return self.on(since) or row

    def move(self, placement: Placement, since: date) -> None:
        """Let a placement begin on another day, between its neighbours."""
        before = self.on(date.fromordinal(placement.since.toordinal() - 1))
        self._touch(placement).since = since
        if before is not None:
            self._touch(before).until = since

    def drop(self, placement: Placement) -> None:
        """Take a placement out: the one before it reaches to the one after it."""
        position = self.rows.index(placement)
        before = self._touch(self.rows[position - 1])
        before.until = placement.until
        self.rows.remove(placement)
        self.ended.append(placement)
        self._join_equal()

    def _split(self, before: Placement, since: date) -> Placement:
        row = Placement(
            worker_id=self.worker_id,
            since=since,
            until=before.until,
            **{n: getattr(before, n) for n in _STEPS},
        )
        self._touch(before).until = since
        self.rows.insert(self.rows.index(before) + 1, row)
        self.begun.append(row)
        return row

    def _touch(self, placement: Placement) -> Placement:
        if not placement._state.adding:
            self._changed[placement.pk] = placement
        return placement

    def _join_equal(self) -> None:
        """Neighbours that say the same, one of them changed just now, become one: the earlier."""
        position = 1
        while position < len(self.rows):
            earlier, later = self.rows[position - 1], self.rows[position]
            same = all(getattr(earlier, name) == getattr(later, name) for name in _STEPS)
            if not (same and (self._is_touched(earlier) or self._is_touched(later))):
                position += 1
                continue
            self._touch(earlier).until = later.until
            self.rows.remove(later)
            if later in self.begun:
                self.begun.remove(later)
            else:
                self.ended.append(later)

    def _is_touched(self, placement: Placement) -> bool:
        return placement._state.adding or placement.pk in self._changed


def read_lines(worker_ids: Iterable[int]) -> dict[int, PlacementLine]:
    """The lines of the workers, who are locked by the caller. One statement."""
    lines = {worker_id: PlacementLine(worker_id) for worker_id in worker_ids}
    for placement in Placement.objects.filter(worker__in=list(lines)).order_by("worker", "since"):
        lines[placement.worker_id].rows.append(placement)
    return lines


def write_lines(lines: Iterable[PlacementLine]) -> list[int]:
    """Write what was changed; the ids of the workers touched, in order. At most four statements.

    Rows are shortened before others grow or begin, so that no two ever hold on one day.
    """
    touched = sorted((line for line in lines if line.is_changed), key=lambda line: line.worker_id)
    gone = [placement.pk for line in touched for placement in line.ended]
    if gone:
        Placement.objects.filter(pk__in=gone).delete()
    changed = [placement for line in touched for placement in line.changed]
    known = Placement.objects.only("since", "until").in_bulk([row.pk for row in changed])
    growing = [row for row in changed if _grows(row, known[row.pk])]
    shrinking = [row for row in changed if not _grows(row, known[row.pk])]
    update_rows(shrinking, _WRITTEN)
    update_rows(growing, _WRITTEN)
    Placement.objects.bulk_create([row for line in touched for row in line.begun], batch_size=_BATCH)
    return [line.worker_id for line in touched]


def _grows(placement: Placement, stored: Placement) -> bool:
    """Whether the placement is to hold on days on which it does not hold now."""
    if placement.since < stored.since:
        return True
    return stored.until is not None and (placement.until is None or placement.until > stored.until)
