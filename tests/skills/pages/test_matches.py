"""The page on which HR judges whether titles and diplomas match an occupation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skills.enums import TitleRank
from skills.models import Occupation, Title, TitleMatch
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    DiplomaFactory,
    MajorFactory,
    OccupationFactory,
    OccupationMajorFactory,
    StandingFactory,
    TitleFactory,
)

URL = "skills:worker_matches"


def occupation_of(cast: Cast, name: str) -> Occupation:
    occupation = OccupationFactory.create()
    StandingFactory.create(worker=cast.worker(name), occupation=occupation)
    return occupation


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


class TestMatchesPage(PageAccess):
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        occupation_of(cast, "carol")
        TitleFactory.create(worker=cast.worker("carol"), name="助理工程师")
        return reverse(URL, args=["C-carol"])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "助理工程师" in page
        assert "尚未认定" in page


class TestJudging(PageAccess):
    wrong = "dave"
    method = "post"

    def url(self, cast: Cast) -> str:
        self.occupation = occupation_of(cast, "carol")
        self.fact = TitleFactory.create(
            worker=cast.worker("carol"), rank=TitleRank.MIDDLE, awarded_on=date(2015, 3, 1)
        )
        return reverse(URL, args=["C-carol"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        sent = {"kind": "title", "fact_id": self.fact.pk, "judgement": "yes"}
        return {**sent, "reason": "同专业", "seen_at": ""}

    def assert_done(self, cast: Cast, response: Any) -> None:
        match = TitleMatch.objects.get()
        assert (match.title, match.occupation, match.matches) == (self.fact, self.occupation, True)
        assert (match.judged_by, match.reason) == (cast.users["alice"], "同专业")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not TitleMatch.objects.exists()


@pytest.mark.django_db
def test_nobody_judges_their_own(cast: Cast) -> None:
    occupation_of(cast, "alice")
    assert signed_in(cast, "alice").get(reverse(URL, args=["C-alice"])).status_code == 403


@pytest.mark.django_db
def test_title_of_another_worker_is_not_found(cast: Cast) -> None:
    occupation_of(cast, "carol")
    others = TitleFactory.create(worker=cast.worker("ivan"))
    data = {"kind": "title", "fact_id": others.pk, "judgement": "yes"}
    assert signed_in(cast, "alice").post(reverse(URL, args=["C-carol"]), data).status_code == 404
    assert not TitleMatch.objects.exists()


@pytest.mark.django_db
def test_judgement_made_meanwhile_is_not_overwritten(cast: Cast) -> None:
    url = f"{reverse(URL, args=['C-carol'])}?occupation={occupation_of(cast, 'carol').code}"
    title: Title = TitleFactory.create(worker=cast.worker("carol"))
    first, second = signed_in(cast, "alice"), signed_in(cast, "ruth")
    data = {"kind": "title", "fact_id": title.pk, "seen_at": ""}
    first.post(url, {**data, "judgement": "yes"})
    told = second.post(url, {**data, "judgement": "no"}, follow=True)
    assert TitleMatch.objects.get().matches is True
    assert [str(m) for m in told.context["messages"]] == ["其间已有人作出判定。请查看现在的内容后再作决定。"]


@pytest.mark.django_db
def test_listed_major_needs_no_judgement(cast: Cast) -> None:
    occupation = occupation_of(cast, "carol")
    major = MajorFactory.create()
    OccupationMajorFactory.create(occupation=occupation, major=major)
    DiplomaFactory.create(worker=cast.worker("carol"), major=major, major_name=major.name)
    page = signed_in(cast, "alice").get(reverse(URL, args=["C-carol"])).content.decode()
    assert 'name="judgement"' not in page


class TestMatchesQueries(QueryCount):
    queries = 11

    def url(self, cast: Cast) -> str:
        return reverse(URL, args=["C-carol"])

    def make_rows(self, cast: Cast, number: int) -> None:
        occupation_of(cast, "carol")
        TitleFactory.create_batch(number, worker=cast.worker("carol"))
        DiplomaFactory.create_batch(number, worker=cast.worker("carol"))
