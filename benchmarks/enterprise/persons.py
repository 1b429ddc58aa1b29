"""Names with their search keys, and resident id numbers sealed as the product seals them."""

from __future__ import annotations

from datetime import date
from random import Random

from base.encryption import encrypt
from base.text import search_keys
from seeds.demo.identity import full_name
from workforce.enums import Sex
from workforce.services.id_numbers import id_number_index, mask_id_number

#: How many names of each sex there are: at a million people about a hundred bear the same one.
_NAMES = 6_000
_AREAS = tuple(f"6203{district:02}" for district in range(1, 40))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Names:
    """Names as often as they are in life: a few are everywhere, most are rare."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names = {sex: self._draw(sex) for sex in (Sex.MALE, Sex.FEMALE)}

    def _draw(self, sex: Sex) -> list[tuple[str, str, str]]:
        names = dict.fromkeys(full_name(self._random, sex) for _number in range(_NAMES))
        return [(name, *search_keys(name)) for name in names]

    def draw(self, sex: Sex) -> tuple[str, str, str]:
        """A name, its pinyin and its initials."""
        names = self._names[sex]
        # the product of two even draws: the names in front come up again and again
        return names[int(len(names) * self._random.random() * self._random.random())]


class IdNumbers:
    """Valid id numbers that agree with birth date and sex, each given once."""

    def __init__(self) -> None:
        self._given: dict[tuple[date, Sex], int] = {}

    def draw(self, born: date, sex: Sex) -> str:
        """The next number for a birth date and a sex."""
        count = self._given.get((born, sex), 0)
        self._given[born, sex] = count + 1
        area, place = divmod(count, 50)
        # sequences from 900 up are hardly ever given out, so nobody's real number is met
        body = f"{_AREAS[area]}{born:%Y%m%d}{900 + 2 * place + (sex == Sex.MALE)}"
        rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11
        return body + "10X98765432"[rest]


def sealed(number: str) -> tuple[str, str, str]:
    """Envelope and look-up digest as COPY writes bytes, and the mask."""
    return (
        f"\\\\x{encrypt(number.encode()).hex()}",
        f"\\\\x{id_number_index(number).hex()}",
        mask_id_number(number),
    )
