"""Who changed a record, when and why, old → new: recorded time, with the day from which it holds beside it.

A row says itself who made it; what was changed in place is read from the old values the database keeps
(`base.history`). Nothing here knows a table: `history_of` serves one row of any tracked table, and the
history of a whole worker is put together from the same parts (`skills.queries.history`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser
from workforce.fields import Field, visible_fields
from workforce.models import Worker
from workforce.queries.value_names import ValueNames

#: Entries read of one record when nobody asks for another number.
ENTRIES = 100


class Act(models.TextChoices):
    """What was done to a record."""

    RECORDED = "recorded", _("Recorded")
    CORRECTED = "corrected", _("Corrected")
    VOIDED = "voided", _("Voided")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")
    READ = "read", _("Read")
    MERGED = "merged", _("Merged")


@dataclass(frozen=True)
class ValueChange:
    """One field with its old and its new value in words; empty where there was none."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEntry:
    """One change of a record. `actor` is a name, empty for the system; `what` says which kind of record.

    `at` is the time it was recorded, `holds_from` the day from which it holds (None where there is none).
    """

    at: datetime
    actor: str
    act: Act
    what: str
    reason: str
    changes: list[ValueChange]
    holds_from: date | None = None
    kind: str = ""
    key: str = ""


@dataclass(frozen=True)
class Change:
    """A change before ids are turned into names: the model, the old and the new values by field name.

    `number` tells several changes of one row apart.
    """

    at: datetime
    actor_id: int | None
    act: Act
    model: type[models.Model]
    reason: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    row_id: int = 0
    number: int = 0
    what: str | Promise = ""
    kind: str = ""
    holds_from: date | None = field(default=None)

    @property
    def key(self) -> str:
        """Names this change among those of its moment."""
        return f"{self.model._meta.label_lower}:{self.row_id}:{self.number}:{self.act.value}"


#: Columns that say how a row is kept, not what it states.
_KEEPING = frozenset(
    {
        *("id", "worker", "reason", "batch", "replaces", "voids", "is_void", "name_pinyin", "name_initials"),
        *("created_at", "created_by", "recorded_at", "recorded_by", "granted_at", "granted_by"),
        *("voided_at", "voided_by", "void_reason", "judged_by", "judged_at", "ended_by", "end_reason"),
        *("declared_at", "declared_by", "applied_at", "cancelled_by", "cancelled_at", "cancel_reason"),
        *("withdrawn_at", "withdrawn_by", "withdraw_reason", "confirmed_by", "moved_worker_ids"),
        *("moved_unit_ids", "last_login", "password", "set_at", "set_by"),
    }
)
#: When a row was made and by whom, the first pair a table has.
_MADE = (
    ("created_at", "created_by"),
    ("recorded_at", "recorded_by"),
    ("granted_at", "granted_by"),
    ("declared_at", "declared_by"),
    ("requested_at", "requested_by"),
)
#: The day from which a row holds, the first of these it has.
_HOLDS_FROM = (
    *("since", "issued_on", "awarded_on", "graduated_on", "completed_on", "month"),
    *("effective_on", "valid_from", "opened_on"),
)
#: Where a row says why it was ended or taken back.
_WHY = ("void_reason", "end_reason", "withdraw_reason", "cancel_reason")
_ENDED_BY = ("voided_by_id", "ended_by_id", "withdrawn_by_id", "cancelled_by_id")
#: Personal data shown in the history only to those whom the role × field table shows them.
_GUARDED = {one.value: one for one in Field}


def history_of(instance: models.Model, *, viewer: AnyUser, limit: int = ENTRIES) -> list[HistoryEntry]:
    """The last changes of one row of any tracked table: a fact, a unit, a version of rules, a role.

    The caller has made sure that `viewer` may see the row itself; guarded fields of a worker (and evidence)
    follow the role × field table. Four statements.
    Draw it with ``{% include "workforce/parts/record_history.html" with entries=… %}``.
    """
    model = type(instance)
    worker = instance if isinstance(instance, Worker) else getattr(instance, "worker", None)
    seen = visible_fields(viewer, worker) if isinstance(worker, Worker) else frozenset(Field)
    rows = model._default_manager.filter(pk=instance.pk)
    found = [*_made(instance), *changed_in_place(model, rows)]
    return in_words(newest(found)[:limit], seen)


def newest(changes: Iterable[Change]) -> list[Change]:
    """The changes, the one recorded last first."""
    return sorted(changes, key=lambda change: (change.at, change.number, change.row_id), reverse=True)


def in_words(changes: Collection[Change], seen: Collection[Field]) -> list[HistoryEntry]:
    """The changes as people read them, without values `seen` does not allow, nor changes left empty by it."""
    names = ValueNames.of(_ids(changes), [change.actor_id for change in changes])
    entries = (_entry(change, names, seen) for change in changes)
    return [entry for entry in entries if entry.changes or entry.act is not Act.CHANGED]


