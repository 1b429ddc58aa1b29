"""What happened to a unit: who did it, when, why, from which day, old → new. Newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.models import DomainEvent
from workforce.enums import UnitChangeKind, UnitChangeState
from workforce.models import Unit, UnitChange, User, Worker

_EVENT_LABELS: dict[str, Promise] = {
    "workforce.unit_created": _("Opened"),
    "workforce.head_set": _("Head named"),
    "workforce.head_ended": _("Headship ended"),
    "workforce.head_delegated": _("Deputy named"),
    "workforce.head_delegation_ended": _("Deputy ended"),
}


@dataclass(frozen=True)
class UnitHappening:
    """One entry; `actor` is empty for the system, `on` the day from which it holds."""

    at: datetime
    actor: str
    label: str | Promise
    on: date | None
    old: str
    new: str
    reason: str
    state: UnitChangeState | None = None


def planned_changes(unit: Unit) -> list[UnitChange]:
    """Changes of the unit, or into it, that wait for their day; the nearest first. One statement."""
    rows = UnitChange.objects.filter(Q(unit=unit) | Q(other=unit), state=UnitChangeState.PLANNED)
    return list(rows.select_related("unit", "other", "recorded_by").order_by("effective_on", "pk"))


def unit_history(unit: Unit) -> list[UnitHappening]:
    """Everything told of the unit. The number of statements does not depend on its length."""
    changes = list(
        UnitChange.objects.filter(Q(unit=unit) | Q(other=unit))
        .exclude(state=UnitChangeState.PLANNED)
        .select_related("unit", "other", "old_parent", "recorded_by", "cancelled_by")
    )
    events = list(
        DomainEvent.objects.filter(kind__in=_EVENT_LABELS, subject="workforce.unit", subject_id=unit.pk)
    )
    found = [
        *(_of_change(change, unit) for change in changes),
        *_of_events(events),
        *_of_rows(unit),
    ]
    return sorted(found, key=lambda happening: happening.at, reverse=True)


def describe_change(change: UnitChange, unit: Unit) -> tuple[str, str]:
    """Old and new in words, as read on the page of `unit` (the changed one, or the one merged into)."""
    match UnitChangeKind(change.kind):
        case UnitChangeKind.RENAME | UnitChangeKind.RECODE:
            return change.old_text, change.new_text
        case UnitChangeKind.MOVE | UnitChangeKind.MERGE:
            old = change.old_parent.name if change.old_parent else ""
            if change.unit_id != unit.pk:
                old = change.unit.name
            return old, change.other.name if change.other else ""
        case _:
            return "", ""


def _of_change(change: UnitChange, unit: Unit) -> UnitHappening:
    old, new = describe_change(change, unit)
    cancelled = change.state == UnitChangeState.CANCELLED
    author = change.cancelled_by if cancelled else change.recorded_by
    at = (change.cancelled_at if cancelled else change.applied_at) or change.recorded_at
    return UnitHappening(
        at=at,
        actor=str(author) if author else "",
        label=_label(change, unit),
        on=change.effective_on,
        old=old,
        new=new,
        reason=change.cancel_reason if cancelled else change.reason,
        state=UnitChangeState(change.state),
    )


def _label(change: UnitChange, unit: Unit) -> str | Promise:
    if change.unit_id != unit.pk:
        return _("Took over a unit") if change.kind == UnitChangeKind.MERGE else _("Got a unit below")
    return UnitChangeKind(change.kind).label


def _of_events(events: list[DomainEvent]) -> Iterator[UnitHappening]:
    """Openings, heads and deputies, which are told as events."""
    users = User.objects.select_related("worker").in_bulk(
        {event.actor_id for event in events if event.actor_id}
    )
    people = Worker.objects.defer("id_number", "id_number_index").in_bulk(
        {event.payload["worker_id"] for event in events if event.payload.get("worker_id")}
    )
    for event in events:
        worker = people.get(event.payload.get("worker_id") or 0)
        day = event.payload.get("since") or event.payload.get("last_day")
        yield UnitHappening(
            at=event.occurred_at,
            actor=str(users[event.actor_id]) if event.actor_id in users else "",
            label=_EVENT_LABELS[event.kind],
            on=date.fromisoformat(day) if day else None,
            old="",
            new=worker.name if worker else "",
            reason=str(event.payload.get("reason", "")),
        )


def _of_rows(unit: Unit) -> Iterator[UnitHappening]:
    """Changes written before they had rows of their own, from the old values the database keeps."""
    kept: Any = apps.get_model("workforce", "UnitEvent")
    rows = list(kept.objects.filter(pgh_obj=unit.pk).select_related("pgh_context").order_by("pgh_id"))
    after_each = [*rows[1:], unit] if rows else []
    told = [row.pgh_context.metadata if row.pgh_context else {} for row in rows]
    users = User.objects.select_related("worker").in_bulk({one["user"] for one in told if one.get("user")})
    for row, about, after in zip(rows, told, after_each, strict=True):
        if "unit_change" in about:
            continue
        changed = [(getattr(row, name), getattr(after, name)) for name in ("name", "code")]
        old, new = next(((old, new) for old, new in changed if old != new), ("", ""))
        author = users.get(about.get("user"))
        yield UnitHappening(
            at=row.pgh_created_at,
            actor=str(author) if author else "",
            label=_label_of_row(row, after),
            on=None,
            old=old,
            new=new,
            reason=about.get("reason") or "",
        )


def _label_of_row(row: Any, after: Any) -> str | Promise:
    if row.name != after.name:
        return UnitChangeKind.RENAME.label
    if row.parent_id != after.parent_id:
        return UnitChangeKind.MOVE.label
    if row.closed_on != after.closed_on:
        return (UnitChangeKind.CLOSE if after.closed_on else UnitChangeKind.REOPEN).label
    return _("Changed")
