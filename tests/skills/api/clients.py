"""Asking the API as one of the cast."""

from rest_framework.test import APIClient

from tests.access import Cast

API = "/api/v1/skills"


def signed_in(cast: Cast, name: str) -> APIClient:
    """A client of one of the cast."""
    client = APIClient()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client
