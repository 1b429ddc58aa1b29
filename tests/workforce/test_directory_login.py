"""Sign-in with the enterprise's directory, against a real one on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from base.models import DomainEvent
from tests.access import Cast
from tests.factories.workforce import UserFactory
from tests.workforce.directory_server import CLIENT_ID, CLIENT_SECRET, Directory, running_directory
from workforce.models import User
from workforce.services.activation_codes import reset_password
from workforce.services.systems import create_system

pytestmark = pytest.mark.django_db
ACCOUNT = "/workforce/account/"


def switch_on(settings: Settings, issuer: str) -> None:
    """As the environment variables do it."""
    settings.OIDC_ISSUER = issuer
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "profile"],
            "APPS": [
                {
                    "provider_id": "directory",
                    "name": "集团统一认证",
                    "client_id": CLIENT_ID,
                    "secret": CLIENT_SECRET,
                    "settings": {"server_url": issuer, "fetch_userinfo": False},
                }
            ],
        }
    }


@pytest.fixture
def directory(settings: Settings) -> Iterator[Directory]:
    """A running directory this system trusts; it knows carol."""
    with running_directory() as running:
        running.claims = {"sub": "s-1", "preferred_username": "C-carol", "email": "ivan@example.com"}
        switch_on(settings, running.issuer)
        yield running


def come(client: Client | None = None) -> tuple[Client, Any]:
    """Go to the directory and back as a browser does; the browser and the last answer."""
    client = client or Client()
    start = client.post(reverse("openid_connect_login", args=["directory"]))
    if not start.headers.get("Location", "").startswith("http"):
        return client, start
    there = requests.get(start.headers["Location"], allow_redirects=False, timeout=10)
    back = there.headers["Location"].partition("testserver")[2]
    return client, client.get(back)


def who(client: Client) -> str | None:
    """The login this browser is signed in as."""
    answer = client.get("/api/v1/me")
    return str(answer.json()["login"]) if answer.status_code == 200 else None


def refused(answer: Any) -> bool:
    """Back at the sign-in page."""
    return bool(answer.status_code == 302 and answer.headers["Location"] == reverse("account_login"))


class TestSignIn:
    def test_opens_the_account_the_claim_names(self, cast: Cast, directory: Directory) -> None:
        client, answer = come()
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert who(client) == "C-carol"
        link = SocialAccount.objects.get()
        assert (link.user, link.uid, link.extra_data) == (cast.users["carol"], "s-1", {})
        assert DomainEvent.objects.get(kind="workforce.directory_linked").subject_id == cast.users["carol"].pk

    def test_case_of_the_number_does_not_matter(self, cast: Cast, directory: Directory) -> None:
        directory.claims["preferred_username"] = "c-CAROL"
        assert who(come()[0]) == "C-carol"

    def test_another_claim_may_be_the_login(
        self, cast: Cast, directory: Directory, settings: Settings
    ) -> None:
        settings.OIDC_LOGIN_CLAIM = "employee_number"
        directory.claims["employee_number"] = "C-ivan"
        assert who(come()[0]) == "C-ivan"

    def test_button_stands_on_the_sign_in_page(self, cast: Cast, directory: Directory) -> None:
        page = Client().get(reverse("account_login")).content.decode()
        assert "集团统一认证" in page
        assert reverse("openid_connect_login", args=["directory"]) in page

    def test_next_page_is_kept(self, cast: Cast, directory: Directory) -> None:
        client = Client()
        start = client.post(reverse("openid_connect_login", args=["directory"]), {"next": ACCOUNT})
        there = requests.get(start.headers["Location"], allow_redirects=False, timeout=10)
        answer = client.get(there.headers["Location"].partition("testserver")[2])
        assert answer.headers["Location"] == ACCOUNT


class TestRefused:
    @pytest.mark.parametrize("claim", ["nobody", "", "ivan@example.com", None])
    def test_no_account_is_made_or_guessed(self, cast: Cast, directory: Directory, claim: str | None) -> None:
        User.objects.filter(login="C-ivan").update(email="ivan@example.com")
        directory.claims["preferred_username"] = claim
        before = User.objects.count()
        client, answer = come()
        assert refused(answer)
        assert who(client) is None
        assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"is_demo": True}])
    def test_whom_the_password_page_refuses(
        self, cast: Cast, directory: Directory, settings: Settings, change: dict[str, Any]
    ) -> None:
        settings.DEMO_MODE = False  # the test runner's own mode is the demo's
        User.objects.filter(login="C-carol").update(**change)
        client, answer = come()
        assert refused(answer)
        assert who(client) is None

    def test_who_is_locked_after_wrong_passwords(self, cast: Cast, directory: Directory) -> None:
        carol = User.objects.filter(login="C-carol")
        carol.update(locked_until=timezone.now() + timedelta(minutes=5))
        client, answer = come()
        assert refused(answer)
        assert who(client) is None
        carol.update(locked_until=timezone.now() - timedelta(minutes=5))
        assert who(come()[0]) == "C-carol"

    def test_who_left(self, cast: Cast, directory: Directory) -> None:
        worker = cast.worker("carol")
        type(worker).objects.filter(pk=worker.pk).update(status="left")
        assert refused(come()[1])

    def test_administrators_and_systems(self, cast: Cast, directory: Directory) -> None:
        create_system(
            actor=None, login="attendance", display_name="考勤", owner=cast.users["ruth"], purpose="名单"
        )
        for login in ("admin", "attendance"):
            directory.claims = {"sub": f"s-{login}", "preferred_username": login}
            assert refused(come()[1])
        assert not SocialAccount.objects.exists()

    def test_linked_before_and_refused_since(self, cast: Cast, directory: Directory) -> None:
        come()
        User.objects.filter(login="C-carol").update(is_active=False)
        assert refused(come()[1])

    def test_another_identity_with_the_same_login(self, cast: Cast, directory: Directory) -> None:
        come()
        directory.claims["sub"] = "s-2"
        client, answer = come()
        assert refused(answer)
        assert who(client) is None
        reset_password(actor=cast.user("alice"), user=cast.users["carol"], now=timezone.now())
        assert who(come()[0]) == "C-carol"  # HR renewed the account: bound anew

    def test_identity_that_now_bears_anothers_login(self, cast: Cast, directory: Directory) -> None:
        come()
        directory.claims["preferred_username"] = "C-ivan"
        client, answer = come()
        assert refused(answer)
        assert who(client) is None

    def test_identity_signed_by_another_key(self, cast: Cast, directory: Directory) -> None:
        directory.signing_key = rsa.generate_private_key(65537, 2048)
        client, answer = come()
        assert refused(answer)
        assert who(client) is None

    @pytest.mark.parametrize(
        "wrong", [{"aud": "another"}, {"iss": "http://evil.example"}, {"exp": 1_000_000_000}]
    )
    def test_identity_for_another_or_of_another_or_too_late(
        self, cast: Cast, directory: Directory, wrong: dict[str, Any]
    ) -> None:
        directory.claims.update(wrong)
        assert refused(come()[1])

    def test_directory_under_another_name(self, cast: Cast, directory: Directory) -> None:
        directory.claimed_issuer = "http://evil.example"
        assert refused(come()[1])

    def test_state_of_another_browser(self, cast: Cast, directory: Directory) -> None:
        start = Client().post(reverse("openid_connect_login", args=["directory"]))
        there = requests.get(start.headers["Location"], allow_redirects=False, timeout=10)
        victim = Client()
        assert refused(victim.get(there.headers["Location"].partition("testserver")[2]))
        assert who(victim) is None

    def test_directory_that_is_away(self, cast: Cast, settings: Settings) -> None:
        switch_on(settings, "http://127.0.0.1:9")
        assert refused(come()[1])


class TestSecondFactor:
    def test_own_factor_is_asked_for(self, cast: Cast, directory: Directory) -> None:
        Authenticator.objects.create(user=cast.users["carol"], type="totp", data={"secret": ""})
        client, answer = come()
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert who(client) is None

    def test_factor_of_the_directory_counts_when_trusted(
        self, cast: Cast, directory: Directory, settings: Settings
    ) -> None:
        settings.OIDC_SATISFIES_SECOND_FACTOR = True
        Authenticator.objects.create(user=cast.users["carol"], type="totp", data={"secret": ""})
        assert who(come()[0]) == "C-carol"

    @pytest.mark.parametrize(("trusted", "expected"), [(True, 200), (False, 302)])
    def test_compulsory_factor(
        self, cast: Cast, directory: Directory, settings: Settings, trusted: bool, expected: int
    ) -> None:
        settings.MFA_REQUIRED, settings.OIDC_SATISFIES_SECOND_FACTOR = True, trusted
        directory.claims["preferred_username"] = "C-alice"
        client, _answer = come()
        assert client.get(ACCOUNT).status_code == expected


class TestSwitchedOff:
    def test_no_trace(self, cast: Cast) -> None:
        page = Client().get(reverse("account_login")).content.decode()
        assert "directory" not in page
        for name in ("openid_connect_login", "openid_connect_callback"):
            address = reverse(name, args=["directory"])
            assert [Client().get(address).status_code, Client().post(address).status_code] == [404, 404]

    def test_another_provider_is_not_found(self, cast: Cast, directory: Directory) -> None:
        UserFactory.create(login="other")
        assert Client().post(reverse("openid_connect_login", args=["other"])).status_code == 404
