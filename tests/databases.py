"""Databases of their own beside the test database, and `manage.py` run against them as people run it."""

import atexit
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class OwnDatabase:
    """An empty database with a folder for kept files; `manage` runs a command of the project against it."""

    name: str
    media: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address as DATABASE_URL wants it."""
        known = connection.settings_dict
        host = str(known["HOST"] or "")
        user = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
        of_socket = {"host": host, "port": str(known["PORT"] or "")} if host.startswith("/") else {}
        options = {key: value for key, value in of_socket.items() if value}
        place = "" if host.startswith("/") else host + (f":{known['PORT']}" if known["PORT"] else "")
        return f"postgresql://{user}@{place}/{self.name}" + (f"?{urlencode(options)}" if options else "")

    @property
    def environment(self) -> dict[str, str]:
        """What a process against this database is started with."""
        return {
            **os.environ,
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.media),
            "JIANGJIE_MODE": "demo",
            **self.variables,
        }

    def start(self, *arguments: str, variables: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
        """A command under way."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **(variables or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *arguments: str, fails: bool = False, variables: Mapping[str, str] | None = None) -> str:
        """Run a command to its end; what it printed. Asserts that it succeeded (or failed)."""
        process = self.start(*arguments, variables=variables)
        printed, complained = process.communicate(timeout=300)
        assert (process.returncode != 0) == fails, f"{arguments}: {printed}\n{complained}"
        return printed + complained

    def python(self, code: str, variables: Mapping[str, str] | None = None) -> str:
        """What a piece of Python prints that runs inside the project."""
        return self.manage("shell", "--verbosity", "0", "-c", code, variables=variables)

    @contextmanager
    def connect(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        """A plain connection."""
        with connected_to(self.name) as through:
            yield through


@contextmanager
def connected_to(name: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """A plain connection to a database of the test server, committing by itself."""
    known = connection.settings_dict
    parameters = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"]}
    given: dict[str, Any] = {key: str(value) for key, value in parameters.items() if value}
    if known["PASSWORD"]:
        given["password"] = known["PASSWORD"]
    with psycopg.connect(dbname=name, autocommit=True, **given) as through:
        yield through


@contextmanager
def own_database(media: Path, **variables: str) -> Iterator[OwnDatabase]:
    """A new, empty database until the end of the block."""
    with _made_from("template0") as name:
        yield OwnDatabase(name, media, variables)


@contextmanager
def migrated_database(media: Path, **variables: str) -> Iterator[OwnDatabase]:
    """A new database with all tables and no rows but those of the migrations, until the end of the block."""
    with _made_from(_migrated_once()) as name:
        yield OwnDatabase(name, media, variables)


@contextmanager
def _made_from(template: str) -> Iterator[str]:
    name = f"{settings.DATABASES['default']['NAME']}_{uuid.uuid4().hex[:8]}"
    with connected_to("postgres") as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with connected_to("postgres") as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _migrated_once() -> str:
    """The database the migrated ones of this process are copied from; it goes with the process."""
    kept = ExitStack()
    name = kept.enter_context(_made_from("template0"))
    OwnDatabase(name, Path()).manage("migrate", "--verbosity", "0")
    atexit.register(kept.close)
    return name


def contents_of(database: OwnDatabase) -> dict[str, list[str]]:
    """Every row of every table as text, and where every sequence stands."""
    with database.connect() as through:
        tables = through.execute(
            "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        rows = {
            table: [
                line for (line,) in through.execute(f"SELECT t::text FROM {table} t ORDER BY 1").fetchall()
            ]
            for (table,) in tables
        }
        sequences = through.execute(
            "SELECT sequencename || ' ' || coalesce(last_value::text, '') FROM pg_sequences ORDER BY 1"
        ).fetchall()
    return {**rows, "(sequences)": [line for (line,) in sequences]}
