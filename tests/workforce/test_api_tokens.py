"""Tokens of people and systems: made, shown once, used, listed, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.workforce import RoleGrantFactory
from workforce.accounts import AccountBackend
from workforce.api_scopes import Scope, read_scopes
from workforce.enums import Role
from workforce.models import ApiToken, User
from workforce.services.activation_codes import reset_password
from workforce.services.api_tokens import create_api_token, issue_system_token, withdraw_api_token
from workforce.services.systems import close_system, create_system, hand_over_system


def make_system(cast: Cast) -> User:
    """A system of ruth's, for which alice answers."""
    return create_system(
        actor=cast.user("ruth"),
        login="attendance",
        display_name="考勤系统",
        owner=cast.users["alice"],
        purpose="读取人员名单",
    )


def ask(key: str, address: str = "/api/v1/me") -> Any:
    """The answer to a program with this key."""
    return APIClient().get(address, headers={"authorization": f"Token {key}"})


@pytest.mark.django_db
class TestOwnToken:
    def test_reads_only_unless_asked_for(self, cast: Cast) -> None:
        token, key = create_api_token(actor=cast.user("alice"), label="报表", days=30)
        assert token.scopes == read_scopes()
        assert ask(key).json()["login"] == "C-alice"
        assert key not in str(vars(ApiToken.objects.get()))

    @pytest.mark.parametrize("scopes", [[], ["everything"], ["records:read", "nothing"]])
    def test_unknown_scopes_are_refused(self, cast: Cast, scopes: list[str]) -> None:
        with pytest.raises(InvalidInput) as refusal:
            create_api_token(actor=cast.user("alice"), label="报表", days=30, scopes=scopes)
        assert refusal.value.field == "scopes"
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_every_token_ends(self, cast: Cast, days: int) -> None:
        with pytest.raises(InvalidInput):
            create_api_token(actor=cast.user("alice"), label="报表", days=days)

    def test_ended_token_is_refused(self, cast: Cast) -> None:
        token, key = create_api_token(actor=cast.user("alice"), label="报表", days=1)
        ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))
        assert ask(key).status_code == 401

    def test_withdrawn_token_is_refused_at_once(self, cast: Cast) -> None:
        token, key = create_api_token(actor=cast.user("alice"), label="报表", days=1)
        assert ask(key).status_code == 200
        withdraw_api_token(actor=cast.user("alice"), digest=token.digest)
        assert ask(key).status_code == 401

    def test_anothers_token_is_not_found(self, cast: Cast) -> None:
        token, key = create_api_token(actor=cast.user("alice"), label="报表", days=1)
        with pytest.raises(Missing):
            withdraw_api_token(actor=cast.user("bob"), digest=token.digest)
        assert ask(key).status_code == 200

    def test_use_is_noted(self, cast: Cast) -> None:
        _token, key = create_api_token(actor=cast.user("alice"), label="报表", days=1)
        APIClient(REMOTE_ADDR="10.1.2.3").get("/api/v1/me", headers={"authorization": f"Token {key}"})
        token = ApiToken.objects.get()
        assert token.last_used_from == "10.1.2.3"
        first = token.last_used_at
        APIClient(REMOTE_ADDR="10.1.2.3").get("/api/v1/me", headers={"authorization": f"Token {key}"})
        assert ApiToken.objects.get().last_used_at == first  # not written at every request

    def test_made_through_the_api_by_a_session(self, cast: Cast) -> None:
        client = APIClient()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        made = client.post("/api/v1/tokens", {"purpose": "报表", "days": 30, "scopes": ["figures:read"]})
        assert made.status_code == 201
        assert ask(made.json()["key"]).status_code == 200
        listed = client.get("/api/v1/tokens").json()["results"]
        assert [(one["purpose"], one["scopes"], "key" in one) for one in listed] == [
            ("报表", ["figures:read"], False)
        ]
        assert client.delete(f"/api/v1/tokens/{listed[0]['id']}").status_code == 204
        assert ask(made.json()["key"]).status_code == 401

    def test_page_shows_that_it_ends_soon(self, cast: Cast) -> None:
        create_api_token(actor=cast.user("carol"), label="快到期", days=5)
        client = Client()
        client.force_login(cast.users["carol"], backend="workforce.accounts.AccountBackend")
        client.cookies["language"] = "en"
        assert "ends soon" in client.get(reverse("workforce:account")).content.decode()
        ApiToken.objects.update(expiry=timezone.now() + timedelta(days=20))
        assert "ends soon" not in client.get(reverse("workforce:account")).content.decode()


