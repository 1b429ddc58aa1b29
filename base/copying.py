"""Many new rows of a table at once by COPY: values go from tuples to the table, no instance is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression

from base.collector import collector_paused
from base.column_types import column_type


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """So many ids of the model's sequence, nobody else's from now on. One statement."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            # the sequence is looked up once, not for each id
            "SELECT nextval(sequence.named) FROM (SELECT pg_get_serial_sequence(%s, %s)::regclass AS named"
            " OFFSET 0) AS sequence, generate_series(1, %s)",
            [model._meta.db_table, _primary_key(model).column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    *,
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert rows given as values in the order of `names` (attribute names); a statement for any number.

    Values are as the database takes them: ids for relations, bytes for what is encrypted. A column not named
    holds in all rows what `same` says, else the model's default. Triggers and constraints see every row.
    Raises IntegrityError as an INSERT would. The rows are taken while the database stores those before
    them; they must ask it nothing: the connection is locked until the last row, and a statement of the same
    thread would wait for that lock for ever. So would the closing of a half-read list that the collector
    comes upon, therefore it pauses.
    """
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fixed = {**default_values(model), **(same or {})}
    for name in names:
        fixed.pop(name, None)
    fields = [by_name[name] for name in (*names, *fixed)]
    values = tuple(by_name[name].get_db_prep_save(value, connection) for name, value in fixed.items())
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN (FORMAT BINARY)"
    types = [column_type(field) for field in fields]
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        collector_paused(),
        cursor.copy(statement) as copy,
    ):
        copy.set_types(types)
        for row in rows:
            copy.write_row(row + values)


def default_values(model: type[models.Model]) -> dict[str, Any]:
    """What a new row holds unless told, by attribute; without the key and what the database fills in."""
    blank = model()
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated:
            continue
        value = field.pre_save(blank, add=True)
        if not isinstance(value, Expression):
            found[field.attname] = value
    return found


def _primary_key(model: type[models.Model]) -> models.Field[Any, Any]:
    if model._meta.pk is None:
        raise TypeError(f"{model.__name__} has no primary key")
    return model._meta.pk
