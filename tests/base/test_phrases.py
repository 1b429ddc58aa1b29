"""Names are cut and read as pypinyin does with all its phrases loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from random import Random

from base.phrases import reading_of, words_of

_REFERENCE = """
import json, sys
from pypinyin import lazy_pinyin
from pypinyin.seg.simpleseg import seg
json.dump([[[word, lazy_pinyin(word)] for word in seg(text)] for text in json.load(sys.stdin)], sys.stdout)
"""
#: A phrase, its beginning, a phrase after a character, no Chinese around, a character beyond U+FFFF.
_HARD = [
    "重庆",
    "重",
    "一丁点",
    "小重庆",
    "a重庆b",
    "重庆-行长",
    "Ann 行",
    "𠀀行长",
    "〇行",
    "·",
    "绿",
    "长乐乐",
]


def _texts() -> list[str]:
    """Whole phrases, pieces of two after each other, and characters as they fall."""
    phrases = list(json.loads(files("pypinyin").joinpath("phrases_dict.json").read_text(encoding="utf-8")))
    chance = Random(4)
    characters = sorted({character for phrase in phrases for character in phrase})
    pieces = [
        chance.choice(phrases)[: chance.randint(1, 3)] + chance.choice(phrases)[: chance.randint(1, 3)]
        for _time in range(1500)
    ]
    fallen = ["".join(chance.choices(characters, k=chance.randint(1, 4))) for _time in range(1500)]
    return [*_HARD, *phrases[::20], *pieces, *fallen]


def test_texts_are_cut_and_read_as_with_all_phrases_loaded() -> None:
    texts = _texts()
    without_ours = {name: value for name, value in os.environ.items() if not name.startswith("PYPINYIN_")}
    answer = subprocess.run(
        [sys.executable, "-c", _REFERENCE],
        input=json.dumps(texts),
        env=without_ours,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = json.loads(answer.stdout)
    found = [[[word, reading_of(word)] for word in words_of(text)] for text in texts]
    differ = [
        (text, one, other) for text, one, other in zip(texts, found, expected, strict=True) if one != other
    ]
    assert differ == []
    assert ["重庆", ["chong", "qing"]] in found[_HARD.index("重庆")]


def test_the_phrases_of_pypinyin_itself_are_not_loaded() -> None:
    """Where names are written the process keeps only the small table."""
    code = (
        "from base.text import search_keys; search_keys('张重庆');"
        "from pypinyin.constants import PHRASES_DICT; print(len(PHRASES_DICT))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "0"
