"""People of the cast in front of a browser: they click what they see, by its name, and read what it says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from base.dates import today
from base.enums import JobState
from base.jobs import run_job
from base.models import Job
from tests.access import Cast
from tests.skills.pages.clients import browser_of

#: A scan: the smallest file the sniffer takes for a picture.
SCAN = b"\x89PNG\r\n\x1a\n" + bytes(64)


class AtWork:
    """One of the cast with a page open. Whatever the browser complains about stands in `complaints`."""

    def __init__(self, context: BrowserContext, base_url: str, complaints: list[str]) -> None:
        self.page: Page = context.new_page()
        self.base_url = base_url
        self.page.on("console", lambda message: complaints.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: complaints.append(f"{self.page.url}: {error}"))
        self.start()

    def start(self) -> AtWork:
        """The first screen, from which everything is reached."""
        self.page.goto(self.base_url)
        return self

    def again(self) -> AtWork:
        """The same page once more, as after a job has been done."""
        self.page.goto(self.page.url)
        return self

    def menu(self, name: str) -> AtWork:
        """An entry of the menu at the left."""
        self.page.locator(".side-menu").get_by_role("link", name=name, exact=True).click()
        return self

    def account(self, name: str) -> AtWork:
        """An entry of the menu behind one's own name."""
        self.page.locator("details.account > summary").click()
        self.page.locator("details.account").get_by_role("link", name=name, exact=True).click()
        return self

    def link(self, name: str | re.Pattern[str], *, within: str = "main") -> AtWork:
        """The only link of that name; a menu that hides it is opened first."""
        exact = isinstance(name, str)
        link = self.page.locator(within).get_by_role("link", name=name, exact=exact, include_hidden=True)
        self.unfold(link)
        link.click()
        return self

    def press(self, name: str | re.Pattern[str], *, within: str = "main") -> AtWork:
        """The only button of that name."""
        exact = isinstance(name, str)
        button = self.page.locator(within).get_by_role("button", name=name, exact=exact, include_hidden=True)
        self.unfold(button)
        button.click()
        return self

    def unfold(self, wanted: Locator) -> None:
        """Open the folded part something stands in, as one does who looks for it."""
        expect(wanted).to_have_count(1)
        if not wanted.is_visible():
            wanted.locator("xpath=ancestor::details[not(@open)]").last.locator("> summary").click()

    def type(self, **values: Any) -> AtWork:
        """Fill the fields of the form: by field name; days as dates, choices by their value."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]:not([type=hidden])")
            if field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(str(value))
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif field.first.get_attribute("type") == "checkbox":
                field.set_checked(bool(value))
            elif isinstance(value, Path):
                field.set_input_files(value)
            else:
                field.fill(value.isoformat() if isinstance(value, date) else str(value))
        return self

    def tick(self, *labels: str) -> AtWork:
        """Tick the rows whose text holds each of these."""
        for label in labels:
            self.page.locator("tbody tr", has_text=label).locator("input[name=row]").check()
        return self

    def find(self, words: str) -> AtWork:
        """Search the list and wait for its answer."""
        self.page.get_by_role("searchbox").fill(words)
        self.page.get_by_role("searchbox").press("Enter")
        expect(self.page).to_have_url(re.compile("q="))
        return self

    def filter(self, name: str, value: Any) -> AtWork:
        """Set one of the filters of the list and wait for its answer."""
        fields = self.page.locator("details.more-filters")
        if not fields.locator(f"[name={name}]").is_visible():
            fields.locator("> summary").click()
        self.type(**{name: value})
        fields.locator(f"[name={name}]").blur()
        expect(self.page).to_have_url(re.compile(f"[?&]{name}={value}"))
        return self

    def reads(self, *texts: str) -> AtWork:
        """All of this stands on the page."""
        for text in texts:
            expect(self.page.locator("main").get_by_text(text).first).to_be_visible()
        return self

    def does_not_read(self, *texts: str) -> AtWork:
        """None of this stands on the page."""
        for text in texts:
            expect(self.page.locator("main").get_by_text(text)).to_have_count(0)
        return self

    def worker(self, name: str) -> AtWork:
        """Somebody's page, through the menu and the people list."""
        return self.menu("People").find(name).link(name)


class Office:
    """The cast, the server and the browser together."""

    def __init__(self, browser: Browser, base_url: str, cast: Cast) -> None:
        self.browser, self.base_url, self.cast = browser, base_url, cast
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.today = today()

    def sits_down(self, name: str, **options: Any) -> AtWork:
        """One of the cast, signed in, on the first screen."""
        context = self._window(**options)
        session = browser_of(self.cast.user(name)).cookies["sessionid"].value
        for key, value in {"sessionid": session, "language": "en"}.items():
            context.add_cookies([{"name": key, "value": value, "url": self.base_url}])
        return AtWork(context, self.base_url, self.complaints)

    def comes_in(self) -> AtWork:
        """Somebody not signed in, before the login page."""
        context = self._window()
        context.add_cookies([{"name": "language", "value": "en", "url": self.base_url}])
        return AtWork(context, self.base_url, self.complaints)

    def _window(self, **options: Any) -> BrowserContext:
        context = self.browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(8000)
        self.contexts.append(context)
        return context

    def does_not_open(self, name: str, page: Page, *, status: int = 404) -> None:
        """Another person is refused on the very address that stands in the browser."""
        address = page.url.removeprefix(self.base_url)
        assert browser_of(self.cast.user(name)).get(address).status_code == status, address

    def opens(self, name: str, page: Page) -> None:
        """Another person reads the very address that stands in the browser."""
        address = page.url.removeprefix(self.base_url)
        assert browser_of(self.cast.user(name)).get(address).status_code == 200, address

    def close(self) -> None:
        """Close every window. What a browser complained about, refusals apart, is a defect.

        What the windows last showed is printed: pytest shows it where a story failed.
        """
        for context in self.contexts:
            for page in context.pages:
                print(page.url, page.locator("main").inner_text(), sep="\n")  # noqa: T201
            context.close()
        troubles = [text for text in self.complaints if "status of 4" not in text]
        if troubles:
            pytest.fail("\n".join(troubles))


def do_jobs() -> None:
    """Do what waits in the queues, as the background workers would."""
    while job := Job.objects.filter(state=JobState.QUEUED).order_by("pk").first():
        run_job(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.SUCCEEDED, job.error
