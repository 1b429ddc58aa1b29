"""`manage.py load_catalogues`: bring in the policy catalogues of this release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import DomainError
from base.retention import load_retention_defaults
from base.schedules import note_schedule
from seeds.catalogue_files import CATALOGUE, read_catalogue
from skills.services.catalogue import load_catalogue
from workforce.services.working_calendar import prefill_calendar


class Command(BaseCommand):
    """Adds what is new and leaves what HR entered; running it again changes nothing."""

    help = "Load the policy catalogues: occupations, majors, standards, rule sets. Safe to run again."
    requires_system_checks = ()  # run at every start; `check` has its own command

    def add_arguments(self, parser: CommandParser) -> None:
        """`--folder` reads catalogues from elsewhere, e.g. to try a corrected one."""
        parser.add_argument("--folder", type=Path, default=CATALOGUE)

    def handle(self, *_args: Any, folder: Path, verbosity: int, **_options: Any) -> None:
        """Load and print a summary; a refused catalogue ends with its file and row."""
        try:
            report = load_catalogue(catalogue=read_catalogue(folder), now=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        load_retention_defaults(json.loads((CATALOGUE / "retention.json").read_text())["rows"])
        prefill_calendar(now=timezone.now())
        note_schedule(now=timezone.now())
        if verbosity:
            for line in report.kept:
                self.stdout.write(self.style.WARNING(line))
            for table, count in report.added.items():
                self.stdout.write(_("%(table)s: %(count)d added") % {"table": table, "count": count})
            if not report.added:
                self.stdout.write(_("The catalogues are up to date."))
