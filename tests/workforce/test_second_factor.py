"""The second factor: set up, asked for, compulsory for some roles, lost and renewed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from base.errors import NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from workforce.models import ApiToken, User
from workforce.services.activation_codes import activate, reset_password

PASSWORD = "gute-Stufe-1949"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str, step: int = 0) -> str:
    """What an app shows now (or so many half minutes from now)."""
    now = sorted(yield_hotp_counters_from_time())[1]
    return str(format_hotp_value(hotp_value(secret, now + step)))


def give_password(user: User) -> None:
    """Let the account sign in with PASSWORD."""
    user.set_password(PASSWORD)
    user.save()


def sign_in(login: str) -> tuple[Client, Any]:
    """A browser that typed number and password, and what it was answered."""
    client = Client()
    return client, client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def give_app(user: User) -> Authenticator:
    """Let the account have an authenticator app with SECRET."""
    from allauth.core import context

    with context.request_context(None):
        return TOTP.activate(user, SECRET).instance


@pytest.mark.django_db
class TestSettingUp:
    def test_app_is_set_up_and_asked_for(self, cast: Cast) -> None:
        give_password(cast.users["carol"])
        client, answer = sign_in("C-carol")
        assert answer.headers["Location"] == "/"
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        assert "data:image/svg+xml;base64," in page
        secret = re.search(r'id="secret" readonly value="([A-Z2-7]+)"', page)
        assert secret is not None
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1])})
        assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
        codes = client.get(answer.headers["Location"]).content.decode()
        assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
        again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        assert re.findall(r"<code>\d{8}</code>", again) == []

        second, answer = sign_in("C-carol")
        assert answer.headers["Location"] == reverse("mfa_authenticate")
        assert second.get(reverse("workforce:account")).status_code == 302
        answer = second.post(reverse("mfa_authenticate"), {"code": code_of(secret[1], 1)})
        assert answer.headers["Location"] == "/"
        assert second.get(reverse("workforce:account")).status_code == 200

    def test_secret_rests_encrypted(self, cast: Cast) -> None:
        app = give_app(cast.users["carol"])
        assert SECRET not in str(app.data)
        assert app.wrap().validate_code(code_of(SECRET))

    def test_wrong_code_opens_nothing(self, cast: Cast) -> None:
        give_password(cast.users["carol"])
        give_app(cast.users["carol"])
        client, _answer = sign_in("C-carol")
        wrong = f"{(int(code_of(SECRET)) + 1) % 1_000_000:06}"
        answer = client.post(reverse("mfa_authenticate"), {"code": wrong})
        assert "不正确" in answer.content.decode() or "not right" in answer.content.decode()
        assert client.get(reverse("workforce:account")).status_code == 302

    def test_code_serves_once(self, cast: Cast) -> None:
        give_password(cast.users["carol"])
        give_app(cast.users["carol"])
        code = code_of(SECRET)
        first, _answer = sign_in("C-carol")
        assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
        second, _answer = sign_in("C-carol")
        assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200

    def test_recovery_code_opens_once(self, cast: Cast) -> None:
        give_password(cast.users["carol"])
        give_app(cast.users["carol"])
        client, _answer = sign_in("C-carol")
        client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
        client.post(reverse("mfa_generate_recovery_codes"))
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        spare = re.findall(r"<code>(\d{8})</code>", page)[3]
        for expected in (302, 200):
            other, _answer = sign_in("C-carol")
            assert other.post(reverse("mfa_authenticate"), {"code": spare}).status_code == expected

    def test_old_session_is_asked_again_before_a_change(self, cast: Cast) -> None:
        give_password(cast.users["carol"])
        client, _answer = sign_in("C-carol")
        session = client.session
        records = session["account_authentication_methods"]
        session["account_authentication_methods"] = [{**record, "at": 0} for record in records]
        session.save()
        answer = client.get(reverse("mfa_activate_totp"))
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
        answer = client.post(answer.headers["Location"], {"password": PASSWORD})
        assert answer.headers["Location"] == reverse("mfa_activate_totp")
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_system_pages_have_the_same_door(self, db: None) -> None:
        answer = Client().get("/system/", follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.django_db
class TestCompulsory:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.MFA_REQUIRED = True

    def signed_in(self, cast: Cast, name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
        return client

    @pytest.mark.parametrize("name", ["ruth", "alice", "dave", "heidi"])
    def test_role_leads_to_the_set_up_page(self, cast: Cast, name: str) -> None:
        client = self.signed_in(cast, name)
        for address in ("/", reverse("workforce:units"), reverse("workforce:token_new")):
            assert client.get(address).headers["Location"] == reverse("mfa_index")
        answer = client.post(reverse("workforce:token_new"), {"label": "x", "days": 30})
        assert answer.headers["Location"] == reverse("mfa_index")
        assert client.get(reverse("mfa_index")).status_code == 200
        assert client.get(reverse("workforce:units"), headers={"HX-Request": "true"}).status_code == 204

    @pytest.mark.parametrize("name", ["carol", "frank", "grace", "erin"])
    def test_others_are_let_through(self, cast: Cast, name: str) -> None:
        assert self.signed_in(cast, name).get(reverse("workforce:account")).status_code == 200

    def test_api_is_refused_by_session_and_by_token(self, cast: Cast) -> None:
        _token, key = ApiToken.objects.create(cast.users["alice"], label="脚本")
        answers = (
            self.signed_in(cast, "alice").get("/api/v1/me"),
            Client().get("/api/v1/me", headers={"authorization": f"Token {key}"}),
        )
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")
            assert answer.headers["Content-Type"] == "application/problem+json"

    def test_factor_opens_pages_and_tokens(self, cast: Cast) -> None:
        _token, key = ApiToken.objects.create(cast.users["alice"], label="脚本")
        give_app(cast.users["alice"])
        assert self.signed_in(cast, "alice").get(reverse("workforce:units")).status_code == 200
        answer = Client().get("/api/v1/me", headers={"authorization": f"Token {key}"})
        assert answer.json()["login"] == "C-alice"

    def test_recovery_codes_alone_are_no_factor(self, cast: Cast) -> None:
        Authenticator.objects.create(user=cast.users["alice"], type="recovery_codes", data={})
        assert self.signed_in(cast, "alice").get("/").headers["Location"] == reverse("mfa_index")

    def test_last_factor_is_not_removed(self, cast: Cast) -> None:
        give_password(cast.users["alice"])
        give_app(cast.users["alice"])
        client, _answer = sign_in("C-alice")
        client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)})
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=cast.users["alice"], type="totp").exists()

    def test_not_required_when_switched_off(self, cast: Cast, settings: Settings) -> None:
        settings.MFA_REQUIRED = False
        assert self.signed_in(cast, "alice").get(reverse("workforce:units")).status_code == 200


@pytest.mark.django_db
class TestLostFactor:
    def test_new_code_removes_the_factors_and_is_noted(self, cast: Cast) -> None:
        carol = cast.users["carol"]
        give_app(carol)
        issued = reset_password(actor=cast.user("alice"), user=carol, now=timezone.now())
        assert not Authenticator.objects.filter(user=carol).exists()
        event = DomainEvent.objects.get(kind="workforce.password_reset")
        assert (event.actor_id, event.payload["factors_removed"]) == (cast.users["alice"].pk, 1)
        activate(login="C-carol", code=issued.code, new_password=PASSWORD, now=timezone.now())
        _client, answer = sign_in("C-carol")
        assert answer.headers["Location"] == "/"

    def test_not_for_oneself(self, cast: Cast) -> None:
        give_app(cast.users["ruth"])
        with pytest.raises(NotPermitted):
            reset_password(actor=cast.user("ruth"), user=cast.users["ruth"], now=timezone.now())
        assert Authenticator.objects.filter(user=cast.users["ruth"]).exists()

    def test_not_by_an_officer_for_another_role(self, cast: Cast) -> None:
        give_app(cast.users["dave"])
        with pytest.raises(NotPermitted):
            reset_password(actor=cast.user("alice"), user=cast.users["dave"], now=timezone.now())
        assert Authenticator.objects.filter(user=cast.users["dave"]).exists()

    def test_activation_leads_on_to_the_set_up_page(self, cast: Cast, settings: Settings) -> None:
        settings.MFA_REQUIRED = True
        issued = reset_password(actor=cast.user("ruth"), user=cast.users["alice"], now=timezone.now())
        client = Client()
        client.post(
            reverse("workforce:activate"),
            {"login": "C-alice", "code": issued.code, "new_password": PASSWORD, "repeated": PASSWORD},
        )
        assert client.get("/").headers["Location"] == reverse("mfa_index")
        assert client.get(reverse("mfa_activate_totp")).status_code == 200  # without typing it again
