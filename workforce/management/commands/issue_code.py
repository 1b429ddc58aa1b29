"""Give one account an activation code from the command line: how the first HR officer gets in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from base.errors import DomainError
from workforce.models import User
from workforce.services.activation_codes import reset_password


class Command(BaseCommand):
    """manage.py issue_code LOGIN."""

    help = "Print a new activation code for an account; its password stops working at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("login", help="employee number or login")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue it in the system's name."""
        user = User.objects.filter(login=options["login"]).first()
        if user is None:
            raise CommandError(f"No account signs in as {options['login']}.")
        try:
            issued = reset_password(actor=None, user=user, now=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(issued.code)
