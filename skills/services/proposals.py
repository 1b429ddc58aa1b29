"""What a correction request proposes, as plain JSON values, and the fact or grade it turns into.

The keys are the fields of the fact: {"since": "2015-07-01", "occupation": 12}. {"removed": true} asks to take
the record back. What is not named stays as it is on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.text import clean
from skills.enums import FactKind
from skills.models import Fact, GradeRecord
from skills.services.fact_values import VALUES_BY_KIND, FactValues
from skills.services.grades import GradeValues
from workforce.models import Worker

REMOVED = "removed"
#: Personal data a worker may ask to have corrected here; the resident id number is shown to HR in person
#: instead.
PERSONAL_FIELDS = ("name", "sex", "birth_date", "phone", "hire_date")


def proposable_fields(kind: FactKind) -> dict[str, models.Field[Any, Any]]:
    """The fields a request about this kind of record may name, by name."""
    if kind == FactKind.PERSONAL:
        return {name: _field(Worker, name) for name in PERSONAL_FIELDS}
    if kind == FactKind.GRADE:
        return {item.name: _field(GradeRecord, item.name) for item in fields(GradeValues)}
    values = VALUES_BY_KIND[kind]
    return {item.name: _field(values.model, item.name) for item in fields(values)}


def read_proposal(kind: FactKind, proposed: Mapping[str, Any]) -> dict[str, Any]:
    """The proposed values as Python values. Raises InvalidInput with the field that cannot be read."""
    known = proposable_fields(kind)
    values: dict[str, Any] = {}
    for name, raw in proposed.items():
        if name == REMOVED:
            continue
        if name not in known:
            raise InvalidInput(_("This record has no such entry."), code="unknown_field", field=name)
        values[name] = _read(known[name], raw, name)
    return values


def asks_removal(proposed: Mapping[str, Any]) -> bool:
    """Whether the request asks to take the record back."""
    return proposed.get(REMOVED) is True


def proposal_as_json(proposed: Mapping[str, Any]) -> dict[str, Any]:
    """The same values as JSON: dates and amounts as text, rows as their ids."""
    return {name: _to_json(value) for name, value in proposed.items()}


def fact_values_from(kind: FactKind, proposed: Mapping[str, Any], *, on_record: Fact | None) -> FactValues:
    """The whole fact: what is on record with the proposed values over it.

    Raises InvalidInput for what is missing.
    """
    cls = VALUES_BY_KIND[kind]
    stated = {} if on_record is None else cls.of(on_record).columns()
    merged = _link_major({**stated, **proposed}, proposed)
    _require(fields(cls), merged)
    return cls(**merged)


def grade_values_from(proposed: Mapping[str, Any], *, on_record: GradeRecord | None) -> GradeValues:
    """The whole grade: what is on record with the proposed values over it.

    Raises InvalidInput for what is missing.
    """
    stated = {}
    if on_record is not None:
        known = GradeValues.of(on_record)
        stated = {item.name: getattr(known, item.name) for item in fields(known)}
    merged = {**stated, **proposed}
    _require(fields(GradeValues), merged)
    return GradeValues(**merged)


def _link_major(merged: dict[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
    """A new name of the major takes the place of the linked one."""
    if "major_name" in proposed and "major" not in proposed:
        merged["major"] = None
    return merged


def _require(wanted: Any, given: Mapping[str, Any]) -> None:
    for item in wanted:
        if item.default is MISSING and given.get(item.name) in (None, ""):
            raise InvalidInput(_("Please fill this in."), code="required", field=item.name)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__}.{name} is not a column")
    return field


def _read(field: models.Field[Any, Any], raw: Any, name: str) -> Any:
    if isinstance(raw, dict | list | bool):
        raise InvalidInput(_("This entry cannot be read."), code="unreadable", field=name)
    if isinstance(raw, str):
        raw = clean(raw)
    if raw in (None, ""):
        return None if field.null else ""
    try:
        value = field.clean(raw, None)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), code="unreadable", field=name) from error
    except TypeError as error:  # a number where a date is read
        raise InvalidInput(_("This entry cannot be read."), code="unreadable", field=name) from error
    if isinstance(field, models.ForeignKey):
        return field.related_model._default_manager.get(pk=value)
    return value


def _to_json(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
