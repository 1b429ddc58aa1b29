"""The pages in a real browser: within the screen, within the security policy, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from base.menu import MenuEntry, TopLink, registry

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.base.page_urls"),
    pytest.mark.django_db(transaction=True),
]

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    entries = [
        MenuEntry("Everything", "everything", lambda _user: True, 1, "stairs"),
        MenuEntry("Accounts", "accounts", lambda _user: True, 2, "people"),
    ]
    monkeypatch.setattr(registry, "entries", entries)
    bell = TopLink("Inbox", "accounts", "undo", "bell", lambda _request: "99+", lambda _user: True)
    monkeypatch.setattr(registry, "top_links", [bell])


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Open an address as a person who is logged in; what the browser complains about fails the test."""
    complaints: list[str] = []
    user = get_user_model().objects.create_user("alice")
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    english = {"name": "language", "value": "en", "url": live_server.url}
    contexts = []

    def open_address(address: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.add_cookies([cookie, english])  # type: ignore[list-item]
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_page_stays_within_the_screen(open_page: Open, width: int, scheme: str) -> None:
    page = open_page("/everything/", width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(245, 245, 243)"
    assert light == (scheme == "light")


def test_phone_menu_opens_without_javascript(open_page: Open) -> None:
    page = open_page("/everything/", 360, java_script_enabled=False)
    expect(page.locator(".side-menu")).to_be_hidden()
    page.locator(".phone-menu summary").click()
    page.locator(".phone-menu a", has_text="Accounts").click()
    expect(page).to_have_url(re.compile("/accounts/$"))


def test_confirmation_is_a_dialog_with_javascript(open_page: Open) -> None:
    page = open_page("/everything/")
    page.get_by_role("link", name="Undo").click()
    dialog = page.get_by_role("dialog", name="Undo the import?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=re.compile("Cancel|取消")).click()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile("/everything/$"))


def test_confirmation_is_a_page_without_javascript(open_page: Open) -> None:
    page = open_page("/everything/", java_script_enabled=False)
    page.get_by_role("link", name="Undo").click()
    expect(page.locator(".question")).to_have_text("Undo the import?")
    page.locator("main").get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("/everything/$"))
    expect(page.locator(".page-messages .alert-success")).to_be_visible()


def test_typing_searches_the_list_and_keeps_the_place(open_page: Open) -> None:
    for number in range(12):
        get_user_model().objects.create_user(f"worker{number:02}")
    page = open_page("/accounts/")
    page.locator("#id_q").press_sequentially("worker1")
    expect(page).to_have_url(re.compile(r"q=worker1"))
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#id_q")).to_be_focused()
    expect(page.locator("#announcement")).to_have_text(re.compile("2"))
    page.locator("#id_q").fill("")
    expect(page.locator("tbody tr")).to_have_count(10)
    page.locator(".pager a").last.click()
    expect(page).to_have_url(re.compile(r"cursor=last"))
    expect(page.locator("tbody tr").last).to_contain_text("worker11")


def test_skip_link_is_the_first_stop_of_the_keyboard(open_page: Open) -> None:
    page = open_page("/everything/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
