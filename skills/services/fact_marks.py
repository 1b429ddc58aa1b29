"""What a clerk was shown of a fact or grade, and what became of it when somebody else was faster.

A row of facts never changes: a correction voids it and writes another that names it. So the second clerk's
row is void by then, and what they are shown is the difference to the row that took its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.dates import last_day
from base.edit_marks import ChangedField, ChangedMeanwhile, Shown, Text, refuse_if_changed
from base.errors import Conflict
from skills.enums import GradeKind
from skills.models import Fact, GradeRecord
from skills.services.fact_values import VALUES_BY_KIND, kind_of

#: A fact or a grade: what a worker's career record is made of.
CareerRow = Fact | GradeRecord

_GRADE_FIELDS = ("occupation", "level", "issued_on", "basis", "certificate_no")
_OWN_LABELS: Mapping[str, Text] = {"until": _("Last day"), "is_void": _("Taken back")}


def is_void(row: CareerRow) -> bool:
    """Whether the row counts no more; an annulment never counted."""
    if isinstance(row, GradeRecord):
        return row.is_void or row.kind != GradeKind.GRANT
    return row.voided_at is not None


def row_in_force(row: CareerRow) -> CareerRow | None:
    """The row that states today what `row` stated: itself, or what it was corrected to; None: taken back.

    One statement for each correction since.
    """
    current: CareerRow | None = row
    while current is not None and is_void(current):
        current = _replacement(current)
    return current


def _replacement(row: CareerRow) -> CareerRow | None:
    if isinstance(row, GradeRecord):
        return GradeRecord.objects.filter(voids=row, kind=GradeKind.GRANT).first()
    rows: models.QuerySet[Any] = type(row)._default_manager.all()
    later: Fact | None = rows.filter(replaces=row.pk).order_by("-pk").first()
    return later


def stated(row: CareerRow) -> dict[str, Any]:
    """What the row says, as a mark keeps it: the same in every language, ranges with their last day."""
    said = {name: getattr(row, name) for name in _names(row)}
    if "until" in said:
        said["until"] = last_day(said["until"])
    said["is_void"] = is_void(row)
    return said


def mark_of(row: CareerRow) -> Shown:
    """The mark of the row as it is now: for a form's hidden field and for the ETag."""
    return Shown.of(stated(row))


def mark_key(row: CareerRow) -> str:
    """Names the record a mark belongs to. All rows of one record share it: a mark outlives a correction."""
    return f"{row._meta.label_lower}.{row.worker_id}"


def refuse_if_row_changed(row: CareerRow, shown: Shown | None) -> None:
    """Raise ChangedMeanwhile when the row, read under the worker's lock, is not what was shown."""
    _compare(shown, row, last_change=_written(row) if shown else "")


def refuse_void(row: CareerRow) -> NoReturn:
    """Say what became of a row that is void by now.

    Raises ChangedMeanwhile with the differences when it was corrected, else Conflict (`changed_meanwhile`).
    """
    later = row_in_force(row)
    if later is not None:
        before = {**stated(row), "is_void": False}
        _compare(Shown.of(before), later, last_change=_written(later))
    else:
        raise Conflict(_taken_back(row), code="changed_meanwhile")
    message = gettext(
        "Somebody changed or voided this record meanwhile. Look at what it says now, then decide again."
    )
    raise Conflict(message, code="changed_meanwhile")


def _compare(shown: Shown | None, row: CareerRow, *, last_change: str) -> None:
    labels = {name: _label(row, name) for name in (*_names(row), "is_void")}
    try:
        refuse_if_changed(shown, stated(row), labels)
    except ChangedMeanwhile as error:
        changes = tuple(_in_words(row, labels, change) for change in error.changes)
        raise ChangedMeanwhile(changes, last_change=last_change) from error


def _in_words(row: CareerRow, labels: Mapping[str, Text], change: ChangedField) -> ChangedField:
    """The change with choices as people read them."""
    name = next((known for known, label in labels.items() if label is change.label), "")
    words = {} if name in ("", "is_void") else _words(row, name)
    shown = None if change.shown is None else words.get(change.shown, change.shown)
    return replace(change, shown=shown, now=words.get(change.now, change.now))


def _words(row: CareerRow, name: str) -> dict[str, str]:
    field = row._meta.get_field(name)
    choices = field.flatchoices if isinstance(field, models.Field) else []
    return {str(value): str(label) for value, label in choices}


def _names(row: CareerRow) -> tuple[str, ...]:
    if isinstance(row, GradeRecord):
        return _GRADE_FIELDS
    return tuple(item.name for item in fields(VALUES_BY_KIND[kind_of(row)]))


def _label(row: CareerRow, name: str) -> Text:
    field = None if name in _OWN_LABELS else row._meta.get_field(name)
    return field.verbose_name if isinstance(field, models.Field) else _OWN_LABELS[name]


def _written(row: CareerRow) -> str:
    """Who wrote the row, and when."""
    if isinstance(row, GradeRecord):
        who, when = row.recorded_by, row.recorded_at
    else:
        who, when = row.created_by, row.created_at
    return gettext("Last changed by %(who)s at %(when)s.") % {"who": who or "–", "when": _minute(when)}


def _taken_back(row: CareerRow) -> str:
    """Who took the row back, when and why."""
    if isinstance(row, GradeRecord):
        later = GradeRecord.objects.filter(voids=row).first()
        who, when = (later.recorded_by, later.recorded_at) if later else (None, None)
        why = later.reason if later else ""
    else:
        who, when, why = row.voided_by, row.voided_at, row.void_reason
    return gettext(
        "This record was taken back by %(who)s at %(when)s (%(why)s). Nothing was written; "
        "record it anew if it is right after all."
    ) % {"who": who or "–", "when": _minute(when), "why": why}


def _minute(when: Any) -> str:
    return timezone.localtime(when).strftime("%Y-%m-%d %H:%M") if when else "–"
