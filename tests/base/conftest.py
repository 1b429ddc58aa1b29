"""Two account holders without any role, and a folder of their own for kept files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from pytest_django import Settings

from workforce.models import User

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def alice(db: None) -> User:
    return get_user_model().objects.create_user("alice")


@pytest.fixture
def bob(db: None) -> User:
    return get_user_model().objects.create_user("bob")