def changed_in_place(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[Change]:
    """Changes of `rows` in place: the old values the database kept against what came after them. Two
    statements.
    """
    present = list(rows)
    kept = old_values(model).filter(pgh_obj_id__in=[row.pk for row in present])
    yield from changes_between(model, present, kept)


def old_values(model: type[models.Model]) -> models.QuerySet[Any]:
    """The old values the database keeps of a table, with who changed them and why (`told`)."""
    events: Any = model._meta.get_field("history").related_model
    rows: models.QuerySet[Any] = events.objects.annotate(told=models.F("pgh_context__metadata"))
    return rows


def changes_between(model: type[models.Model], rows: Iterable[Any], kept: Iterable[Any]) -> Iterator[Change]:
    """Each old value of the rows (`kept`, from `old_values`) against what came after it."""
    present = {row.pk: row for row in rows}
    by_row: dict[int, list[Any]] = {}
    for event in sorted(kept, key=lambda event: event.pgh_id):
        by_row.setdefault(event.pgh_obj_id, []).append(event)
    for row_id, of_row in by_row.items():
        for event, after in zip(of_row, [*of_row[1:], present.get(row_id)], strict=True):
            yield _change(model, row_id, event, after)


def _change(model: type[models.Model], row_id: int, event: Any, after: Any) -> Change:
    told = event.told or {}
    gone = after is None
    voided = not gone and getattr(after, "voided_at", None) is not None and event.voided_at is None
    ended = not gone and not told.get("reason")
    new = {} if gone else stated(after, model)
    return Change(
        at=event.pgh_created_at,
        actor_id=told.get("user") or (_first(after, _ENDED_BY) if voided else None),
        act=Act.DELETED if gone else Act.VOIDED if voided else Act.CHANGED,
        model=model,
        reason=str(told.get("reason") or (_first(after, _WHY) if ended else "") or ""),
        old=stated(event, model),
        new=new,
        row_id=row_id,
        number=event.pgh_id,
        holds_from=holds_from(new or stated(event, model)),
    )


def _made(instance: models.Model) -> Iterator[Change]:
    """The making of a row, where its table says when that was."""
    for at, by in _MADE:
        if getattr(instance, at, None) is not None:
            yield made(instance, at=getattr(instance, at), actor_id=getattr(instance, f"{by}_id", None))
            return


def made(instance: models.Model, *, at: datetime, actor_id: int | None, kind: str = "") -> Change:
    """The making of a row."""
    values = stated(instance)
    return Change(
        at=at,
        actor_id=actor_id,
        act=Act.RECORDED,
        model=type(instance),
        reason=str(getattr(instance, "reason", "") or ""),
        old={},
        new=values,
        row_id=instance.pk,
        kind=kind,
        holds_from=holds_from(values),
    )


def stated(row: Any, model: type[models.Model] | None = None) -> dict[str, Any]:
    """What a row states, by field name; rows of other tables by their id, nothing encrypted.

    Columns the history leaves out are kept by the database from others: they state nothing of their own.
    """
    kept = {column.name for column in type(row)._meta.concrete_fields}
    if hasattr(row, "history"):
        kept &= {column.name for column in type(row).history.field.model._meta.concrete_fields}
    return {
        column.name: getattr(row, column.attname)
        for column in (model or type(row))._meta.concrete_fields
        if column.name not in _KEEPING
        and column.name in kept
        and not isinstance(column, models.BinaryField)
        and column.name != "id_number"
    }


def holds_from(values: Mapping[str, Any]) -> date | None:
    """The day from which what a row states holds."""
    return next((values[name] for name in _HOLDS_FROM if isinstance(values.get(name), date)), None)


def _first(row: Any, names: Iterable[str]) -> Any:
    return next((value for name in names if (value := getattr(row, name, None))), None)


def _ids(changes: Iterable[Change]) -> Iterator[tuple[type[models.Model], int]]:
    """The rows of other tables the changes name."""
    for change in changes:
        for values in (change.old, change.new):
            for name, value in values.items():
                column = change.model._meta.get_field(name)
                if isinstance(column, models.ForeignKey) and value is not None:
                    yield column.related_model, value


def _entry(change: Change, names: ValueNames, seen: Collection[Field]) -> HistoryEntry:
    columns = (change.model._meta.get_field(name) for name in {**change.old, **change.new})
    changes = [
        ValueChange(
            field=column.name,
            label=str(getattr(column, "verbose_name", column.name)),
            old=names.in_words(column, change.old.get(column.name)),
            new=names.in_words(column, change.new.get(column.name)),
        )
        for column in columns
        if change.old.get(column.name) != change.new.get(column.name)
        and _may_show(change.model, column.name, seen)
    ]
    return HistoryEntry(
        at=change.at,
        actor=names.of_user(change.actor_id),
        act=change.act,
        what=str(change.what or change.model._meta.verbose_name),
        reason=change.reason,
        changes=[one for one in changes if one.old or one.new],
        holds_from=change.holds_from,
        kind=change.kind,
        key=change.key,
    )


def _may_show(model: type[models.Model], name: str, seen: Collection[Field]) -> bool:
    """Columns of the worker that the role × field table guards, and evidence anywhere."""
    guarded = _GUARDED.get(name)
    return guarded is None or guarded in seen or (model is not Worker and guarded is not Field.EVIDENCE)
