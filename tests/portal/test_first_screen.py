"""Where each role starts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import Cast
from tests.skills.pages.clients import browser_of

SCREENS = {
    "alice": "portal:desk",
    "dave": "skills:figures",
    "erin": "skills:figures",
    "carol": "skills:my_growth",
    "heidi": "skills:my_growth",
}


@pytest.mark.parametrize("name", SCREENS)
def test_first_screen_is_the_work_of_the_role(cast: Cast, name: str) -> None:
    client = browser_of(cast.users[name])
    response = client.get(reverse("portal:home"))
    assert response.headers["Location"] == reverse(SCREENS[name])
    assert client.get(response.headers["Location"]).status_code == 200


def test_account_without_a_role_is_told_whom_to_ask(cast: Cast) -> None:
    page = browser_of(cast.users["admin"]).get(reverse("portal:home")).content.decode()
    assert "This account has no worker record and no role" in page


def test_nobody_is_led_to_the_login_page(cast: Cast) -> None:
    assert Client().get(reverse("portal:home")).headers["Location"].startswith(reverse("account_login"))
