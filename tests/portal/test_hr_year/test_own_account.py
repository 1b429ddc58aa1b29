"""The second factor, the places one is signed in, and a person's data in one file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.portal.test_hr_year.people_at_work import Office, do_jobs
from tests.workforce.test_second_factor import PASSWORD, code_of, give_password
from workforce.models import PersonalExport

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


def test_all_data_of_a_person_in_one_file(office: Office, tmp_path: Path) -> None:
    alice = office.sits_down("alice").worker("高兰").link("All data in one file")
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.type(reason="本人书面申请").press("Put everything together")
    carol = office.sits_down("carol").menu("My growth").link("My data in one file")
    carol.reads("本人书面申请", "艾丽").press("Put everything together")
    do_jobs()
    assert PersonalExport.objects.exclude(made_at=None).count() == 2
    carol.again()
    with carol.page.expect_download() as download:
        carol.link("Fetch")
    path = tmp_path / "data.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert any(
            "高兰" in archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")
        )
