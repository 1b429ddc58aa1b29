"""Passkeys in a real browser with a virtual authenticator, under the pages' own security policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.access import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "gute-Stufe-1949"


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, cast: Cast, settings: Settings) -> Iterator[Page]:
    """A browser whose device always says yes, for alice, who must have a second factor."""
    settings.MFA_REQUIRED = True
    alice = cast.users["alice"]
    alice.set_password(PASSWORD)
    alice.save()
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 800})
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    protocol = context.new_cdp_session(opened)
    protocol.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield opened
    context.close()
    assert complaints == []


def address(live_server: LiveServer, path: str) -> str:
    """By name: an address of figures cannot own a passkey."""
    return re.sub(r"//[^:/]+", "//localhost", live_server.url) + path


def type_password(page: Page, live_server: LiveServer) -> None:
    """Sign in as far as the password reaches."""
    page.goto(address(live_server, "/accounts/login/"))
    page.fill("[name=login]", "C-alice")
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit].btn-primary")


def sign_out(page: Page, live_server: LiveServer) -> None:
    """Sign out."""
    page.goto(address(live_server, "/accounts/logout/"))
    page.click(".plain-card button.btn-primary")


def test_passkey_is_added_asked_for_and_opens_alone(page: Page, live_server: LiveServer, cast: Cast) -> None:
    type_password(page, live_server)
    expect(page).to_have_url(re.compile("/accounts/second-factor/$"))
    page.click("a[href$='/webauthn/add/']")
    page.click("#passkey_add")
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    href = page.get_attribute("a[download]", "href") or ""
    assert href.startswith("data:text/plain")
    assert page.locator(".recovery-codes li").first.inner_text().strip() in href
    assert Authenticator.objects.filter(user=cast.users["alice"], type="webauthn").count() == 1

    sign_out(page, live_server)
    type_password(page, live_server)
    expect(page).to_have_url(re.compile("/authenticate/$"))
    page.click("#passkey_use")
    expect(page).not_to_have_url(re.compile("/accounts/"))

    sign_out(page, live_server)
    page.click("#passkey_login")
    expect(page).not_to_have_url(re.compile("/accounts/"))


def test_passkey_of_a_closed_account_opens_nothing(page: Page, live_server: LiveServer, cast: Cast) -> None:
    type_password(page, live_server)
    page.goto(address(live_server, "/accounts/second-factor/webauthn/add/"))
    page.click("#passkey_add")
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    sign_out(page, live_server)
    type(cast.users["alice"]).objects.filter(pk=cast.users["alice"].pk).update(is_active=False)
    page.goto(address(live_server, "/accounts/login/"))
    page.click("#passkey_login")
    expect(page).to_have_url(re.compile("/accounts/inactive/$"))
    page.goto(address(live_server, "/workforce/account/"))
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_cancelled_passkey_is_said_on_the_page(page: Page, live_server: LiveServer) -> None:
    page.goto(address(live_server, "/accounts/login/"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')) }")
    page.click("#passkey_login")
    expect(page.locator("#passkey-failed")).to_be_visible()
