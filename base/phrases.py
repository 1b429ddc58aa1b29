"""How phrases of Chinese are read (重庆 is chong qing, not zhong qing), kept in two megabytes.

pypinyin keeps its 47,000 phrases as lists of lists, which weigh 45 MB in every process that ever wrote a
name. The same phrases stand here as one text for each first character; pypinyin itself is left with single
characters. The readings are the same (`tests/base/test_phrases.py` compares them).
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_PHRASE = re.compile(r'"([^"]+)": \[((?:\s*\[[^\]]*\],?)+)\s*\]')
#: A text of these characters only is one piece to pypinyin, too.
_CHINESE = re.compile(r"[\u4e00-\u9fa5]+")
_FIRST_READING = re.compile(r'\[\s*"([^"]*)"')


class Phrases:
    """The phrases with their syllables, to cut a text by and to read a phrase."""

    def __init__(self, phrases: Iterator[tuple[str, str]]) -> None:
        lines: dict[str, list[str]] = defaultdict(list)
        for phrase, reading in phrases:
            lines[phrase[0]].append(f"\n{phrase[1:]}\t{reading}")
        self._by_first = {first: "".join(of_first) + "\n" for first, of_first in lines.items()}
        self._begins = lru_cache(maxsize=32_768)(self._begins_phrase)

    def cut(self, text: str) -> Iterator[str]:
        """The text in its longest phrases from the left, the rest in characters, as pypinyin cuts it.

        Where all the text left begins a longer phrase and no phrase, it is characters to the end.
        """
        while text:
            length, goes_on = self._longest(text)
            if goes_on and not length:
                yield from text
                return
            yield text[: length or 1]
            text = text[length or 1 :]

    def _longest(self, text: str) -> tuple[int, bool]:
        """The length of the longest phrase at the beginning, and whether a phrase begins with all of it."""
        if len(text) > 1 and not self._begins(text[:2]):
            return 0, False  # most pairs of characters in a name
        lines, length = self._by_first.get(text[:1], ""), 0
        for end in range(1, len(text) + 1):
            if f"\n{text[1:end]}" not in lines:
                return length, False
            if f"\n{text[1:end]}\t" in lines:
                length = end
        return length, True

    def _begins_phrase(self, pair: str) -> bool:
        return f"\n{pair[1]}" in self._by_first.get(pair[0], "")

    def reading(self, phrase: str) -> list[str] | None:
        """The syllables of a phrase; None for a text that is none."""
        lines = self._by_first.get(phrase[:1], "")
        at = lines.find(f"\n{phrase[1:]}\t")
        return None if at < 0 else lines[at + len(phrase) + 1 : lines.index("\n", at + 1)].split(" ")


def words_of(text: str) -> Iterator[str]:
    """The text cut into phrases, single characters, and what is no Chinese."""
    if _CHINESE.fullmatch(text):
        yield from _phrases().cut(text)
        return
    _without_phrases()
    from pypinyin.constants import RE_HANS
    from pypinyin.seg.simpleseg import simple_seg

    for part in simple_seg(text):
        if RE_HANS.match(part):
            yield from _phrases().cut(part)
        else:
            yield part


def reading_of(word: str) -> list[str]:
    """The syllables of a word of `words_of`, without tones, ü as v; what is no Chinese as it stands."""
    _without_phrases()
    from pypinyin import lazy_pinyin

    syllables: list[str] = _phrases().reading(word) or lazy_pinyin(word)
    return syllables


@cache
def _without_phrases() -> None:
    """Tell pypinyin, before it is loaded, not to load its own phrases."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")


@cache
def _phrases() -> Phrases:
    return Phrases(_read_phrases())


def _read_phrases() -> Iterator[tuple[str, str]]:
    """pypinyin's phrases, one at a time: read as a whole they would leave the process large."""
    from pypinyin import Style
    from pypinyin.style import convert

    @cache
    def plain(syllable: str) -> str:
        written: str = convert(syllable, style=Style.NORMAL, strict=True)
        return written

    text = files("pypinyin").joinpath("phrases_dict.json").read_text(encoding="utf-8")
    for found in _PHRASE.finditer(text):
        yield found[1], " ".join(plain(one) for one in _FIRST_READING.findall(found[2]))
