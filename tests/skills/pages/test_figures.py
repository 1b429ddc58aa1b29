"""The pyramid: whose figures one sees, and that every figure opens exactly its rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import StandingFactory
from tests.factories.workforce import UnitFactory, WorkerFactory
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import WorkerStatus

PAGE = "skills:figures"


class TestFigures(PageAccess):
    right = "dave"
    stranger = None  # HR of another company has figures of its own

    def url(self, cast: Cast) -> str:
        return reverse(PAGE)

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "甲公司" in page
        assert "乙公司" not in page
        main = page[page.index("<main") :]
        assert main.count("<form") == 1, "nothing to fill in but the day asked for"
        assert 'name="as_of"' in main


class TestFiguresOfOneUnit(PageAccess):
    right = "erin"

    def url(self, cast: Cast) -> str:
        return f"{reverse(PAGE)}?unit={cast.workshop_a1.pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.context["chosen"] == cast.workshop_a1


@pytest.mark.parametrize("unit", ["x", "-1", "9" * 30, "0"])
def test_unit_that_is_none_is_not_found(cast: Cast, unit: str) -> None:
    assert browser_of(cast.users["dave"]).get(reverse(PAGE), {"unit": unit}).status_code == 404


class TestQueries(QueryCount):
    viewer = "dave"
    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse(PAGE)

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            unit = UnitFactory.create(parent=cast.company_a)
            StandingFactory.create(worker=WorkerFactory.create(unit=unit))


@pytest.mark.parametrize("viewer", ["dave", "erin", "alice"])
def test_every_bar_opens_its_rows(cast: Cast, viewer: str) -> None:
    for level in (1, 3, 3, 4, 7):
        StandingFactory.create(worker=WorkerFactory.create(unit=cast.workshop_a1), held_level=level)
    gone = WorkerFactory.create(unit=cast.workshop_a1, status=WorkerStatus.LEFT)
    StandingFactory.create(worker=gone, held_level=3)
    StandingFactory.create(worker=cast.worker("carol"), occupation=None, held_level=1, held_since=None)
    client = browser_of(cast.users[viewer])
    bars = client.get(reverse(PAGE)).context["bars"]
    counted = {bar.number: 0 for bar in bars}
    for bar in bars:
        counted[bar.number] = len(client.get(bar.url).context["rows"])
    assert counted == {0: 0, 1: 1, 2: 2}


def test_figures_by_unit_open_their_rows(cast: Cast) -> None:
    for level in (1, 3, 4):
        StandingFactory.create(worker=WorkerFactory.create(unit=cast.workshop_a2), held_level=level)
    client = browser_of(cast.users["dave"])
    page = text_of(client.get(reverse(PAGE)))
    links = re.findall(rf'<a href="([^"]*unit={cast.workshop_a2.pk}[^"]*)">(\d+)</a>', page)
    shown = {int(number): len(client.get(url.replace("&amp;", "&")).context["rows"]) for url, number in links}
    assert shown == {3: 3, 2: 2, 1: 1}
