"""Rows of several tables read in one statement, for pages put together from many tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

Key = TypeVar("Key", bound=Hashable)


def rows_at_once(asked: Mapping[Key, QuerySet[Any]]) -> dict[Key, list[Any]]:
    """By key, the rows of each queryset, in no order. One SQL query for all of them, none for none.

    Deferred columns and those of bytes stay in the database; annotations come as JSON tells them.
    `select_related` and the querysets' own order count for nothing.
    """
    found: dict[Key, list[Any]] = {key: [] for key in asked}
    if not asked:
        return found
    keys = list(asked)
    first, *others = (_told(number, asked[key]) for number, key in enumerate(keys))
    for number, values in first.union(*others, all=True) if others else first:
        key = keys[number]
        found[key].append(_row(asked[key], values))
    return found


def fill_related(rows: Iterable[models.Model], *names: str) -> None:
    """Read what the rows name by these keys, as far as they have them. One SQL query for all tables."""
    naming = [
        (row, field, key)
        for row in rows
        for field in row._meta.concrete_fields
        if field.name in names and (key := getattr(row, field.attname)) is not None
    ]
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for _of_row, field, key in naming:
        wanted[field.related_model].add(key)
    asked = {model: model._base_manager.filter(pk__in=keys) for model, keys in wanted.items()}
    found = {model: {row.pk: row for row in named} for model, named in rows_at_once(asked).items()}
    for row, field, key in naming:
        setattr(row, field.name, found[field.related_model][key])


def _columns(rows: QuerySet[Any]) -> list[models.Field[Any, Any]]:
    names, are_deferred = rows.query.deferred_loading
    return [
        field
        for field in rows.model._meta.concrete_fields
        if field.primary_key or ((field.name in names) != are_deferred and not _is_bytes(field))
    ]


def _is_bytes(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.BinaryField)


def _told(number: int, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The rows, each as the number of its queryset and an object of its values."""
    values = {field.attname: _as_json(field) for field in _columns(rows)}
    values |= {name: F(name) for name in rows.query.annotations}
    told: QuerySet[Any, Any] = rows.order_by().annotate(asked_as=Value(number), told_as=JSONObject(**values))
    return told.values_list("asked_as", "told_as")


def _as_json(field: models.Field[Any, Any]) -> F | Cast:
    """A number of JSON would be read as a float."""
    return Cast(F(field.attname), TextField()) if isinstance(field, models.DecimalField) else F(field.attname)


def _row(rows: QuerySet[Any], values: Mapping[str, Any]) -> Any:
    columns = _columns(rows)
    read = [field.to_python(values[field.attname]) for field in columns]
    row = rows.model.from_db(rows.db, [field.attname for field in columns], read)
    for name in rows.query.annotations:
        setattr(row, name, values[name])
    return row
