from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from base.errors import InvalidInput, NotPermitted
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from workforce.enums import Role, WorkerStatus
from workforce.models import ActivationCode, ApiToken, User
from workforce.services.activation_codes import activate, issue_activation_codes, reset_password
from workforce.services.placements import place_worker

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
GOOD = "correct horse battery"


def code_for(cast: Cast, name: str) -> str:
    """A fresh code of one of the cast."""
    return reset_password(actor=None, user=cast.users[name], now=NOW).code


def refused(login: str, code: str, now: datetime = NOW) -> str:
    """The code of the refusal an activation ends with."""
    with pytest.raises(InvalidInput) as error:
        activate(login=login, code=code, new_password=GOOD, now=now)
    return error.value.code


def test_codes_go_to_everybody_below_without_password(cast: Cast) -> None:
    for person in ("dave", "frank"):
        user = cast.user(person)
        user.set_password(GOOD)
        user.save()
    WorkerFactory.create(unit=cast.workshop_a1, status=WorkerStatus.LEFT)
    issued = issue_activation_codes(actor=cast.user("alice"), unit=cast.company_a, now=NOW)
    assert [one.user.login for one in issued] == ["C-carol"]
    assert issued[0].expires_at == NOW + timedelta(days=14)


def test_codes_of_role_holders_are_for_those_who_grant_roles(cast: Cast) -> None:
    by_alice = issue_activation_codes(actor=cast.user("alice"), unit=cast.company_a, now=NOW)
    by_ruth = issue_activation_codes(actor=cast.user("ruth"), unit=cast.company_a, now=NOW)
    assert {one.user.login for one in by_alice} == {"C-carol", "C-frank"}
    assert {one.user.login for one in by_ruth} == {"C-alice", "C-dave", "C-grace", "C-heidi"}


def test_codes_already_out_stay_unless_replaced(cast: Cast) -> None:
    alice = cast.user("alice")
    first = issue_activation_codes(actor=alice, unit=cast.workshop_a1, now=NOW)
    assert issue_activation_codes(actor=alice, unit=cast.workshop_a1, now=NOW) == []
    second = issue_activation_codes(actor=alice, unit=cast.workshop_a1, now=NOW, replace=True)
    assert len(second) == len(first) == 2
    assert refused(first[0].user.login, first[0].code) == "activation_refused"
    assert activate(
        login=second[0].user.login, code=second[0].code, new_password=GOOD, now=NOW
    ).check_password(GOOD)


def test_expired_codes_are_renewed_without_asking(cast: Cast) -> None:
    alice = cast.user("alice")
    issue_activation_codes(actor=alice, unit=cast.workshop_a1, now=NOW)
    later = issue_activation_codes(actor=alice, unit=cast.workshop_a1, now=NOW + timedelta(days=14))
    assert len(later) == 2


