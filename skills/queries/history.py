"""Who changed what of a worker's record, when and why, old → new. Recorded time, newest first.

Facts and grades are never overwritten, so their history is read from the rows; what is changed in place
(personal data, placements, judgements) from the old values the database keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from base.models import DomainEvent
from base.scoping import AnyUser
from skills.enums import FactKind
from skills.event_kinds import FACTS_CHANGED
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    DiplomaMatch,
    EmploymentSpell,
    Fact,
    GradeRecord,
    MonthlyWage,
    Title,
    TitleMatch,
)
from skills.queries.facts import visible_facts
from workforce.fields import Field, visible_fields
from workforce.models import Placement, Worker
from workforce.queries.value_names import ValueNames


class Act(models.TextChoices):
    """What was done to a record."""

    RECORDED = "recorded", _("Recorded")
    CORRECTED = "corrected", _("Corrected")
    VOIDED = "voided", _("Voided")
    CHANGED = "changed", _("Changed")
    DELETED = "deleted", _("Deleted")


@dataclass(frozen=True)
class ValueChange:
    """One field with its old and its new value in words; empty where there was none."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEntry:
    """One change of a record. `actor` is a name, empty for the system; `what` says which kind of record."""

    at: datetime
    actor: str
    act: Act
    what: str
    reason: str
    changes: list[ValueChange]


@dataclass(frozen=True)
class _Raw:
    """A change before ids are turned into names: the model, the old and the new values by column."""

    at: datetime
    actor_id: int | None
    act: Act
    model: type[models.Model]
    reason: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


#: Columns that say how a row is kept, not what it states.
_KEEPING = frozenset(
    {
        "id",
        "worker",
        "created_at",
        "created_by",
        "voided_at",
        "voided_by",
        "void_reason",
        "batch",
        "recorded_at",
        "recorded_by",
        "voids",
        "is_void",
        "judged_by",
        "judged_at",
        "name_pinyin",
        "name_initials",
    }
)
_FACTS: tuple[type[Fact], ...] = (EmploymentSpell, Title, Diploma, ApprenticeshipCompletion, MonthlyWage)
#: Personal data shown in the history only to those whom the role × field table shows them.
_GUARDED = {field.value: field for field in Field}


def history(worker: Worker, *, viewer: AnyUser, limit: int = 200) -> list[HistoryEntry]:
    """The last `limit` changes of the worker's record that `viewer` may see.

    `worker` comes from `Worker.objects.visible_to(viewer)`. The number of SQL queries does not depend on the
    number of changes.
    """
    seen = visible_fields(viewer, worker)
    replaced = _replacements(worker)
    raw = [
        *_of_facts(worker, viewer, replaced),
        *_of_grades(worker),
        *_of_requests(worker, viewer),
        *_of_rows_changed(Worker, Worker.objects.filter(pk=worker.pk)),
        *_of_rows_changed(Placement, Placement.objects.filter(worker=worker)),
        *_of_rows_changed(TitleMatch, TitleMatch.objects.filter(title__worker=worker)),
        *_of_rows_changed(
            DiplomaMatch,
            DiplomaMatch.objects.filter(diploma__in=visible_facts(Diploma, viewer).filter(worker=worker)),
        ),
    ]
    newest = sorted(raw, key=lambda change: change.at, reverse=True)[:limit]
    names = ValueNames.of(_ids(newest), [change.actor_id for change in newest])
    entries = (_entry(change, names, seen) for change in newest)
    return [entry for entry in entries if entry.changes or entry.act is not Act.CHANGED]


def _replacements(worker: Worker) -> dict[tuple[str, int], int]:
    """By (kind, id of the new row), the id of the row it replaced."""
    events = DomainEvent.objects.filter(
        kind=FACTS_CHANGED, subject="workforce.worker", subject_id=worker.pk
    ).values_list("payload", flat=True)
    return {
        (change["kind"], change["id"]): change["replaces"]
        for payload in events
        for change in payload.get("changes", ())
        if change.get("replaces") is not None
    }


