"""The inbox in a real browser: on a phone, within the policy, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from notices.enums import Ending
from notices.inbox_groups import SIDE_BY_SIDE
from notices.models import CalendarLink, PersonSettings, Reminder
from skills.models import CorrectionRequest
from tests.access import Cast, build_cast
from tests.factories.skills import CorrectionRequestFactory
from tests.notices.rows import a_notice, a_todo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
INBOX = reverse("notices:inbox")
PHONE = 360


@pytest.fixture
def company(transactional_db: None) -> Cast:
    """alice has a to-do and many of one rule, carol two notices."""
    cast = build_cast()
    alice, carol = cast.users["alice"], cast.worker("carol")
    request = CorrectionRequestFactory.create(worker=carol, requested_by=cast.users["carol"])
    a_todo(alice, about=carol, subject_id=request.pk)
    for _unused in range(SIDE_BY_SIDE + 1):
        a_todo(alice, about=carol, days=-1)
    a_notice(cast.users["carol"])
    a_notice(cast.users["carol"], days=1)
    return cast


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, company: Cast) -> Iterator[Open]:
    """Open an address as one of the cast, in English; what the browser complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_address(name: str, address: str, width: int = PHONE, *, script: bool = True) -> Page:
        client = Client()
        client.force_login(company.users[name], backend="workforce.accounts.AccountBackend")
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        for cookie, value in {"sessionid": client.cookies["sessionid"].value, "language": "en"}.items():
            context.add_cookies([{"name": cookie, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", ["alice", "carol"])
@pytest.mark.parametrize("address", [INBOX, reverse("notices:settings"), reverse("notices:all")])
@pytest.mark.parametrize("width", [PHONE, 1280])
def test_page_stays_within_the_screen(open_page: Open, name: str, address: str, width: int) -> None:
    page = open_page(name, address, width)
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False])
def test_worker_reads_one_notice_and_puts_both_away(open_page: Open, script: bool) -> None:
    page = open_page("carol", INBOX, script=script)
    number = page.locator(".top-number")
    expect(number).to_have_text("2")
    page.get_by_role("link", name="You may apply for").first.click()
    expect(page).to_have_url(page.url.split("/skills/")[0] + reverse("skills:my_growth"))
    page.locator(".top-link").click()
    expect(number).to_have_text("1")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Put away the ticked").click()
    expect(page.locator(".alert-success")).to_contain_text("2 notices are put away.")
    expect(page.get_by_text("No notices")).to_be_visible()
    expect(number).to_be_hidden()
    page.get_by_text("Ended in the last two weeks").click()
    expect(page.locator(".inbox-ended li")).to_have_count(2)
    assert set(Reminder.objects.filter(kind="notice").values_list("ended_as", flat=True)) == {
        Ending.DISMISSED
    }


def test_number_comes_by_itself(open_page: Open) -> None:
    """A page that does not know it asks for it."""
    page = open_page("carol", reverse("workforce:account"))
    expect(page.locator(".top-number")).to_have_text("2")


def test_officer_unfolds_many_and_follows_the_one_link(open_page: Open) -> None:
    page = open_page("alice", INBOX)
    folded = page.locator(".inbox-group")
    expect(folded.locator("li").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("li")).to_have_count(SIDE_BY_SIDE + 1)
    page.locator(".inbox-list").last.get_by_role("link", name="Correction requested by 高兰").click()
    request = CorrectionRequest.objects.get()
    expect(page).to_have_url(page.url.split("/skills/")[0] + reverse("skills:correction", args=[request.pk]))


@pytest.mark.parametrize("script", [True, False])
def test_worker_sets_quiet_hours_and_gets_a_calendar_link(open_page: Open, script: bool) -> None:
    page = open_page("carol", reverse("notices:settings"), script=script)
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_label("The next level opens").select_option("inbox_only")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".alert-success")).to_contain_text("Saved.")
    assert PersonSettings.objects.get().quiet_until == time(7)
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link").input_value()
    assert "BEGIN:VCALENDAR" in page.request.get(address).text()
    page.get_by_role("link", name="I have kept it").click()
    page.get_by_role("link", name="Switch it off").click()
    page.locator("dialog[open] .btn-danger" if script else "main .btn-danger").click()
    expect(page.locator(".alert-success")).to_contain_text("switched off")
    assert CalendarLink.objects.get().revoked_at is not None
    assert page.request.get(address).status == 404
