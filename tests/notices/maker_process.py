"""A process of its own that makes a rule's reminders and does not commit before it is told to.

`python maker_process.py DATABASE RULE DAY` writes "made" once the rows are written, and commits
after a line of input.
"""

import os
import sys
from datetime import date
from pathlib import Path


def main(database: str, rule: str, day: str) -> None:
    # instead of this folder, whose `rules` is not the library
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from base.reminders import reminder_rules
    from notices.services.making import make_reminders

    with transaction.atomic():
        make_reminders(reminder_rules()[rule], ids=None, today=date.fromisoformat(day), now=timezone.now())
        sys.stdout.write("made\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
