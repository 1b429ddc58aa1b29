"""What-if answers against the recorded cases and against the plain reference."""

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skills.eligibility.facts import parse_facts
from skills.models import Eligibility
from skills.queries.ladders import explain_what_if, ladder_as_json, what_if_ladders
from tests.skills.eligibility.careers import facts_of, make_career
from tests.skills.reference import Career, career_from_facts, ladder

TODAY = date(2026, 11, 21)
CASES = json.loads((Path(__file__).parent.parent / "data" / "careers.json").read_text(encoding="utf-8"))


def disagreements(careers: list[tuple[Career, str]]) -> list[tuple[dict[str, Any], Any, Any]]:
    """The careers whose ladder by the SQL is not that of the reference; one statement for all."""
    facts = [facts_of(career, rule_set) for career, rule_set in careers]
    answers = what_if_ladders([parse_facts(one) for one in facts], today=TODAY)
    expected = [ladder(career, rule_set) for career, rule_set in careers]
    return [row for row in zip(facts, answers, expected, strict=True) if row[1] != row[2]]


def test_reference_agrees_with_the_recorded_cases() -> None:
    answers = {
        case["id"]: ladder_as_json(ladder(career_from_facts(case["facts"]), case["facts"]["rule_set"]))
        for case in CASES
    }
    assert answers == {case["id"]: case["expected"] for case in CASES}


def test_recorded_cases_agree_in_full(rules: None) -> None:
    answers = what_if_ladders([parse_facts(case["facts"]) for case in CASES], today=TODAY)
    assert {case["id"]: ladder_as_json(answer) for case, answer in zip(CASES, answers, strict=True)} == {
        case["id"]: case["expected"] for case in CASES
    }


@pytest.mark.parametrize("seed", range(8))
def test_generated_careers_agree_with_the_reference(rules: None, seed: int) -> None:
    random = Random(seed)
    careers = [(make_career(random), random.choice(("R2023", "R2018"))) for _number in range(500)]
    assert disagreements(careers) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    careers=st.lists(
        st.tuples(st.randoms(use_true_random=False), st.sampled_from(("R2023", "R2018"))), max_size=12
    )
)
def test_drawn_careers_agree_with_the_reference(rules: None, careers: list[tuple[Random, str]]) -> None:
    assert disagreements([(make_career(random), rule_set) for random, rule_set in careers]) == []


def test_detailed_answer_agrees_with_the_short_one(rules: None) -> None:
    for case in CASES:
        answer = explain_what_if(parse_facts(case["facts"]), today=TODAY)
        dated = {
            target.level: (target.opens_on, target.route) for target in answer.targets if target.opens_on
        }
        assert ladder_as_json(dated) == case["expected"]  # type: ignore[arg-type]


def test_worked_example_with_a_gap(rules: None) -> None:
    facts = {
        "rule_set": "R2023",
        "born": "1990-01-01",
        "spells": [{"from": "2012-02-29", "to": "2014-06-01"}, {"from": "2015-01-10", "to": None}],
    }
    assert what_if_ladders([parse_facts(facts)], today=TODAY)[0][3] == (date(2017, 10, 9), "R23-4-1")


def test_worked_example_from_a_leap_day(rules: None) -> None:
    facts = {"rule_set": "R2023", "born": "1990-01-01", "spells": [{"from": "2012-02-29", "to": None}]}
    assert what_if_ladders([parse_facts(facts)], today=TODAY)[0][3] == (date(2017, 2, 28), "R23-4-1")


def test_what_if_stores_nothing(rules: None) -> None:
    explain_what_if(parse_facts(CASES[0]["facts"]), today=TODAY)
    assert not Eligibility.objects.exists()


def test_occupation_names_the_rule_set_of_its_standard(rules: None) -> None:
    facts = {key: value for key, value in CASES[0]["facts"].items() if key != "rule_set"} | {
        "occupation": "钳工"
    }
    assert ladder_as_json(what_if_ladders([parse_facts(facts)], today=TODAY)[0]) == CASES[0]["expected"]
