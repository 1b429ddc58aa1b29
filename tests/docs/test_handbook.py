"""The handbook calls pages and buttons what they are called on the screen."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ANNOTATION = re.compile(r"（.*?）$")


def names_on_the_screen() -> set[str]:
    """Every Chinese text of the interface, also without a remark in brackets at its end."""
    found: set[str] = set()
    for catalogue in sorted(ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        with catalogue.open("rb") as file:
            texts = [message.string for message in read_po(file) if message.id]
        words = [text if isinstance(text, str) else text[0] for text in texts if text]
        found.update(words, (ANNOTATION.sub("", word) for word in words))
    return found


def test_names_in_the_handbook_are_those_of_the_interface() -> None:
    text = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
    named = {name for bold in re.findall(r"\*\*(.+?)\*\*", text) for name in bold.split(" → ")}

    assert len(named) > 50
    assert named - names_on_the_screen() == set()
