"""Give somebody a role from the command line: how the first HR officer of the group comes to be."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.dates import today
from base.errors import DomainError
from workforce.enums import Role
from workforce.models import Unit, User
from workforce.services.roles import grant_role


class Command(BaseCommand):
    """manage.py grant_role LOGIN ROLE UNIT_CODE."""

    help = "Give an account a role over a unit and everything below it, from today on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what, where."""
        parser.add_argument("login", help="employee number or login")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("unit", help="code of the unit")
        parser.add_argument("--reason", default="", help="kept with the role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant it in the system's name."""
        user = User.objects.filter(login=options["login"]).first()
        if user is None:
            raise CommandError(f"No account signs in as {options['login']}.")
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"No unit has the code {options['unit']}.")
        try:
            grant_role(
                actor=None,
                user=user,
                role=Role(options["role"]),
                unit=unit,
                since=today(),
                today=today(),
                reason=options["reason"],
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.login}: {options['role']} over {unit.code} {unit.name}")
