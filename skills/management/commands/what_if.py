"""`manage.py what_if FILE.json [--json]`: the ladders of careers in a file; nothing is stored."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.dates import today as local_today
from base.errors import InvalidInput
from skills.eligibility.facts import Facts, parse_facts
from skills.eligibility.plausibility import warnings
from skills.queries.ladders import ladder_as_json, rule_set_of, what_if_ladders

#: Careers reckoned in one statement.
BATCH = 500


class Command(BaseCommand):
    """Reads a list of {"id", "facts"}. Implausible facts are pointed out on stderr and reckoned all the
    same.
    """

    help = "Reckon the ladders of the careers in a JSON file; nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path, help='a list of {"id": …, "facts": {…}}')
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        path: Path = options["file"]
        cases = _cases(path)
        for case, facts in cases.items():
            for warning in warnings(facts):
                self.stderr.write(f"{case}: {warning.field}: {warning.message}")
        answers = self._answers(path, cases)
        if options["as_json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=1))
            return
        for case, answer in answers.items():
            steps = "; ".join(f"{level}: {step['from']} {step['route']}" for level, step in answer.items())
            self.stdout.write(f"{case}  {steps or '-'}")

    def _answers(self, path: Path, cases: dict[str, Facts]) -> dict[str, dict[str, dict[str, str]]]:
        """The answer of each case, a batch at a time; a name the rules do not know is told with its case."""
        today = local_today()
        answers: dict[str, dict[str, dict[str, str]]] = {}
        named = list(cases.items())
        for start in range(0, len(named), BATCH):
            batch = named[start : start + BATCH]
            try:
                ladders = what_if_ladders([facts for _case, facts in batch], today=today)
            except InvalidInput:
                for case, facts in batch:
                    _require_rules(path, case, facts)
                raise
            answers |= {
                case: ladder_as_json(ladder) for (case, _facts), ladder in zip(batch, ladders, strict=True)
            }
        return answers


def _require_rules(path: Path, case: str, facts: Facts) -> None:
    """Name the case whose rule set or occupation is not known."""
    try:
        rule_set_of(facts, today=local_today())
    except InvalidInput as error:
        raise CommandError(f"{path.name}: case {case}: facts.{error.field}: {error}") from error


def _cases(path: Path) -> dict[str, Facts]:
    """The facts of each case by its id. Raises CommandError naming the case and the field of the first
    fault.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(data, list):
        raise CommandError(f'{path.name}: a list of {{"id", "facts"}} is expected.')
    cases: dict[str, Facts] = {}
    for number, entry in enumerate(data, start=1):
        case = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(case, str) or not case:
            raise CommandError(
                f'{path.name}: entry {number}: an object with a text "id" and "facts" is expected.'
            )
        if case in cases:
            raise CommandError(f"{path.name}: case {case} stands twice.")
        if "facts" not in entry:
            raise CommandError(f"{path.name}: case {case}: facts: missing")
        try:
            cases[case] = parse_facts(entry["facts"])
        except InvalidInput as error:
            field = ".".join(filter(None, ("facts", error.field)))
            raise CommandError(f"{path.name}: case {case}: {field}: {error}") from error
    return cases
