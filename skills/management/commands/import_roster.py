"""`manage.py import_roster FILE [--commit] [--create-units] [--json]`: check a roster, then write it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from base.errors import DomainError
from base.workbooks.safety import check_file_size
from skills.roster.at_once import import_at_once


class Command(BaseCommand):
    """Judge every row; without --commit nothing at all is written. The system itself keeps all units."""

    help = "Check a roster workbook, and with --commit write it: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="write what was checked")
        parser.add_argument("--create-units", action="store_true", help="create units the roster names")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        path: Path = options["file"]
        try:
            check_file_size(path.stat().st_size)
            report = import_at_once(
                path.read_bytes(),
                name=path.name,
                create_units=options["create_units"],
                commit=options["commit"],
                now=timezone.now(),
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except DomainError as error:
            raise CommandError(f"{path.name}: {error}") from error
        if options["as_json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self._print(report.as_json(), report.sentences)

    def _print(self, result: dict[str, Any], sentences: dict[str, str]) -> None:
        for name in ("rows", "new", "changed", "unchanged", "rejected"):
            self.stdout.write(f"{name:>10} {result[name]:>7}")
        for key in result["verdict"]:
            self.stdout.write(f"{key:>12}  {sentences[key]}")
