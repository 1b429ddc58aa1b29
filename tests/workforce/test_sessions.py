"""Where one is signed in: seen, and ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.access import Cast
from workforce.services.accounts import end_sessions
from workforce.session_tracking import UNKNOWN_ADDRESS, client_address, device_of, purge_sessions

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 MicroMessenger/8.0 wxwork/4.1"
ACCOUNT = "/workforce/account/"


def browser(cast: Cast, name: str = "carol", agent: str = EDGE, **options: Any) -> Client:
    """A browser of one of the cast, signed in and seen once."""
    client = Client(HTTP_USER_AGENT=agent, **options)
    client.force_login(cast.user(name), backend="workforce.accounts.AccountBackend")
    assert client.get(ACCOUNT).status_code == 200
    return client


@pytest.mark.django_db
class TestList:
    def test_shows_device_address_and_which_is_this(self, cast: Cast) -> None:
        browser(cast, agent=PHONE, REMOTE_ADDR="10.0.0.7")
        browser(cast, "ivan", REMOTE_ADDR="10.9.9.9")
        page = browser(cast, REMOTE_ADDR="10.0.0.8").get(reverse("workforce:sessions")).content.decode()
        assert page.index("Edge · Windows") < page.index("10.0.0.8") < page.index("WeCom · Android")
        assert "10.0.0.7" in page
        assert "10.9.9.9" not in page

    def test_one_is_ended(self, cast: Cast) -> None:
        here, there = browser(cast), browser(cast, agent=PHONE)
        other = UserSession.objects.get(user_agent=PHONE)
        here.post(reverse("workforce:sessions"), {"end": other.pk})
        assert there.get(ACCOUNT).status_code == 302
        assert here.get(ACCOUNT).status_code == 200

    def test_all_others_are_ended(self, cast: Cast) -> None:
        there, elsewhere, ivan, here = (
            browser(cast),
            browser(cast),
            browser(cast, "ivan"),
            browser(cast),
        )
        here.post(reverse("workforce:sessions"), {"end": "others"})
        answers = [client.get(ACCOUNT).status_code for client in (there, elsewhere, ivan, here)]
        assert answers == [302, 302, 200, 200]

    def test_this_one_may_be_ended_too(self, cast: Cast) -> None:
        here = browser(cast)
        here.post(reverse("workforce:sessions"), {"end": UserSession.objects.get().pk})
        assert here.get(ACCOUNT).status_code == 302

    @pytest.mark.parametrize("end", ["", "x", "99999999999999999999", "²"])
    def test_what_is_no_session_is_not_found(self, cast: Cast, end: str) -> None:
        assert browser(cast).post(reverse("workforce:sessions"), {"end": end}).status_code == 404

    def test_anothers_is_not_found_and_goes_on(self, cast: Cast) -> None:
        ivan = browser(cast, "ivan")
        others = UserSession.objects.get().pk
        assert browser(cast).post(reverse("workforce:sessions"), {"end": others}).status_code == 404
        assert ivan.get(ACCOUNT).status_code == 200

    def test_ended_by_hr_is_listed_no_longer(self, cast: Cast) -> None:
        browser(cast, agent=PHONE)
        end_sessions(user_ids=[cast.users["carol"].pk])
        page = browser(cast).get(reverse("workforce:sessions")).content.decode()
        assert "WeCom" not in page

    def test_seen_is_noted_once_in_five_minutes(self, cast: Cast) -> None:
        client = browser(cast)
        past = timezone.now() - timedelta(hours=1)
        UserSession.objects.update(last_seen_at=past)
        client.get(ACCOUNT)
        assert UserSession.objects.get().last_seen_at == past
        cache.clear()
        client.get(ACCOUNT)
        assert UserSession.objects.get().last_seen_at > past

    def test_purge_removes_what_ran_out(self, cast: Cast) -> None:
        browser(cast)
        browser(cast, "ivan")
        Session.objects.filter(pk=UserSession.objects.get(user=cast.users["ivan"]).session_key).update(
            expire_date=timezone.now()
        )
        assert purge_sessions() == 1
        assert [one.user_id for one in UserSession.objects.all()] == [cast.users["carol"].pk]


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "not an address", UNKNOWN_ADDRESS),
        (1, "::1", "::1"),
    ],
)
def test_address_is_what_the_trusted_proxies_saw(
    settings: Settings, trusted: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (EDGE, "Edge · Windows"),
        (PHONE, "WeCom · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
    ],
)
def test_device_in_a_few_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