@pytest.mark.parametrize("name", ["bob", "dave", "heidi", "erin", "frank", "grace", "carol", "admin"])
def test_codes_are_issued_by_hr_of_the_unit_alone(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        issue_activation_codes(actor=cast.user(name), unit=cast.workshop_a1, now=NOW)


def test_code_is_kept_as_a_digest(cast: Cast) -> None:
    code = code_for(cast, "carol")
    row = ActivationCode.objects.get()
    assert code.replace("-", "").encode() not in bytes(row.digest)
    assert len(bytes(row.digest)) == 32


def test_activation_sets_password_once(cast: Cast) -> None:
    code = code_for(cast, "carol")
    user = activate(login="c-carol", code=f" {code.lower().replace('-', ' ')}", new_password=GOOD, now=NOW)
    assert user.check_password(GOOD)
    assert refused("C-carol", code) == "activation_refused"


def test_activation_with_code_of_another_person_is_refused(cast: Cast) -> None:
    code_for(cast, "frank")
    assert refused("C-frank", code_for(cast, "carol")) == "activation_refused"


def test_activation_with_expired_code_is_refused(cast: Cast) -> None:
    code = code_for(cast, "carol")
    assert refused("C-carol", code, NOW + timedelta(days=14)) == "activation_refused"


def test_activation_of_unknown_number_has_the_same_answer(cast: Cast) -> None:
    assert refused("nobody", code_for(cast, "carol")) == "activation_refused"


def test_activation_after_leaving_is_refused(cast: Cast) -> None:
    code = code_for(cast, "carol")
    place_worker(
        actor=None,
        worker=cast.worker("carol"),
        since=date(2026, 11, 21),
        today=date(2026, 11, 21),
        status=WorkerStatus.LEFT,
    )
    assert refused("C-carol", code) == "activation_refused"


def test_weak_password_leaves_the_code(cast: Cast) -> None:
    code = code_for(cast, "carol")
    for _attempt in range(6):
        with pytest.raises(InvalidInput) as error:
            activate(login="C-carol", code=code, new_password="12345678901", now=NOW)
        assert (error.value.code, error.value.field) == ("password_too_weak", "new_password")
    assert activate(login="C-carol", code=code, new_password=GOOD, now=NOW).check_password(GOOD)


def test_five_wrong_codes_lock_even_the_right_one(cast: Cast) -> None:
    code = code_for(cast, "carol")
    for _attempt in range(5):
        refused("C-carol", "AAAA-AAAA-AAAA")
    assert refused("C-carol", code) == "activation_refused"
    assert activate(
        login="C-carol", code=code, new_password=GOOD, now=NOW + timedelta(minutes=15)
    ).check_password(GOOD)


def test_reset_ends_password_session_and_tokens(cast: Cast) -> None:
    carol = cast.user("carol")
    carol.set_password(GOOD)
    carol.save()
    ApiToken.objects.create(carol, label="脚本")
    browser = Client()
    browser.force_login(carol, backend="workforce.accounts.AccountBackend")
    reset_password(actor=cast.user("alice"), user=carol, now=NOW)
    assert browser.get(reverse("workforce:account")).status_code == 302
    assert not ApiToken.objects.exists()
    assert authenticate(username="C-carol", password=GOOD) is None


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("bob", "carol"),
        ("dave", "carol"),
        ("frank", "carol"),
        ("admin", "carol"),
        ("alice", "alice"),
        ("alice", "heidi"),
        ("alice", "erin"),
        ("alice", "admin"),
        ("ruth", "ruth"),
    ],
)
def test_reset_that_would_open_anothers_rights_is_refused(cast: Cast, name: str, target: str) -> None:
    with pytest.raises(NotPermitted):
        reset_password(actor=cast.user(name), user=cast.user(target), now=NOW)
    assert not ActivationCode.objects.exists()


def test_reset_of_root_hr_placed_in_a_company_is_not_the_companys(cast: Cast) -> None:
    boss = account_of(WorkerFactory.create(unit=cast.workshop_a1))
    RoleGrantFactory.create(user=boss, role=Role.HR_OFFICER, unit=cast.group)
    with pytest.raises(NotPermitted):
        reset_password(actor=cast.user("alice"), user=boss, now=NOW)
    assert reset_password(actor=cast.user("ruth"), user=boss, now=NOW).user == boss


def test_activation_page_signs_in(cast: Cast) -> None:
    code = reset_password(actor=None, user=cast.users["carol"], now=datetime.now(UTC)).code
    browser = Client()
    response = browser.post(
        reverse("workforce:activate"),
        {"login": "C-carol", "code": code, "new_password": GOOD, "repeated": GOOD},
    )
    assert response.status_code == 302
    assert browser.get("/api/v1/me").json()["login"] == "C-carol"


def test_activation_page_tells_nothing_about_the_number(cast: Cast) -> None:
    code_for(cast, "carol")
    pages = [
        Client().post(
            reverse("workforce:activate"),
            {"login": login, "code": "AAAA-AAAA-AAAA", "new_password": GOOD, "repeated": GOOD},
        )
        for login in ("C-carol", "C-nobody")
    ]
    texts = {
        page.content.decode()
        .replace("C-carol", "")
        .replace("C-nobody", "")
        .split("<main")[1]
        .split("csrf")[0]
        for page in pages
    }
    assert [page.status_code for page in pages] == [400, 400]
    assert len(texts) == 1


def test_activation_sheet_is_shown_once_and_kept_nowhere(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
    first = browser.post(reverse("workforce:codes"), {"unit": cast.workshop_a1.code})
    assert first.headers["Cache-Control"] == "no-store, private"
    assert "C-carol" in first.content.decode()
    again = browser.post(reverse("workforce:codes"), {"unit": cast.workshop_a1.code})
    assert "C-carol" not in again.content.decode()
    assert User.objects.get(login="C-carol").activation_codes.count() == 1
