"""Which migrations the snapshot holds, and whether they are still those of the code."""

import hashlib
import inspect
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.apps import apps
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from config.runner.layout import ROOT

FOLDER = Path(__file__).parent
FOREIGN = "-"
"""Stands where a package's migration would have its digest: its name is enough, packages are locked."""

Key = tuple[str, str]
Listing = dict[Key, str]


def listed(folder: Path = FOLDER) -> Listing:
    """(app, name) → digest of each migration the snapshot holds, in the order they were applied."""
    lines = (folder / "migrations.txt").read_text("utf-8").splitlines()
    words = [line.split() for line in lines]
    return {(app, name): digest for app, name, digest in words}


def listing_text(applied: Iterable[Key], on_disk: Mapping[Key, str]) -> str:
    """What `listed` reads, of the migrations applied in a database."""
    return "".join(f"{app} {name} {on_disk[app, name]}\n" for app, name in applied)


def on_disk() -> Listing:
    """(app, name) → digest of each migration of this code."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {key: _digest(migration) for key, migration in sorted(loader.disk_migrations.items())}


def changed_since(known: Listing, present: Listing) -> list[str]:
    """The snapshot's migrations that this code has no longer, or has otherwise: it cannot be used then."""
    return [f"{app}.{name}" for (app, name), digest in known.items() if present.get((app, name)) != digest]


def missing_in(known: Listing, present: Listing) -> list[str]:
    """This code's migrations that the snapshot lacks: they are applied after it."""
    return [f"{app}.{name}" for app, name in present if (app, name) not in known]


def applied_in(alias: str) -> list[Key]:
    """The migrations a database has, in the order they were applied."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [(app, name) for app, name in cursor.fetchall()]


def _digest(migration: Migration) -> str:
    if Path(apps.get_app_config(migration.app_label).path).parent != ROOT:
        return FOREIGN
    source = Path(inspect.getfile(type(migration))).read_text("utf-8")
    return hashlib.sha256(source.encode()).hexdigest()[:16]
