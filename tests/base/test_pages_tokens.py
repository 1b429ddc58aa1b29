"""Every pair of text and ground in the tokens file can be read: contrast at least 4.5 : 1, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import base

STYLES = Path(base.__file__).parent / "static" / "base"
LIGHT, DARK = (STYLES / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")

PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent-ink")
        for ground in ("ground", "surface", "surface-low")
    ),
    *((colour, f"{colour}-soft") for colour in ("good", "wait", "bad", "info", "teal", "purple")),
    *((colour, "surface") for colour in ("good", "wait", "bad")),
    ("accent-ink", "accent-soft"),
    ("ink", "accent-soft"),
    ("on-accent", "accent"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(style: str, text: str, ground: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style))
    darker, lighter = sorted((luminance(colours[text]), luminance(colours[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("name", ["shell.css", "components.css", "lists.css", "forms.css"])
def test_only_the_tokens_file_names_colours(name: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (STYLES / name).read_text()) == []


def test_vendored_assets_keep_their_licences() -> None:
    for folder in (STYLES / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").is_file()
