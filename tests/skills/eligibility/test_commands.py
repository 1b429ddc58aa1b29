"""The commands: what they print, and how they refuse."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from skills.models import Eligibility, Occupation, Standing
from skills.services.refresh_eligibility import refresh_eligibility
from tests.factories.skills import GradeFactory, SpellFactory
from tests.factories.workforce import WorkerFactory
from workforce.models import Worker

CAREERS = Path(__file__).parent.parent / "data" / "careers.json"
TODAY = date(2026, 11, 21)


def run(*arguments: str) -> Any:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def electrician(rules: None) -> Worker:
    """An electrician since 2015 with an intermediate grade of 2020, and a welder's grade beside it."""
    worker = WorkerFactory.create(employee_no="F001", birth_date=date(1990, 1, 1))
    wiring, welding = (Occupation.objects.get(name=name) for name in ("电工", "焊工"))
    SpellFactory.create(worker=worker, occupation=wiring, since=date(2015, 7, 1))
    GradeFactory.create(worker=worker, occupation=wiring, level=3, issued_on=date(2020, 6, 1))
    GradeFactory.create(worker=worker, occupation=welding, level=5, issued_on=date(2021, 6, 1))
    refresh_eligibility([worker.pk], today=TODAY)
    return worker


def test_ladder_prints_the_main_occupation(electrician: Worker) -> None:
    assert run("ladder", "F001", "--json") == {"F001": {"4": {"from": "2024-06-01", "route": "R23-3-2"}}}


def test_ladder_of_everybody_has_those_without_dates_too(electrician: Worker) -> None:
    WorkerFactory.create(employee_no="A000")
    WorkerFactory.create(employee_no="Z999")
    assert run("ladder", "--json") == {
        "A000": {},
        "F001": {"4": {"from": "2024-06-01", "route": "R23-3-2"}},
        "Z999": {},
    }


def test_ladder_of_nobody_is_an_empty_object(rules: None) -> None:
    assert run("ladder", "--json") == {}


def test_ladder_names_unknown_numbers(electrician: Worker) -> None:
    with pytest.raises(CommandError, match="No such employee number: X1, X2"):
        call_command("ladder", "X2", "F001", "X1", "--json")


def test_what_if_prints_the_recorded_cases(rules: None) -> None:
    cases = json.loads(CAREERS.read_text(encoding="utf-8"))
    assert run("what_if", str(CAREERS), "--json") == {case["id"]: case["expected"] for case in cases}


def test_what_if_points_out_the_implausible(rules: None, tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    spells = [{"from": "2000-01-01", "to": None}]
    path.write_text(
        json.dumps([{"id": "early", "facts": {"rule_set": "R2023", "born": "1990-01-01", "spells": spells}}])
    )
    out, err = StringIO(), StringIO()
    call_command("what_if", str(path), "--json", stdout=out, stderr=err)
    assert err.getvalue().startswith("early: spells.0.from: ")
    assert json.loads(out.getvalue())["early"]["3"] == {"from": "2005-01-01", "route": "R23-4-1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ("{}", "a list of"),
        ("[[]]", "entry 1"),
        ('[{"id": "a"}]', "case a: facts"),
        ('[{"id": "a", "facts": {"rule_set": "R2023", "born": "x"}}]', "case a: facts.born"),
        ('[{"id": "a", "facts": []}]', "case a: facts: "),
        ('[{"id": "a", "facts": {"rule_set": "R9"}}]', "case a: facts.rule_set: "),
        ('[{"id": "a", "facts": {"occupation": "占星师"}}]', "case a: facts.occupation"),
        ('[{"id": "a", "facts": {"rule_set": "R2023"}}, {"id": "a", "facts": {}}]', "case a stands twice"),
    ],
)  # fmt: skip
def test_what_if_names_case_and_field_of_a_fault(rules: None, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=told):
        call_command("what_if", str(path), "--json")


def test_what_if_says_when_there_is_no_file(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("what_if", str(tmp_path / "none.json"))


def test_recompute_all_mends_what_was_changed_by_hand(electrician: Worker) -> None:
    Eligibility.objects.filter(worker=electrician).update(opens_on=date(2000, 1, 1))
    call_command("recompute_eligibility", "--all", stdout=StringIO())
    assert run("ladder", "--json") == {"F001": {"4": {"from": "2024-06-01", "route": "R23-3-2"}}}


def test_recompute_fills_what_is_missing(electrician: Worker) -> None:
    Standing.objects.all().delete()
    Eligibility.objects.all().delete()
    call_command("recompute_eligibility", stdout=StringIO())
    assert run("ladder", "--json") == {"F001": {"4": {"from": "2024-06-01", "route": "R23-3-2"}}}
