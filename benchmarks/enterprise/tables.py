"""Rows on their way into tables: lines of COPY's text format, sent a part at a time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

NULL = "\\N"


class Table:
    """A table being filled: `add` takes the values as text, `send` copies what has been gathered."""

    def __init__(self, name: str, columns: str, *, first_id: int = 1) -> None:
        self.name = name
        self.columns = columns.split()
        self.next_id = first_id
        self._lines: list[str] = []

    def add(self, *values: object) -> int:
        """A row whose first column is its id, counted here; returns it."""
        number = self.next_id
        self.next_id = number + 1
        self._lines.append("\t".join((str(number), *map(str, values))))
        return number

    def add_plain(self, *values: object) -> None:
        """A row of a table without a counted id."""
        self._lines.append("\t".join(map(str, values)))

    def send(self) -> None:
        """Copy the gathered rows into the table."""
        if not self._lines:
            return
        columns = ", ".join(self.columns)
        with connection.cursor() as cursor, cursor.copy(f"COPY {self.name} ({columns}) FROM STDIN") as copy:
            copy.write("\n".join(self._lines) + "\n")
        self._lines.clear()

    def analyze(self) -> None:
        """Have what is written next planned for the table as it is, also by triggers that ran before."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.name}")
            cursor.execute("DISCARD PLANS")


def set_counters(tables: Iterable[Table]) -> None:
    """Let each table's own counter of ids go on after the ids written."""
    with connection.cursor() as cursor:
        for table in tables:
            key = table.columns[0]
            if key in ("id", "pgh_id") and table.next_id > 1:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false) "
                    "WHERE pg_get_serial_sequence(%s, %s) IS NOT NULL",
                    [table.name, key, table.next_id, table.name, key],
                )
