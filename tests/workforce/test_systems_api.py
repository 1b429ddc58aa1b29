"""Accounts of programs through the API: HR of the whole group at a browser, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.access import ApiAccess, Cast
from workforce.api_scopes import Scope
from workforce.models import ApiToken, User

LIST = reverse("systems-list")


def system(cast: Cast) -> User:
    """The attendance program, for which alice answers."""
    found = User.objects.filter(login="attendance").first()
    return found or User.objects.create_user(
        "attendance", display_name="考勤系统", is_system=True, owner=cast.users["alice"], purpose="同步考勤"
    )


class RootOnly(ApiAccess):
    right, wrong, stranger = "ruth", "alice", "bob"

    def test_stranger_finds_nothing(self, cast: Cast) -> None:
        """Systems belong to no unit: whoever lacks the right is refused, wherever they work."""
        for name in ("bob", "erin", "admin"):
            assert self.ask(cast, name).status_code == 403
            self.assert_nothing_done(cast)


class TestList(RootOnly):
    def url(self, cast: Cast) -> str:
        system(cast)
        return LIST

    def assert_done(self, cast: Cast, response: Any) -> None:
        (one,) = response.json()["results"]
        assert (one["login"], one["owner"], one["owner_is_here"]) == ("attendance", "C-alice", True)


class TestMaking(RootOnly):
    method = "post"

    def url(self, cast: Cast) -> str:
        return LIST

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"login": "hr-sync", "display_name": "同步程序", "owner": "C-alice", "purpose": "同步人员"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        made = User.objects.get(login="hr-sync")
        assert (made.is_system, made.owner, made.purpose) == (True, cast.users["alice"], "同步人员")
        assert response.json()["id"] == made.pk

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not User.objects.filter(login="hr-sync").exists()

    def test_taken_login_is_told(self, cast: Cast) -> None:
        system(cast)
        client = APIClient()
        client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
        answer = client.post(LIST, {**self.data(cast), "login": "attendance"})
        assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")


class TestHandingOver(RootOnly):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("systems-hand-over", args=[system(cast).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"owner": "C-dave", "purpose": "同步考勤与排班"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert system(cast).owner == cast.users["dave"]

    def assert_nothing_done(self, cast: Cast) -> None:
        assert system(cast).owner == cast.users["alice"]


class TestClosing(RootOnly):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("systems-close", args=[system(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["is_active"] is system(cast).is_active is False

    def assert_nothing_done(self, cast: Cast) -> None:
        assert system(cast).is_active


class TestNewToken(RootOnly):
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("systems-tokens", args=[system(cast).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"purpose": "夜间同步", "days": 30, "scopes": ["figures:read"]}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.headers["Cache-Control"] == "no-store, private"
        token = ApiToken.objects.get(user=system(cast))
        assert (token.scopes, response.json()["scopes"]) == (["figures:read"], ["figures:read"])
        told = APIClient(headers={"Authorization": f"Token {response.json()['key']}"})
        assert told.get(reverse("me")).json()["login"] == "attendance"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not ApiToken.objects.exists()


class TestTokens(RootOnly):
    def url(self, cast: Cast) -> str:
        if not ApiToken.objects.exists():
            ApiToken.objects.create(user=system(cast), label="夜间同步")
        return reverse("systems-tokens", args=[system(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [one["purpose"] for one in response.json()] == ["夜间同步"]
        assert "key" not in response.json()[0]


@pytest.mark.django_db
def test_no_token_opens_it_not_even_of_hr_of_the_whole_group(cast: Cast) -> None:
    _token, key = ApiToken.objects.create(user=cast.users["ruth"], scopes=Scope.values)
    assert APIClient(headers={"Authorization": f"Token {key}"}).get(LIST).status_code == 403