@pytest.mark.django_db
class TestSystem:
    def test_has_no_way_in_but_its_tokens(self, cast: Cast) -> None:
        system = make_system(cast)
        assert not system.has_usable_password()
        assert not AccountBackend().user_can_authenticate(system)
        with pytest.raises(InvalidInput):
            reset_password(actor=None, user=system, now=timezone.now())
        _token, key = issue_system_token(actor=cast.user("ruth"), system=system, label="名单", days=30)
        assert ask(key).json()["login"] == "attendance"

    def test_sees_what_its_role_shows(self, cast: Cast) -> None:
        system = make_system(cast)
        _token, key = issue_system_token(actor=cast.user("ruth"), system=system, label="名单", days=30)
        assert ask(key, "/api/v1/units").json()["results"] == []
        RoleGrantFactory.create(user=system, role=Role.AUDITOR, unit=cast.company_b)
        codes = [unit["code"] for unit in ask(key, "/api/v1/units").json()["results"]]
        assert codes == ["B", "B1"]

    def test_needs_no_second_factor(self, cast: Cast, settings: Any) -> None:
        settings.MFA_REQUIRED = True
        system = make_system(cast)
        RoleGrantFactory.create(user=system, role=Role.HR_OFFICER, unit=cast.company_b)
        _token, key = issue_system_token(actor=cast.user("ruth"), system=system, label="名单", days=30)
        assert ask(key).status_code == 200

    def test_closed_is_refused(self, cast: Cast) -> None:
        system = make_system(cast)
        _token, key = issue_system_token(actor=cast.user("ruth"), system=system, label="名单", days=30)
        close_system(actor=cast.user("ruth"), system=system)
        assert ask(key).status_code == 401
        with pytest.raises(Conflict):
            issue_system_token(actor=cast.user("ruth"), system=system, label="名单", days=30)

    def test_only_root_hr(self, cast: Cast) -> None:
        system = make_system(cast)
        for name in ("alice", "erin", "admin"):
            with pytest.raises(NotPermitted):
                issue_system_token(actor=cast.user(name), system=system, label="x", days=30)
            with pytest.raises(NotPermitted):
                close_system(actor=cast.user(name), system=system)

    def test_no_token_for_another_person(self, cast: Cast) -> None:
        with pytest.raises(Missing):
            issue_system_token(actor=cast.user("ruth"), system=cast.users["alice"], label="x", days=30)

    def test_login_of_somebody_is_taken(self, cast: Cast) -> None:
        for login in ("c-ALICE", "erin"):
            with pytest.raises(Conflict):
                create_system(
                    actor=cast.user("ruth"),
                    login=login,
                    display_name="x",
                    owner=cast.users["ruth"],
                    purpose="x",
                )

    def test_a_person_answers_for_it(self, cast: Cast) -> None:
        system = make_system(cast)
        with pytest.raises(InvalidInput):
            hand_over_system(actor=cast.user("ruth"), system=system, owner=system, purpose="x")
        handed = hand_over_system(
            actor=cast.user("ruth"), system=system, owner=cast.users["ruth"], purpose="新用途"
        )
        assert (handed.owner, handed.purpose) == (cast.users["ruth"], "新用途")


class TestSystemsPage(PageAccess):
    right, wrong, stranger = "ruth", "alice", None  # the list is nobody's record

    def url(self, cast: Cast) -> str:
        if not User.objects.filter(login="attendance").exists():
            make_system(cast)
        return reverse("workforce:systems")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "考勤系统" in response.content.decode()


class TestNewSystem(PageAccess):
    right, wrong, stranger, method = "ruth", "alice", None, "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:system_new")

    def data(self, cast: Cast) -> dict[str, str]:
        return {"login": "payroll", "display_name": "工资系统", "owner": "C-alice", "purpose": "读取津贴"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert User.objects.get(login="payroll").owner == cast.users["alice"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not User.objects.filter(is_system=True).exists()


class TestSystemToken(PageAccess):
    right, wrong, stranger, method = "ruth", "alice", None, "post"

    def url(self, cast: Cast) -> str:
        system = User.objects.filter(login="attendance").first() or make_system(cast)
        return reverse("workforce:system_token", args=[system.pk])

    def data(self, cast: Cast) -> dict[str, Any]:
        return {"label": "名单", "days": 30, "scopes": ["records:read", "records:write"]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        token = ApiToken.objects.get()
        assert (token.user.login, token.issued_by, token.scopes) == (
            "attendance",
            cast.users["ruth"],
            ["records:read", "records:write"],
        )
        assert response.headers["Cache-Control"] == "no-store, private"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ApiToken.objects.exists()


class TestAllTokens(PageAccess):
    right, wrong, stranger = "ruth", "erin", None

    def url(self, cast: Cast) -> str:
        if not ApiToken.objects.exists():
            create_api_token(actor=cast.user("bob"), label="鲍勃的脚本", days=30, scopes=[Scope.FIGURES_READ])
        return reverse("workforce:tokens")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "鲍勃的脚本" in page
        assert ApiToken.objects.get().token_key not in page


class TestTokenListQueries(QueryCount):
    queries = 6
    viewer = "ruth"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:tokens")

    def make_rows(self, cast: Cast, number: int) -> None:
        for user in list(cast.users.values())[:1]:
            for index in range(number):
                ApiToken.objects.create(user, label=str(index), issued_by=cast.users["ruth"])
