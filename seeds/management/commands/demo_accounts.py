"""`manage.py demo_accounts`: who can sign in to the demo, and what each sees."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from seeds.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from workforce.models import User


class Command(BaseCommand):
    """A table of the demo accounts in the database; the password is told in demo mode alone."""

    help = "Print the demo accounts: login, name, role, unit and what to look at."
    requires_system_checks = ()  # run at every start; `check` has its own command

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the table, or say that there is none."""
        users = {
            user.login: user for user in User.objects.filter(is_demo=True).select_related("worker__unit")
        }
        rows = [
            (
                account.login,
                str(users[account.login]),
                account.title,
                self._unit(users[account.login]),
                account.note,
            )
            for account in DEMO_ACCOUNTS
            if account.login in users
        ]
        if not rows:
            self.stdout.write(_("There are no demo accounts. Load them with: manage.py load_demo"))
            return
        head = (_("Login"), _("Name"), _("Who"), _("Unit"), _("What to see"))
        table = [head, *rows]
        widths = [max(_columns(row[place]) for row in table) for place in range(len(head) - 1)]
        for row in table:
            cells = [text + " " * (width - _columns(text)) for text, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join((*cells, row[-1])))
        if settings.DEMO_MODE:
            self.stdout.write(_("Password of every demo account: %(password)s") % {"password": DEMO_PASSWORD})
        else:
            self.stdout.write(_("Outside demo mode these accounts have no password."))

    @staticmethod
    def _unit(user: User) -> str:
        grant = user.role_grants.select_related("unit").first()
        if grant:
            return grant.unit.name
        return user.worker.unit.name if user.worker else "-"


def _columns(text: str) -> int:
    """How many columns a terminal takes: two for a Chinese character."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
