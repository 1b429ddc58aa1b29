"""People, ladders, figures and policies through the API."""

from datetime import date
from typing import Any

import pytest

from skills.enums import Level
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import ApiAccess, Cast
from tests.factories.skills import (
    GradeFactory,
    SpellFactory,
    StandingFactory,
    occupation_with_rules,
    rule_set_by_years,
)
from tests.skills.api.clients import API, signed_in
from workforce.enums import WorkerStatus
from workforce.models import Worker

TODAY = date(2026, 11, 21)


class TestPerson(ApiAccess):
    wrong = None  # whoever sees the worker sees this page

    def url(self, cast: Cast) -> str:
        return f"{API}/workers/C-carol"

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = response.json()
        assert (shown["name"], shown["unit_path"]) == ("高兰", "集团 / 甲公司 / 一车间")
        assert (shown["birth_date"], shown["phone"]) == ("1985-06-01", "13900000000")


class TestTimeline(ApiAccess):
    wrong = None  # whoever sees the worker sees the career

    def url(self, cast: Cast) -> str:
        GradeFactory.create(worker=cast.worker("carol"))
        return f"{API}/workers/C-carol/timeline"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [entry["kind"] for entry in response.json()] == ["grade", "placement"]


class TestHistory(ApiAccess):
    wrong = None  # each sees the changes of the fields they see

    def url(self, cast: Cast) -> str:
        Worker.objects.filter(employee_no="C-carol").update(phone="13812345678")
        return f"{API}/workers/C-carol/history"

    def assert_done(self, cast: Cast, response: Any) -> None:
        (entry,) = response.json()
        (change,) = entry["changes"]
        assert (change["field"], change["old"], change["new"]) == ("phone", "13900000000", "13812345678")


class TestLadder(ApiAccess):
    wrong = None  # whoever sees the worker sees the ladder

    def url(self, cast: Cast) -> str:
        worker = cast.worker("carol")
        SpellFactory.create(worker=worker, occupation=occupation_with_rules(), since=date(2024, 1, 1))
        refresh_eligibility([worker.pk], today=TODAY)
        return f"{API}/workers/C-carol/ladder"

    def assert_done(self, cast: Cast, response: Any) -> None:
        answer = response.json()
        assert (answer["held_level"], [target["level"] for target in answer["targets"]]) == (1, [2, 3, 4])
        (route,) = answer["targets"][1]["routes"]
        assert (route["code"], route["opens_on"]) == ("T-3-1", "2029-01-01")
        (clause,) = route["clauses"]
        assert (clause["kind"], clause["years"], clause["opens_on"]) == ("work", 5, "2029-01-01")
        assert "2029-01-01" in clause["stands"]


class TestPyramid(ApiAccess):
    wrong = "heidi"  # finance sees no figures
    stranger = None  # the figures are of one's own units

    def url(self, cast: Cast) -> str:
        StandingFactory.create(worker=cast.worker("carol"), held_level=Level.SENIOR)
        StandingFactory.create(worker=cast.worker("ivan"), held_level=Level.SENIOR)
        return f"{API}/figures/pyramid"

    def assert_done(self, cast: Cast, response: Any) -> None:
        answer = response.json()
        assert answer["total"]["counts"] == [0, 0, 0, 1, 0, 0, 0, 0]
        assert [row["name"] for row in answer["units"]] == ["甲公司", "一车间", "二车间"]


class TestPyramidOfAUnit(ApiAccess):
    wrong = "heidi"

    def url(self, cast: Cast) -> str:
        return f"{API}/figures/pyramid?unit={cast.workshop_a1.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["total"]["employed"] == 2


class TestWhatIf(ApiAccess):
    method = "post"
    right = "carol"  # anybody signed in may reckon
    wrong = None
    stranger = None

    def url(self, cast: Cast) -> str:
        rule_set_by_years(T_2_1=(2, 16), T_3_1=(3, 5))
        return f"{API}/eligibility/what-if"

    def data(self, cast: Cast) -> dict[str, Any]:
        return {"rule_set": "TEST", "born": "2000-01-01", "spells": [{"from": "2015-01-01", "to": None}]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        answer = response.json()
        opens = {target["level"]: target["opens_on"] for target in answer["targets"]}
        assert opens == {2: "2016-01-01", 3: "2020-01-01"}
        assert [warning["code"] for warning in answer["warnings"]] == ["work_before_working_age"]


def test_what_if_names_the_faulty_field(cast: Cast) -> None:
    data = {"rule_set": "TEST", "spells": [{"from": "2015-01-01", "to": "2014-01-01"}]}
    answer = signed_in(cast, "carol").post(f"{API}/eligibility/what-if", data)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["spells.0.to"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("alice", {"alice", "carol", "dave", "frank", "grace", "heidi"}),
        ("frank", {"frank", "carol"}),
        ("bob", {"bob", "ivan"}),
        ("carol", {"carol"}),
        ("grace", {"grace"}),
        ("admin", set()),
    ],
)
def test_people_list_holds_what_each_may_see(cast: Cast, name: str, seen: set[str]) -> None:
    answer = signed_in(cast, name).get(f"{API}/workers").json()
    assert {row["employee_no"].removeprefix("C-") for row in answer["results"]} == seen
    assert answer["count"] == len(seen)


def test_personal_data_is_null_where_the_field_table_hides_it(cast: Cast) -> None:
    shown = signed_in(cast, "heidi").get(f"{API}/workers/C-carol").json()
    assert (shown["birth_date"], shown["phone"], shown["hire_date"]) == (None, None, "2010-01-01")


