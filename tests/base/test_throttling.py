"""How often one asker may ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.test import APIClient

from base import throttling
from tests.access import Cast
from workforce.models import ApiToken

pytestmark = pytest.mark.django_db
WINDOW = 3600  # long enough that no test runs over its end


def rates(settings: Settings, **numbers: int) -> None:
    """Let each kind of asker ask so often in an hour."""
    kinds = {"anonymous": 1000, "session": 1000, "token": 1000, **numbers}
    settings.API_RATES = {kind: (number, WINDOW) for kind, number in kinds.items()}


def with_token(cast: Cast, name: str) -> APIClient:
    """A program of one of the cast."""
    _token, key = ApiToken.objects.create(cast.users[name], label="脚本")
    return APIClient(headers={"authorization": f"Token {key}"})


def test_token_over_its_rate_is_told_when_to_come_back(cast: Cast, settings: Settings) -> None:
    rates(settings, token=2)
    program, other = with_token(cast, "alice"), with_token(cast, "alice")
    assert [program.get("/api/v1/me").status_code for _turn in range(3)] == [200, 200, 429]
    answer = program.get("/api/v1/me")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 0 < int(answer.headers["Retry-After"]) <= WINDOW
    assert answer.json()["status"] == 429
    assert other.get("/api/v1/me").status_code == 200  # each token has its own count


def test_session_is_counted_by_its_account(cast: Cast, settings: Settings) -> None:
    rates(settings, session=2)
    for name, expected in (("alice", [200, 200, 429]), ("bob", [200, 200, 429])):
        client = APIClient()
        client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
        assert [client.get("/api/v1/me").status_code for _turn in range(3)] == expected


def test_refused_tokens_are_asked_to_wait(cast: Cast, settings: Settings) -> None:
    rates(settings, anonymous=3)
    guesser = APIClient(headers={"authorization": f"Token {'a' * 64}"}, REMOTE_ADDR="10.6.6.6")
    assert [guesser.get("/api/v1/me").status_code for _turn in range(4)] == [401, 401, 401, 429]
    elsewhere = APIClient(headers={"authorization": f"Token {'a' * 64}"}, REMOTE_ADDR="10.6.6.7")
    assert elsewhere.get("/api/v1/me").status_code == 401
    _token, key = ApiToken.objects.create(cast.users["alice"], label="脚本")
    beside = APIClient(headers={"authorization": f"Token {key}"}, REMOTE_ADDR="10.6.6.6")
    assert beside.get("/api/v1/me").status_code == 200


def test_everybody_is_let_through_while_the_cache_is_away(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates(settings, token=1)
    program = with_token(cast, "alice")

    def away(*_arguments: Any, **_options: Any) -> None:
        raise RedisConnectionError("away")

    server = caches["default"]._cache  # type: ignore[attr-defined]
    for name in ("add", "incr", "get", "set"):
        monkeypatch.setattr(type(server), name, away)
    assert [program.get("/api/v1/me").status_code for _turn in range(3)] == [200, 200, 200]
    caches["default"]._outage.end()  # type: ignore[attr-defined]


def test_count_is_of_one_key() -> None:
    assert [throttling.count("one", 60), throttling.count("one", 60), throttling.count("two", 60)] == [
        1,
        2,
        1,
    ]
