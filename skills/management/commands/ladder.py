"""`manage.py ladder [EMPLOYEE_NO …] [--json]`: from which day each next level opens, as stored."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from base.dates import today as local_today
from base.text import clean
from skills.queries.ladders import Ladder, ladder_as_json, stored_ladders
from workforce.models import Worker


class Command(BaseCommand):
    """Levels 2 to 6 of the main occupation; all workers when none is named. An unknown number is an error."""

    help = "Print from which day each next level opens for the workers named (all when none is)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("employee_no", nargs="*", help="employee numbers")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        workers = Worker.objects.all()
        if numbers := {clean(number) for number in options["employee_no"]}:
            workers = workers.filter(employee_no__in=numbers)
            if unknown := numbers - set(workers.values_list("employee_no", flat=True)):
                raise CommandError(f"No such employee number: {', '.join(sorted(unknown))}")
        ladders = stored_ladders(workers, today=local_today())
        if not options["as_json"]:
            for employee_no, ladder in ladders:
                self.stdout.write(f"{employee_no}  {_line(ladder)}")
            return
        self.stdout.write("{", ending="")
        for number, (employee_no, ladder) in enumerate(ladders):
            comma = "," if number else ""
            entry = json.dumps(ladder_as_json(ladder), ensure_ascii=False)
            self.stdout.write(f"{comma}\n {json.dumps(employee_no, ensure_ascii=False)}: {entry}", ending="")
        self.stdout.write("\n}")


def _line(ladder: Ladder) -> str:
    """A ladder on one line."""
    return "; ".join(f"{level}: {day} {code}" for level, (day, code) in ladder.items()) or "-"
