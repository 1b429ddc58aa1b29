"""Everything about one worker as plain values: tables, old values, happenings, and the files with them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from base.encryption import EncryptedTextField
from base.models import DomainEvent, StagedRow, StoredFile
from skills.privacy.belongings import (
    NOT_HANDED_OUT,
    old_values_about,
    owned_models,
    person_ids,
    rows_about,
)
from workforce.fields import Field
from workforce.models import Worker

FORMAT = "jiangjie personal data, version 1"

#: Columns that open something: they are never handed out, not to their owner either.
SECRETS = frozenset({"password", "digest", "token_key", "session_key", "data", "extra_data", "session_epoch"})
#: Columns derived from others for the system's own use.
DERIVED = frozenset({"name_pinyin", "name_initials"})
_GUARDED = {guarded.value: guarded for guarded in Field}


@dataclass(frozen=True)
class FileOf:
    """A kept file that belongs to the record: its path in the export and what it is evidence of."""

    stored: StoredFile
    path: str
    table: str


@dataclass
class Contents:
    """The document and the files named in it."""

    document: dict[str, Any]
    files: list[FileOf] = field(default_factory=list)


@dataclass(frozen=True)
class Sight:
    """What the asker may be given: fields of the role × field table, and whether the id number is whole."""

    fields: frozenset[Field]
    id_number: bool

    def shows(self, model: type[models.Model], column: models.Field[Any, Any]) -> bool:
        """Whether a column is handed out."""
        if isinstance(column, EncryptedTextField):
            return self.id_number
        if isinstance(column, models.BinaryField) or column.name in SECRETS | DERIVED:
            return False
        guarded = _GUARDED.get(column.name) if issubclass(model, Worker) else None
        return guarded is None or guarded in self.fields


def collect(worker: Worker, *, sight: Sight, asked_by: str, reason: str, now: datetime) -> Contents:
    """Gather everything. Reads only; costs a few statements a table, whatever the length of the career."""
    ids = person_ids(worker)
    found = {model: list(rows_about(model, ids)) for model in owned_models()}
    old = {
        model: list(events.select_related("pgh_context"))
        for model in owned_models()
        if (events := old_values_about(model, ids)) is not None
    }
    names = _names([*found.values(), *old.values()])
    tables = {
        model._meta.label: {
            "title": str(model._meta.verbose_name_plural),
            "rows": [_row(row, model, sight, names) for row in rows],
        }
        for model, rows in found.items()
    }
    history = {
        model._meta.label: [_old_values(event, model, sight, names) for event in events]
        for model, events in old.items()
        if events
    }
    document = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "asked_by": asked_by,
        "reason": reason,
        "about": {"employee_no": worker.employee_no, "name": worker.name},
        "tables": tables,
        "history": history,
        "happenings": [_happening(event) for event in _happenings(ids)],
        "imported_rows": [_imported(row) for row in _imported_rows(found[Worker], ids)],
        "left_out": _left_out(sight),
    }
    contents = Contents(document, list(_files(found.values())))
    document["files"] = [
        {"path": one.path, "name": one.stored.name, "sha256": one.stored.sha256, "size": one.stored.size}
        for one in contents.files
    ]
    return contents


def _row(
    row: models.Model, model: type[models.Model], sight: Sight, names: Mapping[tuple[str, Any], str]
) -> dict[str, Any]:
    return {
        column.name: _value(row, column, names)
        for column in model._meta.concrete_fields
        if sight.shows(model, column) and hasattr(row, column.attname)
    }


def _old_values(
    event: Any, model: type[models.Model], sight: Sight, names: Mapping[tuple[str, Any], str]
) -> dict[str, Any]:
    told = event.pgh_context.metadata if event.pgh_context else {}
    return {
        "until": event.pgh_created_at.isoformat(),
        "act": event.pgh_label,
        "by": told.get("user"),
        "reason": told.get("reason", ""),
        "old_values": _row(event, model, sight, names),
    }


def _value(row: models.Model, column: models.Field[Any, Any], names: Mapping[tuple[str, Any], str]) -> Any:
    value = getattr(row, column.attname)
    if value is None:
        return None
    if isinstance(column, models.ForeignKey):
        return {"id": plain(value), "text": names.get((column.related_model._meta.label, value), "")}
    if column.choices:
        return {"value": plain(value), "text": str(dict(column.flatchoices).get(value, value))}
    return plain(value)


def plain(value: Any) -> Any:
    """A value as JSON writes it: dates and times in ISO form, amounts as text with their decimals."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | uuid.UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [plain(one) for one in value]
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case _:
            return value


