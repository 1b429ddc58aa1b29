"""我的成长: what a worker sees of the own ladder, and how much it costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.dates import add_years, today
from skills.enums import CorrectionState
from skills.models import OccupationAlias
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    CorrectionRequestFactory,
    GradeFactory,
    SpellFactory,
    WageFactory,
    occupation_with_rules,
)
from workforce.models import User

PAGE = "skills:my_growth"


def page_of(user: User, language: str = "en", **asked: str) -> Any:
    """我的成长 of an account."""
    client = Client()
    client.force_login(user, backend="workforce.accounts.AccountBackend")
    client.cookies["language"] = language
    return client.get(reverse(PAGE), asked)


def words(response: Any) -> str:
    """The page with its runs of blanks made one."""
    return " ".join(response.content.decode().split())


class TestMyGrowth(PageAccess):
    right = "carol"
    wrong = "erin"  # an account without a worker record
    stranger = None  # nobody's own page is strange to them

    def url(self, cast: Cast) -> str:
        return reverse(PAGE)

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.context["record"].worker == cast.worker("carol")


class TestQueries(QueryCount):
    viewer = "carol"
    queries = 14

    def url(self, cast: Cast) -> str:
        return reverse(PAGE)

    def make_rows(self, cast: Cast, number: int) -> None:
        carol, occupation = cast.worker("carol"), occupation_with_rules()
        for row in range(number):
            SpellFactory.create(worker=carol, occupation=occupation, since=date(1990 + row, 7, 1))
            GradeFactory.create(worker=carol, occupation=occupation, issued_on=date(1990 + row, 7, 1))
            CorrectionRequestFactory.create(worker=carol, requested_by=cast.users["carol"])
            WageFactory.create(worker=carol, month=date(1990 + row, 1, 1))
        refresh_eligibility([carol.pk], today=today())


@pytest.mark.django_db
class TestShown:
    def test_next_step_that_opens_later(self, cast: Cast) -> None:
        carol, occupation = cast.worker("carol"), occupation_with_rules(name="测试工")
        opens = today() + timedelta(days=400)
        SpellFactory.create(worker=carol, occupation=occupation, since=add_years(opens, -5))
        GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2022, 3, 1))
        refresh_eligibility([carol.pk], today=today())
        page = page_of(cast.users["carol"])
        ladder = page.context["ladder"]
        assert (ladder.held_level, ladder.next.level, ladder.next.opens_on) == (2, 3, opens)
        assert [step.state.value for step in ladder.steps] == ["reached", "current", "next", *["closed"] * 5]
        assert ladder.steps[2].date_text == opens.isoformat()
        assert f"You may apply from <strong>{opens.isoformat()}</strong>" in words(page)
        assert "1 year and 1 month to go" in words(page)

    def test_next_step_that_is_open(self, cast: Cast) -> None:
        carol, occupation = cast.worker("carol"), occupation_with_rules()
        SpellFactory.create(worker=carol, occupation=occupation, since=date(2010, 3, 1))
        GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2022, 3, 1))
        refresh_eligibility([carol.pk], today=today())
        page = page_of(cast.users["carol"])
        assert "You may apply since <strong>2015-03-01</strong>" in words(page)
        assert page.context["ladder"].steps[2].date_text == "open now"

    def test_first_step_when_nothing_is_recorded(self, cast: Cast) -> None:
        page = page_of(cast.users["carol"])
        assert page.context["ladder"].held_level == 1
        assert page.context["ladder"].steps[0].state.value == "current"
        assert "No occupation is recorded" in words(page)

    def test_work_without_a_certificate_counts_from_the_first_step(self, cast: Cast) -> None:
        carol = cast.worker("carol")
        SpellFactory.create(worker=carol, occupation=occupation_with_rules())
        refresh_eligibility([carol.pk], today=today())
        assert "No certificate is recorded" in words(page_of(cast.users["carol"]))

    def test_missing_record_leads_to_asking_for_it(self, cast: Cast) -> None:
        call_command("load_catalogues", verbosity=0)
        carol = cast.worker("carol")
        fitter = OccupationAlias.objects.select_related("occupation").get(name="钳工").occupation
        GradeFactory.create(worker=carol, occupation=fitter, level=2, issued_on=date(2022, 3, 1))
        refresh_eligibility([carol.pk], today=today())
        page = page_of(cast.users["carol"])
        routes = {route.code: route for route in page.context["ladder"].next.routes}
        assert [clause.action_url for clause in routes["R23-4-3"].clauses] == [
            reverse("skills:ask_correction") + "?kind=diploma"
        ]
        assert "No such diploma is recorded." in words(page)

    def test_waiting_request_says_for_how_long(self, cast: Cast) -> None:
        asked = timezone.now() - timedelta(days=3)
        mine = {"worker": cast.worker("carol"), "requested_by": cast.users["carol"]}
        CorrectionRequestFactory.create(**mine, requested_at=asked)
        page = words(page_of(cast.users["carol"]))
        assert "waits for HR since 3 days" in page

    def test_declined_request_shows_the_answer(self, cast: Cast) -> None:
        CorrectionRequestFactory.create(
            worker=cast.worker("carol"),
            requested_by=cast.users["carol"],
            state=CorrectionState.DECLINED,
            decided_by=cast.users["alice"],
            decided_at=timezone.now(),
            decision_reason="The file shows another name.",
        )
        assert "The file shows another name." in words(page_of(cast.users["carol"]))

    def test_other_occupation_is_asked_by_its_code(self, cast: Cast) -> None:
        occupation = occupation_with_rules(code="6-88-88-88")
        page = page_of(cast.users["carol"], occupation="6-88-88-88")
        assert page.context["ladder"].occupation == occupation
        assert page.context["ladder"].next.level == 2

    def test_unknown_occupation_is_not_found(self, cast: Cast) -> None:
        assert page_of(cast.users["carol"], occupation="nothing").status_code == 404

    def test_page_speaks_chinese_unless_asked_otherwise(self, cast: Cast) -> None:
        chinese, english = (page_of(cast.users["carol"], language) for language in ("zh-hans", "en"))
        assert "<h1>我的成长</h1>" in words(chinese)
        assert "学徒工" in words(chinese)
        assert "<h1>My growth</h1>" in words(english)
