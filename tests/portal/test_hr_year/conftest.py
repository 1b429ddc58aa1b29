"""The office of the stories: a group with two companies, and the shipped policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.access import build_cast
from tests.portal.test_hr_year.people_at_work import SCAN, Office


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Office]:
    """The cast at work; the story fails on whatever a browser complains about."""
    made = Office(browser, live_server.url, build_cast())
    yield made
    made.close()


@pytest.fixture
def catalogues(transactional_db: None) -> None:
    """The shipped occupations, rules and majors."""
    call_command("load_catalogues", verbosity=0)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A scan of a certificate."""
    path = tmp_path / "scan.png"
    path.write_bytes(SCAN)
    return path
