"""``manage.py schema_snapshot``: the committed schema in SQL, config/snapshot."""

import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection

from config.snapshot import listing
from config.snapshot.making import dump_of, file_of


class Command(BaseCommand):
    """Migrates a database of its own from nothing and keeps what came of it; or tells whether that is due."""

    help = "Write config/snapshot anew; with --check fail when it lacks a migration."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read `--check`."""
        parser.add_argument("--check", action="store_true", help="write nothing, ask no database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare the lists, or write. Raises CommandError when the snapshot is behind."""
        present = listing.on_disk()
        if options["check"]:
            known = listing.listed()
            stale = [*listing.changed_since(known, present), *listing.missing_in(known, present)]
            if stale:
                raise CommandError(
                    f"The schema's snapshot is behind ({', '.join(stale)}): run ./dev schema and commit."
                )
            return
        with _scratch_database():
            call_command("migrate", without_snapshot=True, interactive=False, verbosity=0)
            sections = dump_of(connection.settings_dict)
            applied = listing.applied_in(DEFAULT_DB_ALIAS)
        for section, text in sections.items():
            file_of(section).write_text(text, "utf-8")
        (listing.FOLDER / "migrations.txt").write_text(listing.listing_text(applied, present), "utf-8")
        self.stdout.write(f"config/snapshot: {len(applied)} migrations")


@contextmanager
def _scratch_database() -> Iterator[None]:
    """The default connection leads to a new, empty database until the end of the block."""
    known = connection.settings_dict["NAME"]
    name = f"{known}_{uuid.uuid4().hex[:8]}"
    with connection._nodb_cursor() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = known
        with connection._nodb_cursor() as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
