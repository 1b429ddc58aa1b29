"""`manage.py restore SOURCE`: a backup into an empty database and an empty folder for kept files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.backup.manifest import BadBackup
from base.backup.programs import ProgramFailure
from base.backup.restoring import restore_backup


class Command(BaseCommand):
    """Checks completeness, checksums, keys and emptiness first; then writes."""

    help = "Restore a backup into an empty database (DATABASE_URL) and an empty MEDIA_ROOT."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("source", type=Path)

    def handle(self, *_args: Any, source: Path, **_options: Any) -> None:
        """Run the command."""
        try:
            manifest = restore_backup(source, say=self.stdout.write)
        except (BadBackup, ProgramFailure, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored the system of {manifest.made_at}: {sum(manifest.rows.values())} rows.")
        self.stdout.write("Now run manage.py migrate and manage.py check_invariants.")