def _names(groups: Iterable[Sequence[models.Model]]) -> dict[tuple[str, Any], str]:
    """What the rows refer to, in words; one statement a table referred to."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for rows in groups:
        for row in rows:
            for column in row._meta.concrete_fields:
                value = getattr(row, column.attname, None)
                if isinstance(column, models.ForeignKey) and value is not None:
                    wanted[column.related_model].add(value)
    return {
        (model._meta.label, pk): str(named)
        for model, pks in wanted.items()
        if model._meta.app_label in ("workforce", "skills", "notices", "base")
        for pk, named in model._base_manager.in_bulk(list(pks)).items()
    }


def _happenings(ids: Sequence[int]) -> models.QuerySet[DomainEvent]:
    """What happened to the person: events about them, and events about many that name them."""
    named = Q()
    for pk in ids:
        named |= Q(payload__worker=pk) | Q(payload__worker_ids__contains=pk)
    about = Q(subject="workforce.worker", subject_id__in=list(ids))
    return DomainEvent.objects.filter(about | named).order_by("pk")


def _happening(event: DomainEvent) -> dict[str, Any]:
    payload = {key: value for key, value in event.payload.items() if key != "worker_ids"}
    return {"at": event.occurred_at.isoformat(), "what": event.kind, "told": plain(payload)}


def _imported_rows(workers: Sequence[Any], ids: Sequence[int]) -> models.QuerySet[StagedRow]:
    """The rows of workbooks that are about the person, by number or by what they were matched with."""
    numbers = [worker.employee_no for worker in workers]
    return (
        StagedRow.objects.filter(Q(subject_id__in=list(ids)) | Q(key__in=numbers))
        .defer("secret", "secret_index")
        .select_related("batch")
        .order_by("pk")
    )


def _imported(row: StagedRow) -> dict[str, Any]:
    return {
        "file": row.batch.file_name,
        "at": row.batch.uploaded_at.isoformat(),
        "row": row.sheet_row,
        "cells": plain(row.cells),
        "verdict": row.verdict,
        "changes": plain(row.changes),
    }


def _files(groups: Iterable[Sequence[Any]]) -> Iterator[FileOf]:
    """Kept files the rows name, each once; those whose content is gone are not among them."""
    owners: dict[int, str] = {}
    for rows in groups:
        for row in rows:
            for column in row._meta.concrete_fields:
                if isinstance(column, models.ForeignKey) and column.related_model is StoredFile:
                    if row._meta.label == "workforce.PersonalExport":
                        continue  # earlier exports are not packed into each other
                    if (pk := getattr(row, column.attname)) is not None:
                        owners.setdefault(pk, row._meta.model_name or "")
    for stored in StoredFile.objects.filter(pk__in=list(owners), removed_at=None).order_by("pk"):
        table = owners[stored.pk]
        yield FileOf(stored, f"files/{table}-{stored.pk}-{stored.name}", table)


def _left_out(sight: Sight) -> list[dict[str, str]]:
    """What is not in the export, and why."""
    hidden = [guarded for guarded in Field if guarded not in sight.fields]
    return [
        *({"what": table, "why": why} for table, why in NOT_HANDED_OUT.items()),
        *({"what": guarded.value, "why": _("Not shown to your role.")} for guarded in hidden),
        *([] if sight.id_number else [{"what": "id_number", "why": _("Only its mask was asked for.")}]),
        {"what": ", ".join(sorted(SECRETS)), "why": _("They open an account.")},
    ]
