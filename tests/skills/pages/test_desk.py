"""工作台: what waits for HR, which grades open soon, one's own imports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from base.dates import today
from skills.menu import CARD_ROWS
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import CorrectionRequestFactory, StandingFactory
from tests.factories.workforce import WorkerFactory, account_of
from tests.skills.pages.clients import browser_of, text_of

DESK = reverse("portal:desk")


class TestDesk(PageAccess):
    wrong = "dave"
    stranger = None  # HR of every company has a desk

    def url(self, cast: Cast) -> str:
        for name in ("carol", "ivan"):
            CorrectionRequestFactory.create(worker=cast.worker(name), requested_by=cast.users[name])
        return DESK

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "高兰 · " in page
        assert "易凡" not in page
        assert '<span class="chip-count">1</span>' in page


class TestQueries(QueryCount):
    queries = 13

    def url(self, cast: Cast) -> str:
        return DESK

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(CARD_ROWS + number):  # a card that is not full looks for people without a day
            worker = WorkerFactory.create(unit=cast.workshop_a1)
            CorrectionRequestFactory.create(worker=worker, requested_by=account_of(worker))
            StandingFactory.create(worker=worker, next_level=4, next_on=today())


def test_month_opens_the_people_it_counts(cast: Cast) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_level=4, next_on=today())
    StandingFactory.create(worker=cast.worker("ivan"), next_level=4, next_on=today())
    client = browser_of(cast.users["alice"])
    page = text_of(client.get(DESK))
    first = today().replace(day=1).isoformat()
    url = (
        page[page.index(f"{reverse('skills:people')}?opens_after={first}") :]
        .split('"')[0]
        .replace("&amp;", "&")
    )
    assert '<span class="figure">1</span> <span>this month</span>' in page
    assert [line.row.name for line in client.get(url).context["rows"]] == ["高兰"]


def test_own_request_is_not_on_the_own_desk(cast: Cast) -> None:
    CorrectionRequestFactory.create(worker=cast.worker("alice"), requested_by=cast.users["alice"])
    assert "All caught up" in browser_of(cast.users["alice"]).get(DESK).content.decode()
