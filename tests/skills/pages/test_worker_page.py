"""The page of one worker: by role what it shows, what it leaves out, what it costs; reading an id number."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
    occupation_with_rules,
)
from tests.skills.pages.clients import browser_of, text_of
from tests.workforce.id_number_samples import make_id_number
from workforce.models import IdNumberReading, Worker
from workforce.services.id_numbers import parse_id_number

BORN = date(1985, 6, 1)
NUMBER = make_id_number(BORN, 7)
PAGE = reverse("skills:worker", args=["C-carol"])
READ = reverse("skills:worker_id_number", args=["C-carol"])


@pytest.fixture
def carol(cast: Cast) -> Worker:
    """A worker whose record holds everything that could leak."""
    parsed = parse_id_number(NUMBER)
    carol = cast.worker("carol")
    carol.id_number, carol.id_number_index, carol.id_number_mask = NUMBER, parsed.index, parsed.mask
    carol.birth_date, carol.phone, carol.remark = BORN, "13987654321", "家属在外地"
    carol.save()
    WageFactory.create(worker=carol, amount=Decimal("7654.32"))
    DiplomaFactory.create(worker=carol, school="西北技校")
    return carol


class TestWorkerPage(PageAccess):
    wrong = None  # who has the worker in scope may read the page

    def url(self, cast: Cast) -> str:
        return PAGE

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.context["object"] == cast.worker("carol")
        assert reverse("workforce:worker_transfer", args=["C-carol"]) in response.content.decode()


LEAKS = {
    "wage": "7,654.32",
    "birth": BORN.isoformat(),
    "mask": NUMBER[-4:],
    "phone": "13987654321",
    "remark": "家属在外地",
    "diploma": "西北技校",
}
#: What each reader sees of it (workforce.fields).
SEEN = {
    "alice": {"wage", "birth", "mask", "phone", "remark", "diploma"},
    "carol": {"wage", "birth", "mask", "phone", "diploma"},
    "dave": {"phone", "diploma"},
    "erin": {"wage", "birth", "mask", "remark", "diploma"},
    "frank": {"phone", "diploma"},
    "heidi": {"wage"},
}


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("tab", ["", "documents", "history"])
def test_page_shows_the_fields_of_the_role(cast: Cast, carol: Worker, name: str, tab: str) -> None:
    carol.phone = "13987654321"
    page = browser_of(cast.users[name]).get(PAGE, {"tab": tab}).content.decode()
    seen = {field for field, text in LEAKS.items() if text in page}
    hidden_by_tab = {"diploma"} if tab == "documents" else set()
    assert seen - SEEN[name] == set()
    assert SEEN[name] - seen <= hidden_by_tab
    assert NUMBER not in page


@pytest.mark.parametrize("name", ["dave", "erin", "frank", "heidi", "carol"])
def test_readers_are_offered_no_writing(cast: Cast, carol: Worker, name: str) -> None:
    page = browser_of(cast.users[name]).get(PAGE).content.decode()
    main = page[page.index("<main") :]
    assert 'method="post"' not in main  # one may still ask for another day
    assert reverse("workforce:worker_transfer", args=["C-carol"]) not in page


def test_header_says_what_is_missing_for_the_next_level(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation = occupation_with_rules(name="测试工")
    SpellFactory.create(worker=carol, occupation=occupation, since=date(2019, 1, 1), until=date(2021, 1, 1))
    GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2020, 1, 1))
    refresh_eligibility([carol.pk], today=today())
    page = text_of(browser_of(cast.users["alice"]).get(PAGE))
    assert '<span class="standing-level">Junior worker</span> <span>测试工</span>' in page
    assert '<span class="state state-yellow">no date yet</span>' in page
    assert "of work still missing" in page, page[page.index("no date yet") :][:300]


def test_header_says_when_the_next_level_opens(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation = occupation_with_rules()
    begun = today() - timedelta(days=4 * 365)
    SpellFactory.create(worker=carol, occupation=occupation, since=begun)
    GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=begun + timedelta(days=1))
    refresh_eligibility([carol.pk], today=today())
    page = text_of(browser_of(cast.users["alice"]).get(PAGE))
    assert f"opens on {begun.replace(year=begun.year + 5).isoformat()}, " in page
    assert reverse("skills:worker_ladder", args=["C-carol"]) in page


def test_timeline_shows_one_kind_when_asked(cast: Cast, carol: Worker) -> None:
    TitleFactory.create(worker=carol, name="工程师")
    client = browser_of(cast.users["alice"])
    everything, titles = (
        client.get(PAGE).content.decode(),
        client.get(PAGE, {"kind": "title"}).content.decode(),
    )
    assert "西北技校" in everything
    assert "工程师" in everything
    assert "西北技校" not in titles
    assert "工程师" in titles


def test_unknown_kind_and_tab_show_everything(cast: Cast, carol: Worker) -> None:
    page = browser_of(cast.users["alice"]).get(PAGE, {"kind": "nothing", "tab": "nothing"})
    assert len(page.context["entries"]) == len(page.context["record"].entries)


class TestIdNumberRead(PageAccess):
    method = "post"
    wrong = "erin"  # auditors see the mask alone

    def url(self, cast: Cast) -> str:
        carol = cast.worker("carol")
        parsed = parse_id_number(NUMBER)
        carol.id_number, carol.id_number_index, carol.id_number_mask = NUMBER, parsed.index, parsed.mask
        carol.save()
        return READ

    def data(self, cast: Cast) -> dict[str, str]:
        return {"reason": "办理社保"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert NUMBER in response.content.decode()
        assert response.headers["Cache-Control"] == "no-store"
        reading = IdNumberReading.objects.get()
        assert (reading.reader, reading.reason) == (cast.users["alice"], "办理社保")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not IdNumberReading.objects.exists()


def test_id_number_is_not_shown_without_a_reason(cast: Cast, carol: Worker) -> None:
    response = browser_of(cast.users["alice"]).post(READ, {"reason": " "}, follow=True)
    assert NUMBER not in response.content.decode()
    assert "Say what the number is needed for." in response.content.decode()
    assert not IdNumberReading.objects.exists()


def test_reading_has_no_address_to_follow(cast: Cast, carol: Worker) -> None:
    assert browser_of(cast.users["alice"]).get(READ).status_code == 405


@pytest.mark.parametrize(
    ("name", "sees"), [("alice", True), ("carol", True), ("erin", True), ("dave", False)]
)
def test_who_read_the_id_number_is_shown(cast: Cast, carol: Worker, name: str, sees: bool) -> None:
    IdNumberReading.objects.create(
        worker=carol, reader=cast.users["ruth"], reason="核对<b>社保</b>", read_at=timezone.now()
    )
    page = browser_of(cast.users[name]).get(PAGE).content.decode()
    assert ("核对&lt;b&gt;社保&lt;/b&gt;" in page) == sees
    assert "<b>社保" not in page


class TestQueries(QueryCount):
    queries = 13

    def url(self, cast: Cast) -> str:
        return PAGE

    def make_rows(self, cast: Cast, number: int) -> None:
        carol = cast.worker("carol")
        occupation = occupation_with_rules()
        for month in range(number):
            SpellFactory.create(worker=carol, occupation=occupation)
            TitleFactory.create(worker=carol, name=f"工程师{month}")
            GradeFactory.create(worker=carol)
            DiplomaFactory.create(worker=carol, major_name=f"专业{month}")
            WageFactory.create(worker=carol, month=date(2020 + month // 12, month % 12 + 1, 1))
            CorrectionRequestFactory.create(worker=carol, requested_by=cast.users["carol"])
            IdNumberReading.objects.create(
                worker=carol, reader=cast.users["alice"], reason="核对", read_at=timezone.now()
            )
        refresh_eligibility([carol.pk], today=today())
