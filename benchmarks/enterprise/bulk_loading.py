"""A quick way into empty tables: without indexes and look-ups of references; both are proved at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# what COPY would keep up to date row by row; the primary keys stay, they are filled in order
_INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid), con.conname, pg_get_constraintdef(con.oid), t.relname
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid
  LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid AND con.contype IN ('u', 'x')
 WHERE t.relname = ANY(%s) AND NOT i.indisprimary
   AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)
 ORDER BY t.relname, c.relname
"""
_REFERENCES = """
SELECT con.conname, con.conrelid::regclass::text, con.confrelid::regclass::text, a.attname, b.attname
  FROM pg_constraint con
  JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
  JOIN pg_attribute b ON b.attrelid = con.confrelid AND b.attnum = con.confkey[1]
 WHERE con.contype = 'f' AND con.conrelid::regclass::text = ANY(%s)
 ORDER BY 1
"""


@contextmanager
def without_indexes_and_references(tables: Sequence[str]) -> Iterator[None]:
    """Inside, rows of the tables fill no index but the primary key, and no reference is looked up.

    The product's own triggers stay, so what they keep is kept. At the end the indexes and constraints are
    made again as they were, which proves uniqueness and exclusion, and every reference is looked up, all of
    a table at once. Raises ValueError for one that leads nowhere. Needs a superuser.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _made, constraint, _text, table in indexes:
            cursor.execute(
                f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"'
                if constraint
                else f'DROP INDEX "{name}"'
            )
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, made, constraint, text, table in indexes:
            cursor.execute(
                f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {text}' if constraint else made
            )
        cursor.execute("RESET maintenance_work_mem")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            cursor.execute(f"ANALYZE {table}")
    _prove_references(tables)


def _prove_references(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REFERENCES, [list(tables)])
        for name, child, parent, column, key in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {child} c LEFT JOIN {parent} p ON p.{key} = c.{column} "
                f"WHERE c.{column} IS NOT NULL AND p.{key} IS NULL"
            )
            lost = (cursor.fetchone() or (0,))[0]
            if lost:
                raise ValueError(f"{name}: {lost} rows of {child} lead nowhere")
