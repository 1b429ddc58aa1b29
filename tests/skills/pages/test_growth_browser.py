"""我的成长 and 试算 in a real browser: on a phone, within the policy, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from base.dates import today
from skills.models import CorrectionRequest, EmploymentSpell, OccupationAlias
from skills.services.refresh_eligibility import refresh_eligibility
from tests.factories.skills import GradeFactory, SpellFactory
from tests.factories.workforce import WorkerFactory, account_of
from workforce.models import Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
PHONE = 390


@pytest.fixture
def fitter(transactional_db: None) -> Worker:
    """A fitter since 2015 with an account and a certificate of level 2."""
    call_command("load_catalogues", verbosity=0)
    occupation = OccupationAlias.objects.select_related("occupation").get(name="钳工").occupation
    worker: Worker = WorkerFactory.create(name="高兰")
    account_of(worker)
    SpellFactory.create(worker=worker, occupation=occupation, since=date(2015, 7, 1))
    GradeFactory.create(worker=worker, occupation=occupation, level=2, issued_on=date(2024, 6, 1))
    refresh_eligibility([worker.pk], today=today())
    return worker


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, fitter: Worker) -> Iterator[Open]:
    """Open an address as the fitter, in English; what the browser complains about fails the test."""
    complaints: list[str] = []
    client = Client()
    client.force_login(fitter.account, backend="workforce.accounts.AccountBackend")
    cookies = {"sessionid": client.cookies["sessionid"].value, "language": "en"}
    contexts = []

    def open_address(address: str, width: int = PHONE, *, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script)
        contexts.append(context)
        for name, value in cookies.items():
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert complaints == []


def assert_fits(page: Page, width: int) -> None:
    """Nothing reaches beyond the screen, even with everything unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["skills:my_growth", "skills:what_if"])
@pytest.mark.parametrize("width", [360, 1280])
def test_page_stays_within_the_screen(open_page: Open, name: str, width: int) -> None:
    page = open_page(reverse(name) + "?mine=1", width)
    expect(page.locator(".staircase")).to_be_visible()
    assert_fits(page, width)


@pytest.mark.parametrize("script", [True, False])
def test_worker_opens_a_route_and_files_a_correction(open_page: Open, script: bool) -> None:
    page = open_page(reverse("skills:my_growth"), script=script)
    expect(page.locator(".next-date")).to_contain_text("2020-07-01")
    folded = page.locator(".next-step details.route:not([open])").first
    folded.locator("summary").click()
    expect(page.locator(".next-step details.route[open]")).to_have_count(2)
    page.locator(".happenings li", has_text="Works as").get_by_role("link").first.click()
    page.get_by_label(re.compile("What is wrong, and why")).fill("I began a year earlier.")
    page.locator("#id_since").fill("2014-07-01")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".page-messages .alert-success")).to_be_visible()
    request = CorrectionRequest.objects.get()
    assert (request.fact_kind, request.fact_id) == ("spell", EmploymentSpell.objects.get().pk)
    assert request.proposed["since"] == "2014-07-01"
    page.goto(page.url.split("/skills/")[0] + reverse("skills:my_growth"))
    expect(page.locator("#requests")).to_contain_text("waits for HR since today")


@pytest.mark.parametrize("script", [True, False])
def test_what_if_starts_from_the_own_record_and_takes_one_more(open_page: Open, script: bool) -> None:
    page = open_page(reverse("skills:what_if"), script=script)
    page.get_by_role("link", name="Start from my own record").click()
    expect(page.locator(".next-level")).to_contain_text("Intermediate worker")
    row = page.locator("#id_certificates-1-level")
    row.select_option("3")
    page.locator("#id_certificates-1-issued").fill("2024-07-01")
    page.get_by_role("button", name="Reckon").click()
    expect(page.locator(".next-level")).to_contain_text("Senior worker")
    expect(page.locator(".next-date")).to_contain_text("2025-07-01")
    expect(page.locator("#id_certificates-2-level")).to_be_visible()
