"""Signed-in browsers without a screen, for the tests of pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from workforce.models import User


class EnglishClient(Client):
    """A browser whose reader chose English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookies["language"] = "en"


def browser_of(user: User, language: str = "en") -> Client:
    """A client signed in as the account, in one language."""
    client = Client()
    client.force_login(user, backend="workforce.accounts.AccountBackend")
    client.cookies["language"] = language
    return client


def text_of(response: Any) -> str:
    """The page with its runs of blanks made one."""
    return " ".join(response.content.decode().split())
