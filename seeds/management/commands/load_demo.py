"""`manage.py load_demo`: the catalogues and the demo enterprise, in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.dates import today as local_today
from base.errors import DomainError
from notices.services.making import make_all
from seeds.catalogue_files import read_catalogue
from seeds.demo.load import load_demo_enterprise
from skills.services.catalogue import load_catalogue
from workforce.models import Unit, Worker
from workforce.services.working_calendar import prefill_calendar


class Command(BaseCommand):
    """Loads once; with `--if-empty` it leaves a database alone that has units or workers."""

    help = "Load the demo enterprise: a group of four companies, about 2,000 workers, an account per role."
    requires_system_checks = ()  # run at every start; `check` has its own command

    def add_arguments(self, parser: CommandParser) -> None:
        """How many workers, reckoned from which day, and whether an inhabited database is no error."""
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are units or workers"
        )
        parser.add_argument("--workers", type=int, default=2000)
        parser.add_argument(
            "--today", type=date.fromisoformat, default=None, help="the day the demo is reckoned from"
        )

    def handle(
        self,
        *_args: Any,
        if_empty: bool,
        workers: int,
        today: date | None,
        verbosity: int,
        **_options: Any,
    ) -> None:
        """Load and say what was loaded."""
        if settings.PRODUCTION:
            raise CommandError(_("The demo enterprise does not belong into a production system."))
        if workers < 50:
            raise CommandError(_("The demo needs at least 50 workers."))
        if if_empty and (Unit.objects.exists() or Worker.objects.exists()):
            if verbosity > 1:
                self.stdout.write(_("There is data already; the demo is not loaded."))
            return
        catalogue = read_catalogue()
        now = timezone.now()
        try:
            with transaction.atomic():
                load_catalogue(catalogue=catalogue, now=now)
                prefill_calendar(now=now)
                day = today or local_today()
                loaded = load_demo_enterprise(
                    catalogue=catalogue,
                    today=day,
                    now=now,
                    workers=workers,
                    say=self.stdout.write if verbosity > 1 else lambda _text: None,
                )
                make_all(today=day, now=now)
        except DomainError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                _("Demo enterprise: %(units)d units, %(workers)d workers, %(accounts)d accounts.")
                % {"units": loaded.units, "workers": loaded.workers, "accounts": loaded.accounts}
            )
