"""Scans handed in beside or after the first evidence of a record: added and taken back, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, Missing
from skills.enums import FactKind
from skills.files import keep_evidence
from skills.models import Document, GradeRecord
from skills.services.career_changes import career_change
from skills.services.fact_marks import CareerRow, is_void, refuse_void
from skills.services.fact_values import kind_of
from skills.services.reasons import required_reason
from workforce.models import User

#: So many scans prove one record; more belong into one file.
MAX_DOCUMENTS = 20


def kind_of_row(row: CareerRow) -> FactKind:
    """The kind of record a row is of; also the column of a document that names it."""
    return FactKind.GRADE if isinstance(row, GradeRecord) else kind_of(row)


def add_document(
    row: CareerRow, *, content: BinaryIO, name: str, actor: User | None, now: datetime
) -> Document:
    """Keep a scan (PDF, JPEG or PNG, at most 10 MB) as proof of a record in force.

    Raises InvalidInput (field "file"), Conflict when the record was corrected or taken back meanwhile,
    NotPermitted.
    """
    kind = kind_of_row(row)
    with career_change(row.worker_id, actor=actor, now=now) as change:
        stored: CareerRow = type(row)._default_manager.get(pk=row.pk)
        if is_void(stored):
            refuse_void(stored)
        if Document.objects.current().filter(**{kind.value: stored.pk}).count() >= MAX_DOCUMENTS:
            message = _("This record has many scans already. Put further pages into one file.")
            raise InvalidInput(message, code="too_many_documents", field="file")
        document = Document.objects.create(
            worker=change.worker,
            file=keep_evidence(content, name=name, actor=actor, now=now),
            added_by=actor,
            added_at=now,
            **{kind.value: stored},
        )
        change.note("documented", kind, row.pk, document=document.pk)
    return document


def void_document(document: Document, *, actor: User | None, reason: str, now: datetime) -> Document:
    """Take a scan back; it stays with who, when and why.

    Raises Conflict when it was taken back before, InvalidInput without a reason, NotPermitted or Missing.
    """
    why = required_reason(reason)
    with career_change(document.worker_id, actor=actor, now=now, reason=why) as change:
        stored = Document.objects.filter(pk=document.pk).first()
        if stored is None:
            raise Missing(_("There is no such document."))
        if stored.voided_at is not None:
            raise Conflict(_("This document was taken back already."), code="changed_meanwhile")
        stored.voided_at, stored.voided_by, stored.void_reason = now, actor, why
        stored.save(update_fields=["voided_at", "voided_by", "void_reason"])
        row = proven_row(stored)
        change.note("undocumented", kind_of_row(row), row.pk, document=stored.pk)
    return stored


def proven_row(document: Document) -> CareerRow:
    """The record a document proves; the table lets there be exactly one."""
    rows: tuple[CareerRow | None, ...] = (
        document.spell,
        document.title,
        document.diploma,
        document.apprenticeship,
        document.wage,
        document.grade,
    )
    return next(row for row in rows if row is not None)