def test_history_hides_the_fields_the_reader_does_not_see(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(phone="13812345678")
    assert signed_in(cast, "heidi").get(f"{API}/workers/C-carol/history").json() == []


def test_departed_people_are_hidden_until_asked_for(cast: Cast) -> None:
    Worker.objects.filter(employee_no="C-carol").update(status=WorkerStatus.RETIRED)
    client = signed_in(cast, "alice")

    def numbers(query: str) -> set[str]:
        return {row["employee_no"] for row in client.get(f"{API}/workers{query}").json()["results"]}

    assert "C-carol" not in numbers("")
    assert numbers("?status=departed") == {"C-carol"}
    assert "C-carol" in numbers("?status=")


def test_unit_outside_the_reach_is_no_choice_of_the_filter(cast: Cast) -> None:
    answer = signed_in(cast, "alice").get(f"{API}/workers?unit={cast.company_b.pk}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "unit")


def test_eligibility_list_is_of_people_seen_and_filtered_by_date(cast: Cast) -> None:
    occupation = occupation_with_rules()
    for name in ("carol", "ivan"):
        SpellFactory.create(worker=cast.worker(name), occupation=occupation, since=date(2024, 1, 1))
    refresh_eligibility(None, today=TODAY)
    client = signed_in(cast, "alice")
    rows = client.get(f"{API}/eligibility?target=3").json()["results"]
    assert [(row["worker"], row["opens_on"], row["route"]) for row in rows] == [
        ("C-carol", "2029-01-01", "T-3-1")
    ]
    assert client.get(f"{API}/eligibility?opens_from=2029-01-02&opens_to=2029-12-31").json()["results"] == []


def test_occupation_shows_its_standard_and_rules(cast: Cast) -> None:
    occupation = occupation_with_rules(name="焊工")
    client = signed_in(cast, "carol")
    shown = client.get(f"{API}/occupations/{occupation.pk}").json()
    assert (shown["name"], shown["standards"][0]["rule_set"]) == ("焊工", "TEST")
    rules = client.get(f"{API}/rule-sets/TEST").json()
    routes = {route["code"]: route["clauses"][0]["years"] for route in rules["versions"][0]["routes"]}
    assert routes == {"T-2-1": 16, "T-3-1": 5, "T-4-1": 10}


@pytest.mark.parametrize("number", ["%00", "C-carol%00x", "..%2F..", "%F0%9F%98%80", "x" * 300])
def test_odd_employee_numbers_are_not_found(cast: Cast, number: str) -> None:
    client = signed_in(cast, "alice")
    assert client.get(f"{API}/workers/{number}").status_code == 404
    assert client.get(f"{API}/workers/{number}/ladder").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=%00", "unit=x", "level_min=99", "opens_after=soon", "cursor=%00", "page_size=0", "status=gone"],
)
def test_odd_filters_are_answered_400(cast: Cast, query: str) -> None:
    answer = signed_in(cast, "alice").get(f"{API}/workers?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("name", "day"), [("alice", "2001-06-01"), ("erin", "2001-06-01"), ("dave", None), ("heidi", None)]
)
def test_lists_tell_no_birth_date_by_the_day_a_level_opened(cast: Cast, name: str, day: str | None) -> None:
    carol = cast.worker("carol")
    SpellFactory.create(worker=carol, occupation=occupation_with_rules())
    refresh_eligibility([carol.pk], today=date(2026, 11, 21))
    client = signed_in(cast, name)
    (person,) = client.get(f"{API}/workers?q=C-carol").json()["results"]
    assert (person["next_on"], person["opens_on_hidden"]) == (day, day is None)
    rows = client.get(f"{API}/eligibility?employee_no=C-carol&target=2&sort=opens").json()["results"]
    assert [(row["opens_on"], row["opens_on_hidden"]) for row in rows] == [(day, day is None)]
    around = (
        f"{API}/workers?q=C-carol&opens_after=2001-06-01&opens_before=2001-06-01",
        f"{API}/eligibility?employee_no=C-carol&opens_from=2001-06-01&opens_to=2001-06-01",
    )
    assert [len(client.get(address).json()["results"]) for address in around] == [day is not None] * 2


def test_lists_tell_a_head_of_the_unit_the_own_day_alone(cast: Cast) -> None:
    occupation = occupation_with_rules()
    for name in ("frank", "carol"):
        SpellFactory.create(worker=cast.worker(name), occupation=occupation)
    refresh_eligibility(None, today=date(2026, 11, 21))
    people = signed_in(cast, "frank").get(f"{API}/workers").json()["results"]
    told = {person["employee_no"]: person["opens_on_hidden"] for person in people}
    assert (told["C-frank"], told["C-carol"]) == (False, True)


@pytest.mark.parametrize(
    ("name", "day"), [("alice", "2001-06-01"), ("carol", "2001-06-01"), ("dave", None), ("heidi", None)]
)
def test_age_clause_tells_no_birth_date_to_whom_the_table_hides_it(
    cast: Cast, name: str, day: str | None
) -> None:
    SpellFactory.create(worker=cast.worker("carol"), occupation=occupation_with_rules())
    (target, *_higher) = signed_in(cast, name).get(f"{API}/workers/C-carol/ladder").json()["targets"]
    (told,) = target["routes"]
    (clause,) = told["clauses"]
    assert (clause["status"], clause["opens_on"], told["opens_on"]) == ("met", day, day)
    assert (target["status"], target["opens_on"]) == ("met", day)
    assert ("2001" in clause["stands"]) is (day is not None)
