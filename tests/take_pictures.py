"""The pictures of the documents: ``python -m tests.take_pictures URL [FOLDER]``, for ``./dev pictures``.

Some pages show only what was done before, so the photographer does it in the demo system: a telephone number
changed, a version of the rules drafted and measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from seeds.demo.accounts import DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
ROSTER = ROOT / "tests" / "skills" / "data" / "roster.xlsx"
WORKER, HR = "BY100009", "BY100001"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 844}
WAIT_SECONDS = 120
PAST_DAY = "2024-06-30"


def main() -> int:
    """Take every picture; 1 without a browser."""
    django.setup()
    from tests.conftest import (  # brings models with it, so the apps are loaded first
        HOW_TO_GET_ONE,
        NO_BROWSER,
        OFFLINE,
        find_browser,
    )

    parser = argparse.ArgumentParser(prog="./dev pictures")
    parser.add_argument("url")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    browser_path = find_browser()
    if browser_path is None:
        sys.stderr.write(f"{NO_BROWSER}. {HOW_TO_GET_ONE}\n")
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=[*OFFLINE, *sandbox])
        Photographer(
            _sign_in(browser, options.url, WORKER, phone=True), options.url, options.folder
        ).my_growth()
        hr = Photographer(_sign_in(browser, options.url, HR), options.url, options.folder)
        hr.lists()
        hr.one_worker()
        hr.duplicates()
        hr.figures()
        hr.reminders()
        hr.access()
        hr.policy()
        hr.import_clinic()
        browser.close()
    return 0


def _sign_in(browser: Browser, url: str, login: str, *, phone: bool = False) -> Page:
    """The first page of a demo account."""
    size = PHONE if phone else DESKTOP
    page = browser.new_page(
        viewport={"width": size["width"], "height": size["height"]}, locale="zh-CN", color_scheme="light"
    )
    page.goto(f"{url}/workforce/demo/")
    page.click(f"button[name=login][value={login}]")
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    return page


class Photographer:
    """One person's browser, and where the pictures go."""

    def __init__(self, page: Page, url: str, folder: Path) -> None:
        self.page, self.url, self.folder = page, url, folder

    def _open(self, address: str) -> None:
        """Go there. Raises AssertionError when the page is not answered."""
        answer = self.page.goto(self.url + address)
        if answer is None or not answer.ok:
            raise AssertionError(f"{address}: {answer.status if answer else 'no answer'}")

    def _take(self, name: str) -> None:
        self.page.screenshot(path=self.folder / f"{name}.png")

    def _picture(self, name: str, address: str) -> None:
        self._open(address)
        self._take(name)

    def _press(self, selector: str) -> None:
        """Press a button and wait for the next page."""
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def _wait_for_job(self) -> None:
        """Until the page shows no progress any more."""
        address, deadline = self.page.url, time.monotonic() + WAIT_SECONDS
        while self.page.locator(".job-progress").count() and time.monotonic() < deadline:
            time.sleep(1)
            self.page.goto(address)

    def my_growth(self) -> None:
        """What a worker sees on a phone."""
        self._picture("my-growth", "/skills/me/")

    def lists(self) -> None:
        """The people list: by date, with chosen columns and ticked rows, and as of a past day."""
        self._picture("people", "/skills/people/?opens_within=6&sort=opens")
        columns = "number,name,unit,post,occupation,level,opens,status"
        self._open(f"/skills/people/?columns={columns}&sort=opens")
        for position in range(3):
            self.page.locator("input[name=row]").nth(position).check()
        self._take("people-chosen")
        self._open(f"/skills/people/?columns={columns}")
        self.page.locator("details:has(input[name=pick_columns]) > summary").click()
        self._take("people-columns")
        self._picture("people-past-day", f"/skills/people/?as_of={PAST_DAY}&sort=opens")

    def one_worker(self) -> None:
        """An act with a worker, and the history after a change."""
        self._picture("transfer", f"/workforce/workers/{WORKER}/transfer/")
        self._open(f"/workforce/workers/{WORKER}/details/?next=/skills/people/{WORKER}/")
        self.page.fill("main [name=phone]", "13800001234")
        self.page.fill("main [name=reason]", "本人换号")
        self._press("main form .form-actions button[type=submit]")
        self._picture("history", f"/skills/people/{WORKER}/?tab=history&what=details")

    def duplicates(self) -> None:
        """The person the demo system knows twice: found, and the two records side by side."""
        self._picture("duplicates", "/skills/people/duplicates/")
        self._press("main a[href*='/merge/']")
        self._take("merge")

    def figures(self) -> None:
        """Levels, the years, targets."""
        self._picture("figures", "/skills/figures/")
        self._picture("figures-years", "/skills/figures/years/")
        self._picture("targets", "/skills/figures/targets/")

    def reminders(self) -> None:
        """The inbox, the rules, whom one tells tomorrow, what was told, the calendar, the clock."""
        self._picture("inbox", "/notices/")
        self._picture("reminder-rules", "/notices/sent/rules/")
        self._picture("reminder-rule", "/notices/sent/rules/skills.grade_opens/")
        self._picture("told", "/notices/sent/")
        self._picture("working-calendar", "/workforce/calendar/")
        self._picture("schedules", "/schedules/")

    def access(self) -> None:
        """The second factor being set up, what is kept how long, and who sees which field."""
        self._open("/accounts/second-factor/totp/activate/")
        if self.page.locator("[name=password]").count():  # is it still this person?
            self.page.fill("[name=password]", DEMO_PASSWORD)
            self.page.press("[name=password]", "Enter")
            self.page.wait_for_url("**/totp/activate/")
        self._take("second-factor")
        self._picture("data-protection", "/skills/retention/")
        self._picture("fields", "/workforce/roles/fields/")

    def policy(self) -> None:
        """A version with one route made easier, and whom that would move."""
        self._open("/skills/policies/changes/new/version/?rule_set=R2023")
        day = date.today() + timedelta(days=30)  # noqa: DTZ011 (a day ahead, whatever the zone)
        self.page.fill("main [name=effective_on]", day.isoformat())
        self.page.fill("main [name=document]", "国家职业标准编制技术规程（修订稿）")
        self.page.fill("main [name=reason]", "国家修订")
        self._press("main form .form-actions button[type=submit]")
        change = self.page.url.removeprefix(self.url)
        self._open(f"{change}routes/R23-4-2/")
        self.page.locator("main [name$=years]").last.fill("2")
        self._press("main form button[type=submit]:not([name])")
        self._press("button[form=measure]")
        self._open(change)
        self._wait_for_job()
        self._take("policy-change")
        self._picture("policy-impact", f"{change}impact/")

    def import_clinic(self) -> None:
        """Hand in the sample roster and wait until every row is checked."""
        self._open("/skills/imports/")
        self.page.set_input_files("input[type=file]", ROSTER)
        self._press("main form[enctype] button[type=submit]")
        self.page.wait_for_url("**/imports/*/")
        address = self.page.url.removeprefix(self.url)
        self._wait_for_job()
        self._picture("import-clinic", f"{address}?verdict=rejected")


if __name__ == "__main__":
    raise SystemExit(main())
