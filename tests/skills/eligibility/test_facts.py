"""What-if facts: the first fault is named by its path; the implausible is pointed out, not refused."""

from datetime import date
from typing import Any

import pytest

from base.errors import InvalidInput
from skills.eligibility.facts import Facts, Spell, parse_facts
from skills.eligibility.plausibility import warnings

GOOD: dict[str, Any] = {
    "rule_set": "R2023",
    "born": "1990-05-01",
    "spells": [{"from": "2010-01-01", "to": None}],
    "certificates": [{"level": 3, "issued": "2015-06-01"}],
    "titles": [{"rank": "初级", "on": "2016-01-01", "matches": True}],
    "diplomas": [{"kind": "大专", "graduated": "2009-07-01", "matches": False}],
    "apprenticeships_completed": ["2012-01-01"],
}


def test_lists_left_out_are_empty() -> None:
    assert parse_facts({"rule_set": "R2018"}) == Facts("R2018", "", None, (), (), (), (), ())


def test_judgement_left_out_is_not_judged() -> None:
    facts = parse_facts({"rule_set": "R2023", "titles": [{"rank": "中级", "on": "2016-01-01"}]})
    assert facts.titles[0].matches is None


def test_end_of_a_spell_is_its_first_day_no_longer_worked() -> None:
    facts = parse_facts(GOOD | {"spells": [{"from": "2010-01-01", "to": "2010-01-02"}]})
    assert facts.spells == (Spell(date(2010, 1, 1), date(2010, 1, 2)),)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"rule_set": None}, "rule_set", "required"),
        ({"rule_set": 2023}, "rule_set", "not_a_text"),
        ({"occupation": "焊\ud800工"}, "occupation", "not_a_text"),
        ({"born": "1990/05/01"}, "born", "not_a_date"),
        ({"born": "1990-02-29"}, "born", "not_a_date"),
        ({"born": "0001-01-01"}, "born", "year_out_of_range"),
        ({"born": 19900501}, "born", "not_a_date"),
        ({"spells": {}}, "spells", "not_a_list"),
        ({"spells": ["2010-01-01"]}, "spells.0", "not_an_object"),
        ({"spells": [GOOD["spells"][0], {"to": None}]}, "spells.1.from", "required"),
        ({"spells": [{"from": "2010-01-01", "to": "2010-01-01"}]}, "spells.0.to", "ends_before_it_begins"),
        ({"spells": [{"from": "2010-01-01", "until": None}]}, "spells.0.until", "field_unknown"),
        ({"spells": GOOD["spells"] * 201}, "spells", "too_many_rows"),
        (
            {"certificates": [{"level": True, "issued": "2015-06-01"}]},
            "certificates.0.level",
            "level_unknown",
        ),
        ({"certificates": [{"level": 1, "issued": "2015-06-01"}]}, "certificates.0.level", "level_unknown"),
        ({"certificates": [{"level": 3}]}, "certificates.0.issued", "required"),
        ({"titles": [{"rank": "副高", "on": "2015-06-01"}]}, "titles.0.rank", "rank_unknown"),
        ({"titles": [{"rank": ["初级"], "on": "2015-06-01"}]}, "titles.0.rank", "rank_unknown"),
        (
            {"titles": [{"rank": "初级", "on": "2015-06-01", "matches": 1}]},
            "titles.0.matches",
            "not_a_judgement",
        ),
        (
            {"diplomas": [{"kind": "博士后", "graduated": "2015-06-01"}]},
            "diplomas.0.kind",
            "diploma_kind_unknown",
        ),
        ({"apprenticeships_completed": [None]}, "apprenticeships_completed.0", "required"),
        ({"salary": 1}, "salary", "field_unknown"),
    ],
)
def test_first_fault_is_named_by_its_path(change: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_facts(GOOD | change)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize("data", [None, [], "facts", 3])
def test_anything_but_an_object_is_refused(data: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_facts(data)
    assert refused.value.code == "not_an_object"


def test_plausible_facts_have_no_warning() -> None:
    assert warnings(parse_facts(GOOD)) == []


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"born": None}, "born", "birth_date_missing"),
        ({"spells": [{"from": "2006-04-30", "to": None}]}, "spells.0.from", "work_before_working_age"),
        ({"certificates": [{"level": 3, "issued": "1989-01-01"}]}, "certificates.0.issued", "before_birth"),
        ({"apprenticeships_completed": ["1990-05-01"]}, "apprenticeships_completed.0", "before_birth"),
        (
            {"spells": [{"from": "2012-01-01", "to": None}, {"from": "2010-01-01", "to": "2012-01-02"}]},
            "spells.0.from",
            "spells_overlap",
        ),
    ],
)
def test_implausible_facts_are_pointed_out(change: dict[str, Any], field: str, code: str) -> None:
    assert [(warning.field, warning.code) for warning in warnings(parse_facts(GOOD | change))] == [
        (field, code)
    ]
