from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from config.language import chosen_language


def request_with(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/", headers={"accept-language": "en-US,en"})
    request.COOKIES.update(cookies)
    return request


def test_chinese_unless_chosen_whatever_the_browser_prefers() -> None:
    assert chosen_language(request_with()) == "zh-hans"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_cookie_chooses(language: str) -> None:
    assert chosen_language(request_with(language=language)) == language


def test_cookie_of_an_unknown_language_is_ignored() -> None:
    assert chosen_language(request_with(language="tlh")) == "zh-hans"


def test_user_chooses_where_no_cookie_does() -> None:
    request = request_with(sessionid="s")
    request.user = SimpleNamespace(language="en")  # type: ignore[assignment]
    assert chosen_language(request) == "en"
    request.COOKIES["language"] = "zh-hans"
    assert chosen_language(request) == "zh-hans"
