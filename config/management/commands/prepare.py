"""Bring a database up to this code in one process, for the runner."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrate, load the policy catalogues and, in demo mode into an empty system, the demo enterprise."""

    help = "Migrates and loads what a running system needs; the steps are said on stderr."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write the text that names the demo accounts."""
        parser.add_argument("--accounts-file", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps; each is idempotent."""
        self._step("migrate", interactive=False, verbosity=0)
        self._step("load_catalogues")
        accounts = StringIO()
        if settings.DEMO_MODE:
            self._step("load_demo", if_empty=True)
            call_command("demo_accounts", stdout=accounts)
        file: Path = options["accounts_file"]
        file.touch(mode=0o600)
        file.write_text(accounts.getvalue(), "utf-8")

    def _step(self, command: str, **options: Any) -> None:
        self.stderr.write(f"         {command}")
        call_command(command, stdout=self.stderr, **options)
