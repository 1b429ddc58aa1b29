"""`manage.py rotate_keys [--check] [--blind-index]`: seal everything under the current key."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from base.encryption import DecryptionError
from base.key_rotation import BATCH, blind_indexes, key_usage, rotate, rotate_blind_indexes, stale_digests


class Command(BaseCommand):
    """Works in small batches while people write; killed, it goes on where it stopped."""

    requires_system_checks = ()
    help = "Seal every encrypted field and kept file under the current key (ENCRYPTION_KEY_ID)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="only say what is sealed with which key")
        parser.add_argument(
            "--blind-index",
            action="store_true",
            help="compute the look-up index over id numbers anew with BLIND_INDEX_KEY; stop the system first",
        )
        parser.add_argument("--batch", type=int, default=BATCH, help="rows of one transaction")

    def handle(self, *_args: Any, check: bool, blind_index: bool, batch: int, **_options: Any) -> None:
        """Run the command; with --check it fails when another key than the current one is still used."""
        try:
            if check:
                self._check()
            elif blind_index:
                changed = rotate_blind_indexes(say=self.stdout.write)
                self.stdout.write(f"{changed} look-up digests computed anew.")
            else:
                changed = rotate(say=self.stdout.write, batch=batch)
                self.stdout.write(f"{changed} values sealed anew under key {settings.ENCRYPTION_KEY_ID!r}.")
        except DecryptionError as error:
            raise CommandError(f"{error} What was sealed anew before stays so; begin again after.") from error

    def _check(self) -> None:
        total: Counter[str] = Counter()
        for place, counted in key_usage().items():
            shown = ", ".join(f"{key}: {number}" for key, number in sorted(counted.items()))
            self.stdout.write(f"{place}  {shown or 'nothing sealed'}")
            total += counted
        stale = {str(index): number for index in blind_indexes() if (number := stale_digests(index))}
        for name, number in stale.items():
            self.stdout.write(f"{name}  {number} digests of another BLIND_INDEX_KEY")
        others = sorted(set(total) - {settings.ENCRYPTION_KEY_ID})
        if others or stale:
            due = [f"key {key!r} still seals {total[key]} values" for key in others]
            raise CommandError(
                "; ".join([*due, *(["look-up digests are due (--blind-index)"] if stale else [])])
            )
        self.stdout.write(f"Everything is sealed with the current key {settings.ENCRYPTION_KEY_ID!r}.")
