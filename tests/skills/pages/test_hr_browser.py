"""HR's pages in a real browser: a roster in, a request answered, with and without JavaScript, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from base.jobs import run_job
from base.models import WorkbookImport
from base.models.workbook import ImportState
from base.workbooks.reading import read_table
from skills.models import CorrectionRequest
from skills.queries.ladders import ladder_as_json, stored_ladders
from skills.roster.columns import COLUMNS
from tests.access import Cast, build_cast
from tests.factories.skills import CorrectionRequestFactory, StandingFactory
from tests.skills.pages.clients import browser_of
from tests.skills.roster.conftest import DATA, expected, ladders
from workforce.models import Worker
from workforce.services.units import ensure_units

__all__ = ["expected", "ladders"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORKER = reverse("skills:worker", args=["C-carol"])
PAGES = {
    "desk": reverse("portal:desk"),
    "people": reverse("skills:people"),
    "worker": WORKER,
    "history": f"{WORKER}?tab=history",
    "corrections": reverse("skills:corrections"),
    "imports": reverse("skills:imports"),
    "figures": reverse("skills:figures"),
}


@pytest.fixture
def company(transactional_db: None) -> Cast:
    """The cast, with somebody to look at."""
    cast = build_cast()
    CorrectionRequestFactory.create(worker=cast.worker("carol"), requested_by=cast.users["carol"])
    StandingFactory.create(worker=cast.worker("carol"), held_level=3, next_level=4)
    return cast


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, company: Cast) -> Iterator[Open]:
    """Open an address as one of the cast; what the browser complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_address(
        address: str, *, who: str = "ruth", width: int = 1280, language: str = "en", **options: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        contexts.append(context)
        session = browser_of(company.users[who]).cookies["sessionid"].value
        for name, value in {"sessionid": session, "language": language}.items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", PAGES)
def test_page_stays_within_a_phone(open_page: Open, name: str, language: str) -> None:
    page = open_page(PAGES[name], width=360, language=language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", PAGES)
def test_page_stays_within_a_desktop(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name], color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.fixture
def sample(company: Cast) -> Path:
    """The sample roster with the units it names, and the shipped catalogues."""
    call_command("load_catalogues", verbosity=0)
    path = DATA / "roster.xlsx"
    table = read_table(path.read_bytes(), name=path.name, columns=COLUMNS)
    paths = {(str(row.cells["unit"]), str(row.cells["workshop"])) for row in table.rows}
    ensure_units(actor=None, root=company.group, paths=[path for path in paths if path[0] != "不存在的公司"])
    return path


def do_job() -> WorkbookImport:
    """Do the latest import's job, as a background worker would."""
    batch = WorkbookImport.objects.latest("pk")
    run_job(batch.job_id or 0)
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_hr_imports_the_sample_roster(
    open_page: Open, sample: Path, expected: dict[str, Any], ladders: dict[str, Any], script: bool
) -> None:
    page = open_page(reverse("skills:imports"), java_script_enabled=script)
    page.set_input_files("input[type=file]", sample)
    page.get_by_role("button", name="Check the roster").click()
    expect(page).to_have_url(re.compile(r"/imports/\d+/$"))
    batch = do_job()
    page.goto(page.url)
    assert batch.counts["rejected"] == expected["rejected"]
    page.get_by_role("link", name=re.compile("^Rejected 13")).click()
    expect(page.get_by_text("13 rows")).to_be_visible()
    expect(page.get_by_role("link", name="Mend this row")).to_have_count(13)
    page.get_by_role("button", name="Confirm: 287 new, 0 changed").click()
    assert do_job().state == ImportState.COMMITTED
    page.goto(page.url)
    expect(page.locator(".page-actions").get_by_text("Written")).to_be_visible()
    workers = Worker.objects.filter(employee_no__in=list(ladders))
    day = WorkbookImport.objects.get().uploaded_at.date()
    assert {number: ladder_as_json(found) for number, found in stored_ladders(workers, today=day)} == ladders


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_request_is_sent_and_accepted(open_page: Open, company: Cast, script: bool) -> None:
    CorrectionRequest.objects.all().delete()
    ask = f"{reverse('skills:ask_correction')}?kind=personal"
    worker = open_page(ask, who="carol", width=390, java_script_enabled=script)
    worker.get_by_label("What is wrong, and why").fill("电话已换")
    worker.get_by_label("Phone").fill("13811112222")
    worker.get_by_role("button", name="Send to HR").click()
    request = CorrectionRequest.objects.get()
    clerk = open_page(reverse("portal:desk"), who="alice", java_script_enabled=script)
    clerk.get_by_role("link", name=re.compile("^高兰")).click()
    clerk.get_by_role("button", name="Accept and write").click()
    expect(clerk.get_by_text("Answered. The worker sees it at once.")).to_be_visible()
    request.refresh_from_db()
    assert (request.state, company.worker("carol").phone) == ("accepted", "13811112222")


def test_list_is_reached_by_keyboard(open_page: Open) -> None:
    page = open_page(reverse("skills:people"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("searchbox").fill("gaolan")
    expect(page.locator("[data-announce]")).to_have_text("1 row")
    page.get_by_role("link", name="高兰").press("Enter")
    expect(page).to_have_url(re.compile("/people/C-carol/$"))
