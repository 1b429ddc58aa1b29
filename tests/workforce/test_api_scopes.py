"""Every address of the API has a decision about tokens, and the decision holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver
from django.utils.regex_helper import normalize
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from config.api import urlpatterns
from tests.access import Cast
from workforce.api_scopes import API_ROOT, AREAS, Scope, area_of, is_allowed, read_scopes
from workforce.models import ApiToken

WRITING = ("POST", "PUT", "PATCH", "DELETE")


def endpoints() -> Iterator[tuple[str, type, list[str]]]:
    """Address (a sample), view class and methods of everything below /api/v1/."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            regex = pattern.pattern.regex.pattern.lstrip("^").removesuffix("\\Z").removesuffix("$")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, before + regex)
            else:
                yield before + regex, pattern

    for regex, pattern in walk(urlpatterns, ""):
        sample, names = normalize(re.sub(r"\(\?P<format>[^)]*\)", "json", regex))[0]
        view = pattern.callback
        methods = [method.upper() for method in getattr(view, "actions", None) or _handlers(view.cls)]  # type: ignore[attr-defined]
        yield API_ROOT + sample % dict.fromkeys(names, "1"), view.cls, methods  # type: ignore[attr-defined]


def _handlers(view: type) -> list[str]:
    return [method.lower() for method in ("GET", *WRITING) if hasattr(view, method.lower())]


ENDPOINTS = list(endpoints())


def test_the_walk_finds_the_api() -> None:
    addresses = {address for address, _view, _methods in ENDPOINTS}
    assert {"/api/v1/me", "/api/v1/units/1", "/api/v1/skills/imports"} <= addresses
    assert len(ENDPOINTS) > 30


@pytest.mark.parametrize(("address", "view"), [(address, view) for address, view, _methods in ENDPOINTS])
def test_every_address_has_a_decision(address: str, view: type) -> None:
    assert area_of(address) is not None, f"{address} is missing from workforce.api_scopes.AREAS"


@pytest.mark.parametrize(("address", "view"), [(address, view) for address, view, _methods in ENDPOINTS])
def test_every_view_authenticates_by_the_house(address: str, view: type) -> None:
    """Scopes are looked at where tokens are read: a view must not read them in another way."""
    assert view.authentication_classes == api_settings.DEFAULT_AUTHENTICATION_CLASSES  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "method"), [(address, method) for address, _view, methods in ENDPOINTS for method in methods]
)
def test_no_writing_with_read_scopes(address: str, method: str) -> None:
    """Reckoning and making a file are reading; everything else that writes needs a scope that says so."""
    if method not in WRITING:
        return
    area = area_of(address)
    assert area is not None
    if area.write in (Scope.EXPORTS_READ, Scope.RECORDS_READ):
        assert area.prefix in ("exports", "skills/exports", "skills/eligibility")
    else:
        assert not is_allowed(address, method, read_scopes()), f"{method} {address}"


def test_an_address_outside_the_table_is_closed() -> None:
    assert not is_allowed("/api/v1/new-thing", "GET", Scope.values)
    assert not is_allowed("/api/v1/unitsandmore", "GET", Scope.values)


def test_every_scope_opens_something() -> None:
    assert {scope for area in AREAS for scope in (area.read, area.write) if scope} == set(Scope)


@pytest.mark.django_db
class TestToken:
    def ask(self, cast: Cast, scopes: list[str], method: str, address: str) -> tuple[int, str]:
        _token, key = ApiToken.objects.create(cast.users["alice"], label="脚本", scopes=scopes)
        client = APIClient(headers={"authorization": f"Token {key}"})
        answer = client.generic(method, address, "{}", content_type="application/json")
        return answer.status_code, answer.json().get("code", "") if answer.content else ""

    def test_scope_opens_its_area_alone(self, cast: Cast) -> None:
        assert self.ask(cast, ["organisation:read"], "GET", "/api/v1/units")[0] == 200
        assert self.ask(cast, ["figures:read"], "GET", "/api/v1/units") == (403, "scope_missing")
        assert self.ask(cast, ["organisation:read"], "GET", "/api/v1/skills/workers") == (
            403,
            "scope_missing",
        )
        assert self.ask(cast, ["organisation:read"], "GET", "/api/v1/me")[0] == 200

    def test_reading_token_does_not_write(self, cast: Cast) -> None:
        reading = read_scopes()
        assert self.ask(cast, reading, "POST", "/api/v1/skills/imports") == (403, "scope_missing")
        assert self.ask(cast, ["imports:write"], "POST", "/api/v1/skills/imports")[0] == 400

    def test_scope_does_not_widen_the_account(self, cast: Cast) -> None:
        _token, key = ApiToken.objects.create(cast.users["carol"], label="脚本", scopes=Scope.values)
        client = APIClient(headers={"authorization": f"Token {key}"})
        assert client.get("/api/v1/skills/figures/pyramid").status_code == 403

    def test_token_makes_no_token(self, cast: Cast) -> None:
        assert self.ask(cast, Scope.values, "POST", "/api/v1/tokens") == (403, "scope_missing")
        assert ApiToken.objects.count() == 1

    def test_session_is_not_narrowed(self, cast: Cast) -> None:
        client = APIClient()
        client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
        assert client.get("/api/v1/units").status_code == 200
