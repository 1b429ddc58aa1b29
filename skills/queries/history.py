"""Who changed what of a worker's record, when and why, old → new. Recorded time, newest first.

Facts and grades are never overwritten, so their history is read from the rows; what is changed in place
(personal data, placements, judgements, relations, roles) from the old values the database keeps, also of bulk
and SQL writes. Acts with many workers at once leave one event that names them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from base.scoping import AnyUser
from skills.queries import history_sources as sources
from skills.queries.history_rows import HistoryKind, RecordRows
from workforce.fields import visible_fields
from workforce.models import Worker
from workforce.queries.record_history import Act, Change, HistoryEntry, in_words, newest


@dataclass(frozen=True)
class Period:
    """Recorded from the first day up to and with the last; either may be open."""

    first: date | None = None
    last: date | None = None

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in the period, by the calendar of the enterprise."""
        day = timezone.localdate(at, timezone.get_default_timezone())
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class HistoryPage:
    """Some entries of a history and the mark of the one the next page begins after (empty: no more)."""

    entries: list[HistoryEntry]
    next: str


#: Entries on a page.
PAGE_SIZE = 50


def history(worker: Worker, *, viewer: AnyUser, limit: int = 200) -> list[HistoryEntry]:
    """The last `limit` changes of the worker's record that `viewer` may see."""
    return history_page(worker, viewer=viewer, size=limit).entries


def history_page(
    worker: Worker,
    *,
    viewer: AnyUser,
    kinds: Collection[HistoryKind] = (),
    period: Period | None = None,
    after: str = "",
    size: int = PAGE_SIZE,
) -> HistoryPage:
    """A page of the changes `viewer` may see, those of `kinds` (none named: all) recorded in `period`.

    `worker` comes from `Worker.objects.visible_to(viewer)`; `after` is the mark of the page before, an
    unknown one begins anew. Three SQL queries, whatever the number of kinds and changes.
    """
    seen, wanted = visible_fields(viewer, worker), set(kinds) or set(HistoryKind)
    found = newest(_changes(RecordRows.read(worker, viewer, wanted), wanted))
    if period is not None:
        found = [change for change in found if period.holds(change.at)]
    entries = in_words(_after(found, after), seen)
    more = len(entries) > size
    return HistoryPage(entries[:size], _mark(entries[size - 1]) if more else "")


def _after(changes: list[Change], mark: str) -> list[Change]:
    marks = [f"{change.at.isoformat()}/{change.key}" for change in changes]
    return changes[marks.index(mark) + 1 :] if mark in marks else changes


def _mark(entry: HistoryEntry) -> str:
    return f"{entry.at.isoformat()}/{entry.key}"


def _changes(record: RecordRows, kinds: Collection[HistoryKind]) -> Iterator[Change]:
    """Every change of the kinds that the viewer may know of."""
    told_from: dict[HistoryKind, Callable[[RecordRows], Iterable[Change]]] = {
        HistoryKind.DETAILS: sources.of_details,
        HistoryKind.PLACEMENT: sources.of_placements,
        HistoryKind.FACT: sources.of_facts,
        HistoryKind.GRADE: sources.of_grades,
        HistoryKind.JUDGEMENT: sources.of_judgements,
        HistoryKind.CORRECTION: sources.of_requests,
        HistoryKind.RELATION: sources.of_relations,
        HistoryKind.ROLE: sources.of_roles,
        HistoryKind.READING: sources.of_readings,
        HistoryKind.MERGE: sources.of_merges,
    }
    for kind in HistoryKind:
        if kind in kinds:
            yield from (replace(change, kind=kind.value) for change in told_from[kind](record))


__all__ = [
    "Act",
    "HistoryEntry",
    "HistoryKind",
    "HistoryPage",
    "Period",
    "history",
    "history_page",
]
