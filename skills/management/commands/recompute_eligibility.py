"""`manage.py recompute_eligibility [--all]`: bring stored results in line with facts and rules."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from base.dates import today as local_today
from skills.eligibility.stale import stale_worker_ids
from skills.services.refresh_eligibility import refresh_eligibility


class Command(BaseCommand):
    """Without --all only workers whose results are missing or made stale by a rule version or by the
    calendar.
    """

    help = "Recompute eligibility and standing; writes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--all", action="store_true", dest="everybody", help="every worker, not the stale alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        today = local_today()
        workers = None if options["everybody"] else stale_worker_ids(today=today)
        written = refresh_eligibility(workers, today=today)
        whom = "every worker" if workers is None else f"{len(workers)} workers"
        self.stdout.write(
            f"{whom}: {written.added} dates added, {written.changed} changed, {written.removed} removed;"
            f" {written.standings} standings written"
        )
