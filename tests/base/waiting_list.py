"""A list whose export waits in the middle: `python waiting_list.py DATABASE JOB_ID` runs its job."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


def declare() -> None:
    """Make the list known; Django must be set up."""
    import django_filters
    from django.db.models import QuerySet

    from base.lists import Column, ListExport, ListPage
    from base.pagination import SortKey
    from workforce.models import User

    class AnyAccount(django_filters.FilterSet):
        class Meta:
            model = User
            fields: list[str] = []

    def login(user: Any) -> str:
        """In the worker's process: say on stdout that it has begun, and go on when told so on stdin."""
        if __name__ == "__main__":
            sys.stdout.write("begun\n")
            sys.stdout.flush()
            sys.stdin.readline()
        return str(user.login)

    class WaitingList(ListPage):
        __module__ = "tests.base.waiting_list"
        title = "Accounts"
        export = ListExport("tests.waiting_list", who=lambda user: True)
        filterset_class = AnyAccount
        sort_keys = (SortKey("login", "Login", ("login",)),)
        columns = (Column("login", "Login", login),)

        def get_queryset(self) -> QuerySet[User]:
            return User.objects.all()


def main(database: str, job_id: int) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from base.jobs import run_job

    declare()
    run_job(job_id)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
