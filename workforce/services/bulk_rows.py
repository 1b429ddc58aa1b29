"""Many rows changed by one statement.

Django's `bulk_update` writes a CASE per field and row: 100,000 workers would take minutes. Here the values go
as one array per column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from base.column_types import column_type

BATCH = 5_000


def update_rows(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the named fields of saved rows of one model: a statement per 5,000 rows, in a transaction."""
    if not rows:
        return
    meta = type(rows[0])._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    arrays = ", ".join(f"%s::{column_type(field)}[]" for field in fields)
    assignments = ", ".join(f"{column} = given.{column}" for column in columns[1:])
    table = connection.ops.quote_name(meta.db_table)
    statement = (
        f"UPDATE {table} SET {assignments} FROM unnest({arrays}) AS given({', '.join(columns)}) "  # noqa: S608 (names are the model's)
        f"WHERE {table}.{columns[0]} = given.{columns[0]}"
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            cursor.execute(statement, [[_value(field, row) for row in batch] for field in fields])


def _value(field: Any, row: Model) -> Any:
    return field.get_prep_value(getattr(row, field.attname))
