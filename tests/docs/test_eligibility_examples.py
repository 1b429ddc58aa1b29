"""The worked examples of the page on eligibility are what the code answers."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from skills.eligibility.facts import parse_facts
from skills.queries.ladders import ladder_as_json, what_if_ladders

PAGE = Path(__file__).parents[2] / "docs" / "eligibility.md"
EXAMPLES = [
    json.loads(text) for text in re.findall(r"```json\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
]


@pytest.mark.django_db
def test_worked_examples_are_answered_as_written() -> None:
    call_command("load_catalogues", verbosity=0)
    careers = [parse_facts(example["facts"]) for example in EXAMPLES]
    answers = [ladder_as_json(ladder) for ladder in what_if_ladders(careers, today=date(2026, 11, 21))]
    assert len(answers) == 6
    assert answers == [example["expected"] for example in EXAMPLES]
