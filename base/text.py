"""Text as people type it, brought to one written form, and the keys under which a name is searched."""

import re
import unicodedata
from functools import lru_cache

from base.phrases import reading_of, words_of

#: Words of visible ASCII, common Chinese characters and their punctuation: written as `clean` writes them.
_WRITTEN = re.compile(r"(?:[!-~、。《》·一-\u9fef]+(?: [!-~、。《》·一-\u9fef]+)*)?")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Surnames whose reading as a surname differs from the everyday reading.
_SURNAMES = {
    "万俟": ["mo", "qi"],
    "尉迟": ["yu", "chi"],
    "长孙": ["zhang", "sun"],
    "单于": ["chan", "yu"],
    "澹台": ["tan", "tai"],
    "单": ["shan"],
    "仇": ["qiu"],
    "解": ["xie"],
    "曾": ["zeng"],
    "查": ["zha"],
    "区": ["ou"],
    "朴": ["piao"],
    "盖": ["ge"],
    "任": ["ren"],
    "员": ["yun"],
    "乐": ["yue"],
    "召": ["shao"],
    "种": ["chong"],
    "重": ["chong"],
    "繁": ["po"],
    "秘": ["bi"],
    "缪": ["miao"],
    "翟": ["zhai"],
    "覃": ["qin"],
    "谌": ["chen"],
    "黑": ["he"],
    "尉": ["wei"],
    "燕": ["yan"],
    "华": ["hua"],
    "卜": ["bu"],
    "晁": ["chao"],
    "洗": ["xian"],
    "冼": ["xian"],
    "哈": ["ha"],
    "纪": ["ji"],
    "葛": ["ge"],
    "教": ["jiao"],
    "折": ["she"],
}


def _without_invisible(text: str) -> str:
    """Drop control and format characters (zero-width marks, byte order marks, NUL); white space stays."""
    return "".join(
        char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def clean(text: str) -> str:
    """One-line text in one written form: NFC, full-width ASCII made narrow, spaces trimmed and joined.

    Control and zero-width characters go. Chinese characters and punctuation without an ASCII twin
    (、。《》) stay. Idempotent.
    """
    return text if _WRITTEN.fullmatch(text) else _rewritten(text)


def _rewritten(text: str) -> str:
    narrowed = _without_invisible(unicodedata.normalize("NFC", text)).translate(_NARROW)
    return unicodedata.normalize("NFC", " ".join(narrowed.split()))


def clean_lines(text: str) -> str:
    """Prose of several lines: NFC, invisible characters gone, line ends trimmed, punctuation as typed.

    Two or more blank lines become one. Idempotent.
    """
    normal = _without_invisible(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    lines: list[str] = []
    for line in (line.strip() for line in normal.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n")


def search_keys(name: str) -> tuple[str, str]:
    """The pinyin and the initials of a name, lower case without spaces: 张三 → ("zhangsan", "zs").

    A surname is read as a surname (单 → shan); letters and digits stay as they are; ü is written v.
    """
    text = clean(name)
    surname = next((length for length in (2, 1) if text[:length] in _SURNAMES), 0)
    words = [*_SURNAMES.get(text[:surname], [])]
    for part in text[surname:].split():
        for word in words_of(part):
            words += _reading(word)
    return "".join(words), "".join(word[0] for word in words)


@lru_cache(maxsize=32_768)
def _reading(word: str) -> tuple[str, ...]:
    """The syllables of one word as the dictionary cuts a name: a character, a phrase, or no Chinese."""
    syllables = ("".join(char for char in one.lower() if char.isalnum()) for one in reading_of(word))
    return tuple(syllable for syllable in syllables if syllable)
