"""Anybody may switch the language, before signing in too; Chinese is the default."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_login_page_offers_english_and_then_speaks_it() -> None:
    client = Client()
    login = reverse("account_login")
    assert reverse("set_language") in client.get(login).content.decode()

    answer = client.post(reverse("set_language"), {"language": "en", "next": login})

    assert answer.headers["Location"] == login
    page = client.get(login).content.decode()
    assert '<html lang="en">' in page
    assert "Password" in page


@pytest.mark.django_db
def test_browser_preference_does_not_override_chinese() -> None:
    page = Client(headers={"Accept-Language": "en"}).get(reverse("account_login")).content.decode()
    assert '<html lang="zh-hans">' in page
