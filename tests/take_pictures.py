"""The pictures of README.md: ``python -m tests.take_pictures URL [FOLDER]``, for ``./dev pictures``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ROSTER = ROOT / "tests" / "skills" / "data" / "roster.xlsx"
WORKER, HR = "BY100009", "BY100001"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 844}
CHECKING_SECONDS = 120


def main() -> int:
    """Take every picture; 1 without a browser."""
    django.setup()
    from tests.conftest import (  # brings models with it, so the apps are loaded first
        HOW_TO_GET_ONE,
        NO_BROWSER,
        OFFLINE,
        find_browser,
    )

    parser = argparse.ArgumentParser(prog="./dev pictures")
    parser.add_argument("url")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    browser_path = find_browser()
    if browser_path is None:
        sys.stderr.write(f"{NO_BROWSER}. {HOW_TO_GET_ONE}\n")
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=[*OFFLINE, *sandbox])
        _growth(_sign_in(browser, options.url, WORKER, phone=True), options.url, options.folder)
        hr = _sign_in(browser, options.url, HR)
        _people(hr, options.url, options.folder)
        _import_clinic(hr, options.url, options.folder)
        browser.close()
    return 0


def _sign_in(browser: Browser, url: str, login: str, *, phone: bool = False) -> Page:
    """The first page of a demo account."""
    size = PHONE if phone else DESKTOP
    page = browser.new_page(
        viewport={"width": size["width"], "height": size["height"]}, locale="zh-CN", color_scheme="light"
    )
    page.goto(f"{url}/workforce/demo/")
    page.click(f"button[name=login][value={login}]")
    page.wait_for_load_state()
    page.emulate_media(reduced_motion="reduce")
    return page


def _growth(page: Page, url: str, folder: Path) -> None:
    page.goto(f"{url}/skills/me/")
    page.screenshot(path=folder / "my-growth.png")


def _people(page: Page, url: str, folder: Path) -> None:
    page.goto(f"{url}/skills/people/?opens_within=6&sort=opens")
    page.screenshot(path=folder / "people.png")


def _import_clinic(page: Page, url: str, folder: Path) -> None:
    """Hand in the sample roster and wait until every row is checked."""
    page.goto(f"{url}/skills/imports/")
    page.set_input_files("input[type=file]", ROSTER)
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_url("**/imports/*/")
    address, deadline = page.url, time.monotonic() + CHECKING_SECONDS
    while page.locator(".job-progress").count() and time.monotonic() < deadline:
        time.sleep(1)
        page.goto(address)
    page.goto(f"{address}?verdict=rejected")
    page.screenshot(path=folder / "import-clinic.png")


if __name__ == "__main__":
    raise SystemExit(main())
