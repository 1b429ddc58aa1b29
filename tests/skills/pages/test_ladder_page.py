"""The proof of a ladder: who sees it, what stands on it, and what it keeps from whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from base.components import ClauseState
from base.dates import today
from skills.models import Occupation, OccupationAlias
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    DiplomaFactory,
    GradeFactory,
    SpellFactory,
    TitleFactory,
    occupation_with_rules,
)
from tests.skills.pages.clients import browser_of


def proof(cast: Cast, name: str) -> Any:
    """The proof of carol's ladder as one of the cast sees it."""
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    client.cookies["language"] = "en"
    return client.get(reverse("skills:worker_ladder", args=["C-carol"]))


class TestWorkerLadder(PageAccess):
    wrong = None  # whoever sees the worker sees the ladder

    def url(self, cast: Cast) -> str:
        return reverse("skills:worker_ladder", args=["C-carol"])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.context["object"] == cast.worker("carol")

    @pytest.mark.parametrize("name", ["grace", "ivan", "admin"])
    def test_others_find_nothing(self, cast: Cast, name: str) -> None:
        assert self.ask(cast, name).status_code == 404

    @pytest.mark.parametrize("name", ["ruth", "dave", "erin", "heidi", "frank", "carol"])
    def test_seeing_roles_are_served(self, cast: Cast, name: str) -> None:
        assert self.ask(cast, name).status_code == 200


class TestQueries(QueryCount):
    queries = 17

    def url(self, cast: Cast) -> str:
        return reverse("skills:worker_ladder", args=["C-carol"])

    def make_rows(self, cast: Cast, number: int) -> None:
        carol, occupation = cast.worker("carol"), occupation_with_rules()
        for row in range(number):
            SpellFactory.create(worker=carol, occupation=occupation, since=date(1990 + row, 7, 1))
            TitleFactory.create(worker=carol, awarded_on=date(1990 + row, 7, 1))
            DiplomaFactory.create(worker=carol, graduated_on=date(1990 + row, 7, 1))
        refresh_eligibility([carol.pk], today=today())


@pytest.fixture
def fitter(cast: Cast) -> Occupation:
    """carol works as a fitter, with a certificate, a title and a diploma nobody judged."""
    call_command("load_catalogues", verbosity=0)
    occupation = OccupationAlias.objects.select_related("occupation").get(name="钳工").occupation
    carol = cast.worker("carol")
    SpellFactory.create(worker=carol, occupation=occupation, since=date(2015, 7, 1), until=date(2016, 7, 1))
    SpellFactory.create(worker=carol, occupation=occupation, since=date(2017, 1, 1))
    GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2024, 6, 1))
    TitleFactory.create(worker=carol)
    DiplomaFactory.create(worker=carol)
    refresh_eligibility([carol.pk], today=today())
    return occupation


def test_facts_rules_and_result_stand_on_the_page(cast: Cast, fitter: Occupation) -> None:
    shown = proof(cast, "alice").context
    assert [(fact.kind.value, fact.days, fact.remark) for fact in shown["facts"]] == [
        ("personal", "1985-06-01", ""),
        ("spell", "2015-07-01 – 2016-06-30", ""),
        ("spell", "2017-01-01 – to this day", ""),
        ("grade", "2024-06-01", ""),
        ("title", "2018-12-01", "not judged yet, does not count"),
        ("diploma", "2006-07-01", "not judged yet, does not count"),
    ]
    assert [(rule.name, rule.mark.value) for rule in shown["rules"]] == [
        ("Standard", "design"),
        ("R2023, version 1", "attested"),
        ("APPT, version 1", "recalled"),
    ]
    assert all(rule.document for rule in shown["rules"])
    first = shown["ladder"].next.routes[0]
    assert (shown["ladder"].next.level, first.code, first.opens_on) == (3, "R23-4-1", date(2021, 1, 1))


def test_marks_of_recalled_rules_are_shown(cast: Cast, fitter: Occupation) -> None:
    assert "Recalled, to be checked" in proof(cast, "alice").content.decode()


def test_birth_date_is_kept_from_those_who_may_not_see_it(cast: Cast) -> None:
    carol = cast.worker("carol")
    SpellFactory.create(worker=carol, occupation=occupation_with_rules(), since=date(2015, 7, 1))
    refresh_eligibility([carol.pk], today=today())
    seen, hidden = proof(cast, "alice"), proof(cast, "dave")
    assert "1985-06-01" in seen.content.decode()
    assert "1985-06-01" not in hidden.content.decode()
    (age,) = hidden.context["ladder"].next.routes[0].clauses
    assert (age.state, age.since, age.note) == (ClauseState.MET, None, "")


def test_diploma_is_kept_from_finance(cast: Cast, fitter: Occupation) -> None:
    DiplomaFactory.create(worker=cast.worker("carol"), kind="技工学校", graduated_on=date(2003, 7, 4))
    assert "2003-07-04" in proof(cast, "dave").content.decode()
    page = proof(cast, "heidi")
    assert "2003-07-04" not in page.content.decode()
    assert [fact.kind.value for fact in page.context["facts"]] == ["spell", "spell", "grade", "title"]
    (clause,) = next(route for route in page.context["ladder"].next.routes if route.code == "R23-4-3").clauses
    assert (clause.state, clause.note) == (ClauseState.MISSING, "")


@pytest.mark.parametrize(("name", "is_told"), [("alice", True), ("dave", False), ("frank", False)])
def test_pages_tell_no_birth_date_by_an_age_clause(cast: Cast, name: str, is_told: bool) -> None:
    SpellFactory.create(worker=cast.worker("carol"), occupation=occupation_with_rules())
    for page in ("skills:worker_ladder", "skills:worker"):
        answer = browser_of(cast.users[name]).get(reverse(page, args=["C-carol"]))
        assert answer.status_code == 200
        assert ("2001-06-01" in answer.content.decode()) is is_told
