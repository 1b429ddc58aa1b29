from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.access import Cast
from workforce.models import User
from workforce.services.api_tokens import create_api_token
from workforce.services.logins import count_attempt

GOOD = "correct horse battery"


@pytest.fixture
def carol(cast: Cast) -> User:
    """carol with a password."""
    user = cast.user("carol")
    user.set_password(GOOD)
    user.save()
    return user


def sign_in(login: str, password: str) -> Client:
    """A browser after trying to sign in."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": login, "password": password})
    return browser


def is_signed_in(browser: Client) -> bool:
    """Whether the browser's session is somebody's."""
    return browser.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("login", ["C-carol", "c-CAROL", " Ｃ－carol　"])
def test_sign_in_with_the_number_as_typed(carol: User, login: str) -> None:
    assert is_signed_in(sign_in(login, GOOD))


def test_sign_in_with_wrong_password_is_refused(carol: User) -> None:
    assert not is_signed_in(sign_in("C-carol", "wrong"))


def test_five_wrong_passwords_lock_for_fifteen_minutes(carol: User) -> None:
    for _attempt in range(5):
        assert authenticate(username="C-carol", password="wrong") is None
    assert authenticate(username="C-carol", password=GOOD) is None
    User.objects.filter(pk=carol.pk).update(locked_until=timezone.now() - timedelta(seconds=1))
    assert authenticate(username="C-carol", password=GOOD) == carol
    carol.refresh_from_db()
    assert (carol.failed_logins, carol.locked_until) == (0, None)


def test_lock_lasts_as_long_as_set(carol: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.LOGIN_ATTEMPTS_ALLOWED, settings.LOGIN_LOCK_MINUTES = 2, 30
    now = timezone.now()
    assert [count_attempt(login="C-carol", now=now) for _attempt in range(3)] == [True, True, False]
    assert not count_attempt(login="C-carol", now=now + timedelta(minutes=29))
    assert count_attempt(login="C-carol", now=now + timedelta(minutes=30))


def test_right_password_forgives_the_wrong_ones(carol: User) -> None:
    for _turn in range(3):
        for _attempt in range(4):
            authenticate(username="C-carol", password="wrong")
        assert authenticate(username="C-carol", password=GOOD) == carol


def test_unknown_locked_and_wrong_look_alike(carol: User) -> None:
    for _attempt in range(5):
        authenticate(username="C-carol", password="wrong")
    answers = set()
    for login, password in (("C-carol", GOOD), ("C-nobody", GOOD), ("C-frank", "wrong")):
        page = Client().post(reverse("account_login"), {"login": login, "password": password})
        text = page.content.decode().replace(login, "")
        answers.add((page.status_code, text.split("<main")[1].split("csrfmiddlewaretoken")[1][90:]))
    assert len(answers) == 1


def test_account_switched_off_cannot_sign_in_and_is_signed_out(carol: User) -> None:
    browser = sign_in("C-carol", GOOD)
    User.objects.filter(pk=carol.pk).update(is_active=False)
    assert not is_signed_in(browser)
    assert not is_signed_in(sign_in("C-carol", GOOD))


def test_departed_worker_is_kept_out_even_with_an_open_account(carol: User, cast: Cast) -> None:
    browser = sign_in("C-carol", GOOD)
    worker = cast.worker("carol")
    worker.status = "retired"
    worker.save()
    assert not is_signed_in(browser)
    assert not is_signed_in(sign_in("C-carol", GOOD))


def test_account_without_password_cannot_sign_in(cast: Cast) -> None:
    password = cast.user("frank").password
    assert authenticate(username="C-frank", password=password) is None
    assert authenticate(username="C-frank", password="") is None


def test_nobody_signs_up(cast: Cast) -> None:
    response = Client().post(reverse("account_signup"), {"login": "x", "password1": GOOD})
    assert response.status_code == 302
    assert not User.objects.filter(login="x").exists()


def test_password_change_ends_other_sessions(carol: User) -> None:
    browser, other = sign_in("C-carol", GOOD), sign_in("C-carol", GOOD)
    new = "another long phrase"
    response = browser.post(
        reverse("account_change_password"), {"oldpassword": GOOD, "password1": new, "password2": new}
    )
    assert response.headers["Location"] == reverse("workforce:account")
    assert is_signed_in(browser)
    assert not is_signed_in(other)


def test_demo_page_is_absent_outside_demo_mode(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = False
    User.objects.filter(login="C-carol").update(is_demo=True)
    assert Client().get(reverse("workforce:demo")).status_code == 404
    browser = Client()
    assert browser.post(reverse("workforce:demo"), {"login": "C-carol"}).status_code == 404
    assert not is_signed_in(browser)


def test_demo_accounts_are_kept_out_outside_demo_mode(carol: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = True
    User.objects.filter(pk=carol.pk).update(is_demo=True)
    browser = sign_in("C-carol", GOOD)
    _token, key = create_api_token(actor=carol, label="demo", days=30)
    header = {"authorization": f"Token {key}"}
    assert is_signed_in(browser)
    assert Client().get("/api/v1/me", headers=header).status_code == 200
    settings.DEMO_MODE = False
    assert not is_signed_in(browser)
    assert not is_signed_in(sign_in("C-carol", GOOD))
    assert Client().get("/api/v1/me", headers=header).status_code == 401


def test_token_of_somebody_who_left_is_refused(carol: User, cast: Cast) -> None:
    _token, key = create_api_token(actor=carol, label="payroll", days=30)
    worker = cast.worker("carol")
    worker.status = "left"
    worker.save()
    assert Client().get("/api/v1/me", headers={"authorization": f"Token {key}"}).status_code == 401


@pytest.mark.parametrize("key", [b"\xff".decode("latin-1"), "a\x00b", "not-a-token", "é"])
def test_what_cannot_be_a_token_is_refused(db: None, key: str) -> None:
    response = Client().get("/api/v1/me", HTTP_AUTHORIZATION=f"Token {key}")
    assert response.status_code == 401


def test_two_logins_do_not_differ_in_case_alone(carol: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("c-CAROL")
    assert authenticate(username="C-carol", password=GOOD) == carol


@pytest.mark.parametrize(
    "rows", ["auth/group", "account/emailaddress", "mfa/authenticator", "workforce/user"]
)
def test_administrator_changes_nothing_under_system(cast: Cast, rows: str) -> None:
    admin = cast.user("admin")
    assert admin.is_superuser
    browser = Client()
    browser.force_login(admin, backend="workforce.accounts.AccountBackend")
    assert browser.get(f"/system/{rows}/add/").status_code == 403
    assert browser.get(f"/system/{rows}/").status_code == (200 if rows == "workforce/user" else 403)


def test_demo_page_signs_in_as_demo_accounts_alone(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = True
    User.objects.filter(login="C-carol").update(is_demo=True, demo_note="一线职工")
    User.objects.filter(login="admin").update(is_demo=True)
    browser = Client()
    page = browser.get(reverse("workforce:demo")).content.decode()
    assert "一线职工" in page
    assert "C-ruth" not in page
    assert browser.post(reverse("workforce:demo"), {"login": "C-ruth"}).status_code == 404
    assert browser.post(reverse("workforce:demo"), {"login": "admin"}).status_code == 404
    assert browser.post(reverse("workforce:demo"), {"login": "C-carol"}).status_code == 302
    assert browser.get("/api/v1/me").json()["login"] == "C-carol"


@pytest.mark.parametrize("demo", [True, False])
def test_login_page_offers_demo_accounts_in_demo_mode_alone(cast: Cast, settings, demo: bool) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_MODE = demo
    page = Client().get(reverse("account_login")).content.decode()
    assert (reverse("workforce:demo") in page) is demo


def test_sign_in_works_while_the_cache_is_away(carol: User, settings) -> None:  # type: ignore[no-untyped-def]
    away = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}
    settings.CACHES = {"default": away}
    assert is_signed_in(sign_in("C-carol", GOOD))
    for _attempt in range(5):
        sign_in("C-carol", "wrong")
    assert not is_signed_in(sign_in("C-carol", GOOD))
