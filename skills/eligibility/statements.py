"""The SQL texts, put together from their parts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SQL = Path(__file__).parent / "sql"


@cache
def statement(*parts: str, ending: str) -> str:
    """One statement: the named steps as a WITH clause, then `ending` (all are file names without .sql)."""
    steps = ",\n".join((_SQL / f"{part}.sql").read_text() for part in parts)
    return f"WITH {steps}{(_SQL / f'{ending}.sql').read_text()}"
