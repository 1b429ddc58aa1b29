"""The work list of titles and diplomas to judge: one click a row, many at once, all or none."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from skills.enums import DiplomaKind, FactKind
from skills.models import DiplomaMatch, MatchToJudge, Occupation, Title, TitleMatch
from skills.services.judgements import judge_title
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    DiplomaFactory,
    GradeFactory,
    MajorFactory,
    OccupationFactory,
    OccupationMajorFactory,
    SpellFactory,
    TitleFactory,
)
from tests.skills.pages.clients import browser_of, text_of

LIST = "skills:matches_to_judge"


def title_to_judge(cast: Cast, whose: str = "carol", **values: Any) -> Title:
    """A title of one who works as something."""
    worker = cast.worker(whose)
    SpellFactory.create(worker=worker)
    title: Title = TitleFactory.create(worker=worker, **values)
    return title


def row_of(fact_id: int, kind: FactKind = FactKind.TITLE) -> MatchToJudge:
    return MatchToJudge.objects.select_related("worker", "occupation").get(kind=kind, fact_id=fact_id)


def names_in(cast: Cast, name: str, query: str = "") -> list[tuple[str, str]]:
    """Worker and occupation of the rows one sees."""
    response = browser_of(cast.users[name]).get(reverse(LIST) + query)
    return [(line.row.worker.name, line.row.occupation.name) for line in response.context["rows"]]


class TestListOfHr(PageAccess):
    stranger = None  # a list has no stranger: each sees the own units
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        title_to_judge(cast, "carol", name="助理工程师")
        title_to_judge(cast, "ivan", name="高级工程师")
        return reverse(LIST)

    def assert_done(self, cast: Cast, response: Any) -> None:
        said = text_of(response)
        assert "助理工程师" in said
        assert "高级工程师" not in said
        assert (
            reverse("skills:match_judge", args=[row_of(Title.objects.get(name="助理工程师").pk).pk]) in said
        )


class TestListOfAuditor(TestListOfHr):
    right = "erin"

    def assert_done(self, cast: Cast, response: Any) -> None:
        said = text_of(response)
        assert "助理工程师" in said
        assert 'name="judgement"' not in said
        assert "/judge/" not in said


class TestOneClick(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.title = title_to_judge(cast)
        return reverse("skills:match_judge", args=[row_of(self.title.pk).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"judgement": "no", "reason": "专业不同"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        match = TitleMatch.objects.get()
        assert (match.title, match.matches, match.reason) == (self.title, False, "专业不同")
        assert match.judged_by == cast.users["alice"]
        assert not MatchToJudge.objects.exists()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not TitleMatch.objects.exists()


class TestManyAtOnce(PageAccess):
    method = "post"
    wrong = "erin"
    stranger = None  # what is not among one's rows is named as gone: see below

    def url(self, cast: Cast) -> str:
        occupation = OccupationFactory.create()
        self.rows = []
        for name in ("carol", "frank"):
            SpellFactory.create(worker=cast.worker(name), occupation=occupation)
            diploma = DiplomaFactory.create(worker=cast.worker(name), major_name="机械")
            self.rows.append(row_of(diploma.pk, FactKind.DIPLOMA))
        return reverse("skills:matches_judge")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        chosen = [row.pk for row in self.rows]
        asked = browser_of(cast.users["alice"]).get(reverse("skills:matches_judge"), {"row": chosen})
        return {"row": chosen, "judgement": "yes", "reason": "同类专业", "shown": asked.context["shown_mark"]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        judged = DiplomaMatch.objects.filter(matches=True, judged_by=cast.users["alice"], reason="同类专业")
        assert judged.count() == 2

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not DiplomaMatch.objects.exists()


@pytest.mark.django_db
def test_selection_that_changed_meanwhile_is_refused_by_name_and_nothing_judged(cast: Cast) -> None:
    first, second = title_to_judge(cast, "carol"), title_to_judge(cast, "frank")
    chosen = [row_of(first.pk).pk, row_of(second.pk).pk]
    alice, url = browser_of(cast.users["alice"]), reverse("skills:matches_judge")
    shown = alice.get(url, {"row": chosen}).context["shown_mark"]
    occupation = Occupation.objects.get(spells__worker=cast.worker("carol"))
    judge_title(first, occupation, actor=cast.user("ruth"), matches=False, now=first.created_at)
    refused = alice.post(url, {"row": chosen, "judgement": "yes", "shown": shown})
    assert refused.status_code == 409
    assert "高兰 C-carol: 助理工程师" in text_of(refused)
    assert TitleMatch.objects.get().matches is False


@pytest.mark.django_db
def test_rows_of_another_company_are_not_judged(cast: Cast) -> None:
    mine, others = title_to_judge(cast, "carol"), title_to_judge(cast, "ivan")
    chosen = [row_of(mine.pk).pk, row_of(others.pk).pk]
    alice, url = browser_of(cast.users["alice"]), reverse("skills:matches_judge")
    asked = alice.get(url, {"row": chosen})
    assert (len(asked.context["rows"]), asked.context["missing"]) == (1, 1)
    assert "易凡" not in text_of(asked)
    sent = {"row": chosen, "judgement": "yes", "shown": asked.context["shown_mark"]}
    assert alice.post(url, sent).status_code == 409
    assert not TitleMatch.objects.exists()


@pytest.mark.django_db
def test_what_waits_is_what_neither_table_nor_person_judged(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation, listed = OccupationFactory.create(), MajorFactory.create()
    SpellFactory.create(worker=carol, occupation=occupation)
    left = SpellFactory.create(worker=carol, until=date(2020, 1, 1))
    certified = OccupationFactory.create()
    GradeFactory.create(worker=carol, occupation=certified)
    OccupationMajorFactory.create(occupation=occupation, major=listed)
    DiplomaFactory.create(worker=carol, major=listed, major_name=listed.name)
    TitleFactory.create(worker=carol, voided_at="2026-01-01T00:00:00Z")
    assert left.occupation != certified
    assert names_in(cast, "alice") == [("高兰", certified.name)]


@pytest.mark.django_db
def test_general_schooling_has_no_major_to_judge(cast: Cast) -> None:
    SpellFactory.create(worker=cast.worker("carol"))
    DiplomaFactory.create(worker=cast.worker("carol"), kind=DiplomaKind.HIGH, major_name="")
    assert names_in(cast, "alice") == []


@pytest.mark.django_db
def test_major_whose_listing_ended_waits_again(cast: Cast) -> None:
    occupation, listed = OccupationFactory.create(), MajorFactory.create()
    SpellFactory.create(worker=cast.worker("carol"), occupation=occupation)
    OccupationMajorFactory.create(occupation=occupation, major=listed, valid_to=date(2020, 1, 1))
    DiplomaFactory.create(worker=cast.worker("carol"), major=listed, major_name=listed.name)
    assert names_in(cast, "alice") == [("高兰", occupation.name)]


@pytest.mark.django_db
def test_own_titles_are_not_on_ones_list(cast: Cast) -> None:
    title_to_judge(cast, "alice")
    assert names_in(cast, "alice") == []
    assert [name for name, _occupation in names_in(cast, "ruth")] == ["艾丽"]


@pytest.mark.django_db
def test_list_is_filtered_by_unit_kind_and_major(cast: Cast) -> None:
    title_to_judge(cast, "carol", speciality="机械制造")
    title_to_judge(cast, "dave", speciality="会计")
    assert [name for name, _ in names_in(cast, "alice", f"?unit={cast.workshop_a1.pk}")] == ["高兰"]
    assert [name for name, _ in names_in(cast, "alice", "?major=会计")] == ["戴维"]
    assert names_in(cast, "alice", "?kind=diploma") == []


@pytest.mark.django_db
def test_judgement_made_meanwhile_is_told_to_the_second(cast: Cast) -> None:
    title = title_to_judge(cast)
    url = reverse("skills:match_judge", args=[row_of(title.pk).pk])
    browser_of(cast.users["ruth"]).post(url, {"judgement": "yes"})
    sent = {"judgement": "no", "worker": "C-carol"}
    told = browser_of(cast.users["alice"]).post(url, sent, follow=True)
    assert "It waits no more" in text_of(told)
    assert TitleMatch.objects.get().matches is True


@pytest.mark.django_db
@pytest.mark.parametrize("worker", ["", "C-carol", "C-ivan"])
def test_row_of_another_company_is_answered_like_one_that_is_gone(cast: Cast, worker: str) -> None:
    """Else the numbers of the rows that wait elsewhere could be told from those of none."""
    row, bob = row_of(title_to_judge(cast).pk), browser_of(cast.users["bob"])
    there, gone = (
        bob.post(reverse("skills:match_judge", args=[pk]), {"judgement": "no", "worker": worker})
        for pk in (row.pk, row.pk + 1)
    )
    assert there.status_code == gone.status_code == (302 if worker == "C-ivan" else 404)
    assert MatchToJudge.objects.filter(pk=row.pk).exists()


class TestQueries(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse(LIST)

    def make_rows(self, cast: Cast, number: int) -> None:
        for _number in range(number):
            title_to_judge(cast)
