"""Emptying the database after a test that commits.

Django truncates all tables, which makes new files for each table and index, some thousand of them, and then
writes every content type and permission anew. Deleting the few rows a test wrote takes a tenth of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

#: Filled once from the models; no test changes them.
KEPT = {"django_content_type", "auth_permission"}

_truncate = DatabaseOperations.sql_flush


def delete_rows(
    operations: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any
) -> list[str]:
    """The statement that empties the tables; Django's own where the role may not switch triggers off."""
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() != ("on",):
            truncation: list[str] = _truncate(operations, style, tables, **options)
            return truncation
    names = ", ".join(f"'{name}'" for name in sorted(set(tables) - KEPT))
    return [
        f"""
        DO $$
        DECLARE
            emptied text;
            has_rows boolean;
        BEGIN
            PERFORM set_config('session_replication_role', 'replica', true);
            FOREACH emptied IN ARRAY ARRAY[{names}]::text[] LOOP
                EXECUTE format('SELECT EXISTS (SELECT FROM %I)', emptied) INTO has_rows;
                IF has_rows THEN
                    EXECUTE format('DELETE FROM %I', emptied);
                END IF;
            END LOOP;
        END $$
        """
    ]


def install() -> None:
    """Let the tests of this process empty their tables so."""
    DatabaseOperations.sql_flush = delete_rows  # type: ignore[method-assign, assignment]
