"""`manage.py backup TARGET [--keys-to FILE]`: database and kept files in one place, the keys in another."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from base.backup.making import make_backup
from base.backup.manifest import BadBackup
from base.backup.programs import ProgramFailure


class Command(BaseCommand):
    """Takes one moment of the database while people work, and the files its rows name."""

    help = "Back up the database and the kept files; the keys go apart, or not at all."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("target", type=Path, help="a new folder, or a new file ending in .tar")
        parser.add_argument(
            "--keys-to", type=Path, help="write the keys to this new file, on another medium (mode 0600)"
        )

    def handle(self, *_args: Any, target: Path, keys_to: Path | None, **_options: Any) -> None:
        """Run the command."""
        try:
            manifest = make_backup(target, keys_to=keys_to, now=timezone.now(), say=self.stdout.write)
        except (BadBackup, ProgramFailure, OSError) as error:
            raise CommandError(str(error)) from error
        size = sum(part.size for part in manifest.parts)
        self.stdout.write(f"{target}: {sum(manifest.rows.values())} rows, {size} bytes.")
        if keys_to is None:
            self.stdout.write(
                self.style.WARNING(
                    "The keys are not in it. Without them id numbers and files are lost: --keys-to."
                )
            )
