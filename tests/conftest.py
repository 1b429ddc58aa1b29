"""Fixtures every test may use, and what keeps tests apart: from each other, and from a running system."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from django.conf import settings
from django.core.cache import cache
from pytest_django import Settings

from config.celery import app as celery_app
from config.environment import Environment
from tests import quick_flush
from tests.access import Cast, build_cast

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OFFLINE = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
]
FIRST = (
    "tests/config/test_snapshot.py",
    "tests/upgrade/",
    "tests/config/test_runner.py",
    "tests/base/test_backup.py",
    "tests/seeds/",
    "tests/docs/",
    "tests/portal/test_hr_year/",
)
"""What takes longest for its number of tests: begun first, so that no process is left with it at the end."""
NO_BROWSER = "no Chromium found"
HOW_TO_GET_ONE = (
    "Install a browser and a Chinese font, for instance: apt install chromium fonts-noto-cjk\n"
    "(or name one: CHROMIUM=/path/to/chrome)."
)


def find_browser() -> str | None:
    """Path of the system's Chromium: CHROMIUM, else the first on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_configure() -> None:
    """Give each test process its own databases on the broker's server, and a quick password hasher."""
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    shared = Environment(os.environ).redis("REDIS_URL", settings.REDIS_CLIENT_URL)
    own = shared.moved(2 * process)
    settings.REDIS_CLIENT_URL = own.client_url
    settings.CACHES["default"]["LOCATION"] = own.cache_url
    celery_app.conf.update(broker_url=own.broker_url)
    # from the first page test on, Playwright keeps an event loop in the main thread; nothing runs in it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    quick_flush.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first. Without a browser its tests do not run, and say so; in CI they fail."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    if find_browser() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Name the page tests that did not run, and tell how to get a browser."""
    missing = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NO_BROWSER in report.longrepr[2]
    ]
    if missing:
        terminalreporter.section(f"{len(missing)} page tests did not run: {NO_BROWSER}", yellow=True)
        terminalreporter.write_line("\n".join(missing))
        terminalreporter.write_line(HOW_TO_GET_ONE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, kept off the network; root has no sandbox."""
    path = find_browser()
    if path is None:
        pytest.fail(f"{NO_BROWSER}. {HOW_TO_GET_ONE}")
    root = ["--no-sandbox"] if os.getuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*OFFLINE, *root]}


@pytest.fixture(autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    """An empty cache (rate limits live there) and a folder for kept files that no other test has seen."""
    cache.clear()
    settings.MEDIA_ROOT = Path(tmp_path_factory.mktemp("media"))


@pytest.fixture
def cast(db: None) -> Cast:
    """A group with two companies and the people who act in them; see tests.access.Cast."""
    return build_cast()
