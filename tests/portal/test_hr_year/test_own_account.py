"""The second factor, the places one is signed in, and the keys of programs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect
from rest_framework.test import APIClient

from tests.portal.test_hr_year.people_at_work import AtWork, Office
from tests.workforce.test_second_factor import PASSWORD, code_of, give_password
from workforce.models import ApiToken, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_second_factor_is_set_up_asked_for_and_other_places_are_ended(office: Office) -> None:
    give_password(office.cast.users["alice"])
    other = office.sits_down("alice")
    alice = office.comes_in().type(login="C-alice", password=PASSWORD).press("Sign in", within="body")
    alice.account("My account").link("Second factor").link("Set up an app")
    secret = alice.page.locator("#secret").input_value()
    alice.type(code=code_of(secret)).press("Confirm")
    expect(alice.page.locator("code")).to_have_count(10)
    assert Authenticator.objects.filter(user=office.cast.users["alice"], type="totp").exists()
    alice.account("My account").reads("A second factor is set up.").link("Where I am signed in")
    alice.press("Sign out everywhere else").reads("You are signed out everywhere else.")
    other.again()
    expect(other.page).to_have_url(re.compile("login"))
    phone = office.comes_in().type(login="C-alice", password=PASSWORD).press("Sign in", within="body")
    phone.type(code=code_of(secret, 1)).press(re.compile("Sign in|Confirm"), within="body")
    phone.menu("People").reads("高兰")


def asks(key: str, number: str) -> Any:
    """What a program with this key is answered about a worker."""
    client = APIClient(headers={"authorization": f"Token {key}"})
    return client.get(f"/api/v1/skills/workers/{number}")


def makes_a_token(person: AtWork, label: str) -> str:
    """Fill the form; the key as the page shows it once."""
    person.link("New API token")
    person.page.get_by_role("checkbox").first.check()
    person.type(label=label, days="30").press("Make the token")
    key = person.page.get_by_label("Token", exact=True).input_value()
    person.link("I have kept it").reads(label)
    return key


def test_programs_get_keys_that_reach_what_their_owner_reaches_until_withdrawn(office: Office) -> None:
    alice = office.sits_down("alice").account("My account")
    key = makes_a_token(alice, "月报程序")
    assert asks(key, "C-carol").json()["name"] == "高兰"
    assert asks(key, "C-ivan").status_code == 404
    alice.link(re.compile("^Withdraw"))
    office.does_not_open("bob", alice.page)
    if not alice.page.get_by_role("dialog").is_visible():
        alice.press("Withdraw the token")
    assert asks(key, "C-carol").status_code == 401
    assert not ApiToken.objects.exists()

    ruth = (
        office.sits_down("ruth")
        .account("My account")
        .link("Systems")
        .link("New system", within=".page-actions")
    )
    office.does_not_open("alice", ruth.page, status=403)
    ruth.type(login="sys-report", display_name="报表系统", purpose="月报", owner="C-ruth")
    ruth.press("Make the system account")
    assert User.objects.get(login="sys-report").is_active
    assert asks(makes_a_token(ruth, "报表"), "C-carol").status_code == 404
