"""`manage.py export_roster FILE [--all]`: the roster in its own columns, id numbers masked."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from skills.dates import day_of
from skills.roster.export import export_roster
from workforce.enums import EMPLOYED
from workforce.models import Worker


class Command(BaseCommand):
    """Write the people employed today; with --all also those who left or retired."""

    help = "Write the roster as a workbook that can be imported again without changing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--all", action="store_true", help="also those who left or retired")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        path: Path = options["file"]
        now = timezone.now()
        workers = Worker.objects.all()
        if not options["all"]:
            workers = workers.filter(status__in=EMPLOYED)
        try:
            with path.open("w+b") as target:
                record = export_roster(
                    target=target,
                    worker_ids=workers.values_list("pk", flat=True).iterator(),
                    parameters={"all": options["all"]},
                    actor=None,
                    today=day_of(now),
                    now=now,
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"{path}: {record.row_count} rows, sha256 {record.sha256}")
