"""The detailed answer: what a clause without a date lacks, told apart and in words."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from skills.eligibility.answer import ClauseAnswer, LadderAnswer, Missing, Status
from skills.eligibility.facts import parse_facts
from skills.eligibility.sentences import clause_sentence, duration, level_name, next_sentence, status_sentence
from skills.models import DiplomaMatch, Occupation, TitleMatch
from skills.queries.ladders import explain_ladder, explain_what_if
from tests.factories.skills import DiplomaFactory, GradeFactory, SpellFactory, TitleFactory
from tests.factories.workforce import WorkerFactory

TODAY = date(2026, 11, 21)


def explain(**facts: Any) -> LadderAnswer:
    return explain_what_if(parse_facts({"rule_set": "R2023", "born": "1990-01-01"} | facts), today=TODAY)


def clause(answer: LadderAnswer, code: str, position: int = 0) -> ClauseAnswer:
    routes = {route.code: route for target in answer.targets for route in target.routes}
    return routes[code].clauses[position]


def test_answer_lists_every_target_and_route_above_the_one_held(rules: None) -> None:
    answer = explain(certificates=[{"level": 4, "issued": "2020-01-01"}])
    assert {target.level: [route.code for route in target.routes] for target in answer.targets} == {
        5: ["R23-2-1", "R23-2-2", "R23-2-3", "R23-2-4", "R23-2-5"],
        6: ["R23-1-1", "R23-1-2", "R23-1-3"],
    }


def test_statuses_are_met_opens_and_missing(rules: None) -> None:
    answer = explain(spells=[{"from": "2018-01-01", "to": None}])
    assert clause(answer, "R23-4-1").status is Status.MET
    assert clause(answer, "R23-3-1").status is Status.OPENS
    assert clause(answer, "R23-4-2").status is Status.MISSING


@pytest.mark.parametrize(
    ("facts", "code", "missing"),
    [
        ({"born": None}, "R23-5-1", Missing.BIRTH_DATE),
        ({}, "R23-4-1", Missing.WORK),
        ({"spells": [{"from": "2018-01-01", "to": "2019-01-01"}]}, "R23-4-1", Missing.WORK_YEARS),
        ({}, "R23-4-2", Missing.CERTIFICATE),
        ({"certificates": [{"level": 2, "issued": "2018-01-01"}]}, "R23-4-2", Missing.WORK_YEARS),
        ({}, "R23-3-3", Missing.TITLE),
        ({"titles": [{"rank": "初级", "on": "2018-01-01"}]}, "R23-3-3", Missing.TITLE_NOT_JUDGED),
        (
            {"titles": [{"rank": "初级", "on": "2018-01-01", "matches": False}]},
            "R23-3-3",
            Missing.TITLE_NOT_MATCHING,
        ),
        ({"titles": [{"rank": "初级", "on": "2018-01-01", "matches": True}]}, "R23-3-3", Missing.WORK_YEARS),
        ({"titles": [{"rank": "初级", "on": "2018-01-01", "matches": True}]}, "R23-2-3", Missing.TITLE),
        ({}, "R23-4-3", Missing.DIPLOMA),
        (
            {"diplomas": [{"kind": "高中", "graduated": "2008-07-01", "matches": True}]},
            "R23-4-3",
            Missing.DIPLOMA,
        ),
        ({"diplomas": [{"kind": "大专", "graduated": "2008-07-01"}]}, "R23-4-3", Missing.DIPLOMA_NOT_JUDGED),
        (
            {"diplomas": [{"kind": "大专", "graduated": "2008-07-01", "matches": False}]},
            "R23-4-3",
            Missing.DIPLOMA_NOT_MATCHING,
        ),
        ({}, "R23-3-6", Missing.UNRECORDED),
        ({"rule_set": "R2018"}, "R18-5-2", Missing.APPRENTICESHIP),
    ],
)
def test_clause_without_a_date_says_what_is_missing(
    rules: None, facts: dict[str, Any], code: str, missing: Missing
) -> None:
    assert clause(explain(**facts), code).missing is missing


def test_stored_evidence_is_told_apart_by_its_judgement(rules: None) -> None:
    occupation = Occupation.objects.get(name="电工")
    worker = WorkerFactory.create()
    SpellFactory.create(worker=worker, occupation=occupation)
    title = TitleFactory.create(worker=worker)
    diploma = DiplomaFactory.create(worker=worker)
    answer = explain_ladder(worker.pk, None, today=TODAY)
    assert clause(answer, "R23-3-3").missing is Missing.TITLE_NOT_JUDGED
    assert clause(answer, "R23-4-3").missing is Missing.DIPLOMA_NOT_JUDGED
    TitleMatch.objects.create(title=title, occupation=occupation, matches=False, judged_at=timezone.now())
    DiplomaMatch.objects.create(
        diploma=diploma, occupation=occupation, matches=True, judged_at=timezone.now()
    )
    answer = explain_ladder(worker.pk, None, today=TODAY)
    assert clause(answer, "R23-3-3").missing is Missing.TITLE_NOT_MATCHING
    assert clause(answer, "R23-4-3").opens_on == date(2005, 9, 1)


def test_diploma_without_a_date_is_told(rules: None) -> None:
    worker = WorkerFactory.create()
    occupation = Occupation.objects.get(name="电工")
    SpellFactory.create(worker=worker, occupation=occupation)
    diploma = DiplomaFactory.create(worker=worker, graduated_on=None)
    DiplomaMatch.objects.create(
        diploma=diploma, occupation=occupation, matches=True, judged_at=timezone.now()
    )
    assert (
        clause(explain_ladder(worker.pk, None, today=TODAY), "R23-4-3").missing
        is Missing.DIPLOMA_WITHOUT_DATE
    )


def test_worker_may_ask_for_an_occupation_never_worked_in(rules: None) -> None:
    worker = WorkerFactory.create(birth_date=date(1990, 1, 1))
    welding = Occupation.objects.get(name="焊工")
    answer = explain_ladder(worker.pk, welding.pk, today=TODAY)
    assert (answer.occupation_id, answer.held_level) == (welding.pk, 1)
    assert (answer.targets[0].level, answer.targets[0].opens_on) == (2, date(2006, 1, 1))


def test_worker_without_an_occupation_has_no_targets(rules: None) -> None:
    answer = explain_ladder(WorkerFactory.create().pk, None, today=TODAY)
    assert (answer.occupation_id, answer.targets) == (None, ())


def test_levels_by_appointment_are_shown_with_the_worker(rules: None) -> None:
    worker = WorkerFactory.create()
    occupation = Occupation.objects.get(name="电工")
    SpellFactory.create(worker=worker, occupation=occupation, since=date(2010, 1, 1))
    GradeFactory.create(worker=worker, occupation=occupation, level=6, issued_on=date(2020, 6, 1))
    answer = explain_ladder(worker.pk, None, today=TODAY)
    assert [(t.level, t.opens_on, t.route) for t in answer.targets] == [
        (7, date(2025, 6, 1), "APPT-7"),
        (8, None, None),
    ]


@pytest.mark.parametrize(("has_occupation", "number"), [(True, 1), (False, 2)])
def test_explaining_takes_one_query_and_one_more_where_no_rules_speak(
    rules: None, has_occupation: bool, number: int
) -> None:
    worker = WorkerFactory.create()
    if has_occupation:
        SpellFactory.create(
            worker=worker, occupation=Occupation.objects.get(name="电工"), since=date(2020, 1, 1)
        )
    with CaptureQueriesContext(connection) as queries:
        answer = explain_ladder(worker.pk, None, today=TODAY)
    assert len(queries) == number
    assert bool(answer.targets) == has_occupation


def test_years_missing_are_told_as_a_duration(rules: None) -> None:
    # 1,673 days worked: five years would be full 153 days (five months) after starting again
    answer = explain(spells=[{"from": "2018-01-01", "to": "2022-08-01"}])
    missing = clause(answer, "R23-4-1")
    with translation.override("en"):
        assert status_sentence(missing, TODAY).startswith("5 months of work still missing")


def test_sentences_name_level_years_and_day(rules: None) -> None:
    answer = explain(
        certificates=[{"level": 4, "issued": "2023-06-01"}], spells=[{"from": "2020-01-01", "to": None}]
    )
    asks = clause(answer, "R23-2-1")
    with translation.override("en"):
        assert level_name(4) == "Senior worker (national level 3)"
        assert clause_sentence(asks) == (
            "5 years of work since the certificate of Senior worker (national level 3) or above"
        )
        assert status_sentence(asks, TODAY) == "Opens on 2028-06-01, 1 year and 6 months to go"
        assert next_sentence(answer) == (
            "Technician (national level 2) opens on 2028-06-01, 1 year and 6 months to go."
        )


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (date(2026, 11, 22), "1 day"),
        (date(2026, 12, 20), "29 days"),
        (date(2026, 12, 21), "1 month"),
        (date(2027, 6, 30), "7 months"),
        (date(2027, 11, 21), "1 year"),
        (date(2029, 1, 1), "2 years and 1 month"),
    ],
)
def test_duration_is_told_in_words(end: date, words: str) -> None:
    with translation.override("en"):
        assert duration(TODAY, end) == words
