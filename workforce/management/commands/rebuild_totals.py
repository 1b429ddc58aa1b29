"""`manage.py rebuild_totals`: count the kept totals of units anew from the facts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from workforce.services.unit_totals import rebuild_totals


class Command(BaseCommand):
    """For a database whose facts were loaded past the triggers; in daily work nothing differs."""

    help = "Count the kept totals of units anew; writes only what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        self.stdout.write(f"{rebuild_totals()} totals written")
