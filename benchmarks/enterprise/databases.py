"""Databases with an enterprise each: made, found again when they still fit, dropped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from base.dates import today as local_today
from benchmarks.bench import Bench
from benchmarks.enterprise.making import SEED, make_enterprise

#: The database the others are copied from: tables and catalogues, nobody in it.
EMPTY = "bench_empty"

Say = Callable[[str], None]


@contextmanager
def made_enterprises(sizes: Sequence[int], *, keep: bool, say: Say) -> Iterator[dict[int, str]]:
    """A database for each number of workers; kept ones are taken when they are of today and this code."""
    today = local_today()
    made = {size: f"bench_{size}" for size in sizes}
    make_databases({name: size for size, name in made.items()}, today=today, say=say)
    try:
        yield made
    finally:
        if not keep:
            for name in (*made.values(), EMPTY):
                _at_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make_databases(wanted: Mapping[str, int], *, today: date, say: Say, anew: bool = False) -> None:
    """Make the databases of these names with so many workers, but for those that hold just that already.

    One that only lacks migrations gets them: they keep data, and making a million takes longer.
    """
    state = _migrations()
    made = {
        name: f"{workers} workers, seed {SEED}, {today.isoformat()}, " for name, workers in wanted.items()
    }
    known = {name: "" if anew else _mark_of(name) for name in wanted}
    missing = [name for name in wanted if not known[name].startswith(made[name])]
    for name in wanted:
        if name not in missing and known[name] != made[name] + state:
            say(f"{name}: migrations")
            with _in_database(name):
                call_command("migrate", verbosity=0)
                _look_over()
            _mark(name, made[name] + state)
    if not missing:
        return
    if _mark_of(EMPTY) != state:
        say("tables and catalogues")
        _make(EMPTY)
        with _in_database(EMPTY):
            call_command("migrate", verbosity=0)
            call_command("load_catalogues", verbosity=0)
        _mark(EMPTY, state)
    for name in missing:
        _make(name, template=EMPTY)
        with _in_database(name):
            tell = partial(_tell, say, name)
            make_enterprise(workers=wanted[name], today=today, say=tell)
        _mark(name, made[name] + state)


def _look_over() -> None:
    """Sweep and count, as autovacuum does some time after a migration."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _mark(name: str, text: str) -> None:
    _at_server(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def _tell(say: Say, name: str, text: str) -> None:
    say(f"{name}: {text}")


def _make(name: str, *, template: str = "template1") -> None:
    _at_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _at_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _migrations() -> str:
    """All migrations, in short: another one makes the enterprises anew."""
    digest = sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(repr(key).encode())
        source = sys.modules[type(migration).__module__].__file__
        digest.update(Path(source).read_bytes() if source else b"")
    return digest.hexdigest()[:12]


@contextmanager
def _in_database(name: str) -> Iterator[None]:
    bench = Bench({0: name})
    try:
        with bench.at(0):
            yield
    finally:
        bench.close()


def _mark_of(name: str) -> str:
    found = _at_server(
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    )
    return str(found or "")


def _at_server(statement: str) -> object:
    """Run a statement beside all databases; the first value of its answer."""
    with _in_database("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None
