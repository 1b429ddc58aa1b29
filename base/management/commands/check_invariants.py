"""Prove what must hold over the whole database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from base.invariants import all_invariants

_SHOWN = 20


class Command(BaseCommand):
    """Prints each invariant with "ok" or its violations; exit code 1 when any is violated."""

    help = "Prove the invariants of the database; exit code 1 when one is violated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("names", nargs="*", help="only these invariants (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prove them and tell."""
        known = all_invariants()
        names: list[str] = options["names"] or list(known)
        if unknown := [name for name in names if name not in known]:
            raise CommandError(f"No such invariant: {', '.join(unknown)}. Known: {', '.join(known)}")
        violated = 0
        for name in names:
            with transaction.atomic():
                violations = known[name]()
            violated += bool(violations)
            self._show(name, violations)
        if violated:
            raise CommandError(f"{violated} of {len(names)} invariants are violated.")

    def _show(self, name: str, violations: list[str]) -> None:
        self.stdout.write(f"{name}: {f'{len(violations)} violations' if violations else 'ok'}")
        for line in violations[:_SHOWN]:
            self.stdout.write(f"    {line}")
        if len(violations) > _SHOWN:
            self.stdout.write(f"    … and {len(violations) - _SHOWN} more")