def _of_facts(worker: Worker, viewer: AnyUser, replaced: Mapping[tuple[str, int], int]) -> Iterator[_Raw]:
    kinds = {EmploymentSpell: "spell", Title: "title", Diploma: "diploma", MonthlyWage: "wage"}
    for model in _FACTS:
        kind = kinds.get(model, FactKind.APPRENTICESHIP.value)
        rows = {row.pk: row for row in visible_facts(model, viewer).filter(worker=worker)}
        before = {new: rows.get(old) for (of, new), old in replaced.items() if of == kind and new in rows}
        corrected = {row.pk for row in before.values() if row is not None}
        for row in rows.values():
            old = before.get(row.pk)
            yield _Raw(
                at=row.created_at,
                actor_id=row.created_by_id,
                act=Act.RECORDED if old is None else Act.CORRECTED,
                model=model,
                reason="" if old is None else old.void_reason,
                old={} if old is None else _stated(old),
                new=_stated(row),
            )
            if row.voided_at is not None and row.pk not in corrected:
                yield _Raw(
                    row.voided_at, row.voided_by_id, Act.VOIDED, model, row.void_reason, _stated(row), {}
                )


def _of_grades(worker: Worker) -> Iterator[_Raw]:
    rows = {row.pk: row for row in GradeRecord.objects.filter(worker=worker)}
    for row in rows.values():
        old = _stated(rows[row.voids_id]) if row.voids_id else {}
        act = Act.RECORDED if not row.voids_id else Act.CORRECTED if row.level is not None else Act.VOIDED
        new = {} if act is Act.VOIDED else _stated(row)
        yield _Raw(row.recorded_at, row.recorded_by_id, act, GradeRecord, row.reason, old, new)


def _of_requests(worker: Worker, viewer: AnyUser) -> Iterator[_Raw]:
    for row in CorrectionRequest.objects.visible_to(viewer).filter(worker=worker):
        asked = {"state": "waiting", "fact_kind": row.fact_kind, "text": row.text}
        yield _Raw(row.requested_at, row.requested_by_id, Act.RECORDED, CorrectionRequest, "", {}, asked)
        if row.decided_at is not None:
            old, new = {"state": "waiting"}, {"state": row.state}
            why = row.decision_reason
            yield _Raw(row.decided_at, row.decided_by_id, Act.CHANGED, CorrectionRequest, why, old, new)


def _of_rows_changed(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[_Raw]:
    """Changes in place: the old values kept by the database against what came after them."""
    events_of: Any = model._meta.get_field("history").related_model
    present = {row.pk: _stated(row) for row in rows}
    events = (
        events_of.objects.filter(pgh_obj_id__in=list(present))
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    by_row: dict[int, list[Any]] = {}
    for event in events:
        by_row.setdefault(event.pgh_obj_id, []).append(event)
    for row_id, of_row in by_row.items():
        after = [_stated(event, model) for event in of_row[1:]] + [present[row_id]]
        for event, new in zip(of_row, after, strict=True):
            told = event.pgh_context.metadata if event.pgh_context else {}
            yield _Raw(
                at=event.pgh_created_at,
                actor_id=told.get("user"),
                act=Act.CHANGED,
                model=model,
                reason=told.get("reason", ""),
                old=_stated(event, model),
                new=new,
            )


def _stated(row: models.Model, model: type[models.Model] | None = None) -> dict[str, Any]:
    """What a row states, by field name; rows of other tables by their id."""
    fields = (model or type(row))._meta.concrete_fields
    return {
        field.name: getattr(row, field.attname)
        for field in fields
        if field.name not in _KEEPING and not isinstance(field, models.BinaryField)
    }


def _ids(changes: Iterable[_Raw]) -> Iterator[tuple[type[models.Model], int]]:
    """The rows of other tables the changes name."""
    for change in changes:
        for values in (change.old, change.new):
            for name, value in values.items():
                field = change.model._meta.get_field(name)
                if isinstance(field, models.ForeignKey) and value is not None:
                    yield field.related_model, value


def _entry(change: _Raw, names: ValueNames, seen: frozenset[Field]) -> HistoryEntry:
    fields = (change.model._meta.get_field(name) for name in {**change.old, **change.new})
    changes = [
        ValueChange(
            field=field.name,
            label=str(getattr(field, "verbose_name", field.name)),
            old=names.in_words(field, change.old.get(field.name)),
            new=names.in_words(field, change.new.get(field.name)),
        )
        for field in fields
        if change.old.get(field.name) != change.new.get(field.name)
        and _may_show(change.model, field.name, seen)
    ]
    return HistoryEntry(
        at=change.at,
        actor=names.of_user(change.actor_id),
        act=change.act,
        what=str(change.model._meta.verbose_name),
        reason=change.reason,
        changes=[one for one in changes if one.old or one.new],
    )


def _may_show(model: type[models.Model], name: str, seen: frozenset[Field]) -> bool:
    """Columns of the worker that the role × field table guards, and evidence anywhere."""
    guarded = _GUARDED.get(name)
    return guarded is None or guarded in seen or (model is not Worker and guarded is not Field.EVIDENCE)
