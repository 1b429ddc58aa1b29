"""Many new rows of a table at once by COPY: faster than INSERT, and without reading their ids back."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.db import connection, models


def copy_models(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert unsaved instances; they do not learn their ids. Triggers and constraints see every row."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
    return value.value if isinstance(value, Enum) else value
