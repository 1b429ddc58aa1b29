"""``manage.py migrate``: an empty database gets the snapshot of the schema first (`config.snapshot`)."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import DEFAULT_DB_ALIAS

from config.snapshot.loading import load_snapshot, migrating_alone

NOT_EVERYTHING = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(MigrateCommand):
    """Django's own, after the snapshot: all migrations are wanted in a database that has nothing yet."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--without-snapshot` to Django's own."""
        super().add_arguments(parser)
        parser.add_argument(
            "--without-snapshot",
            action="store_true",
            help="apply each migration one by one in an empty database, too; takes a minute",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the snapshot where it fits; apply what is missing. Of two at once, the second waits."""
        if options["database"] != DEFAULT_DB_ALIAS or any(options[name] for name in NOT_EVERYTHING):
            super().handle(*args, **options)
            return
        with migrating_alone():
            if not options["without_snapshot"] and load_snapshot() and options["verbosity"] >= 1:
                self.stdout.write("Loaded the snapshot of the schema into the empty database.")
            super().handle(*args, **options)
