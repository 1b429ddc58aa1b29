"""What a person of each role looks at: the addresses, how often each kind, and where a page leads on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from random import Random
from urllib.parse import urlencode

from django.urls import reverse

_NEXT = re.compile(rb'href="(\?[^"]*cursor=[^"]+)"')
_ORDERS = ("number", "name", "-name", "opens", "-opens", "level")
_SURNAMES = "王李张刘陈杨黄赵吴周"


class Part(StrEnum):
    """Who somebody is, for what they look at."""

    WORKER = "worker"
    HR = "HR"
    FIGURES = "union and audit"


@dataclass(frozen=True)
class Person:
    """Somebody signed in, and whom they may look up (employee numbers; a worker: the own one)."""

    part: Part
    cookies: str
    numbers: tuple[str, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name in the table, how often it is opened beside the others, and its address."""

    name: str
    weight: int
    address: Callable[[Person, Random], str]


class Walk:
    """One person's way: which address next; some clicks follow a link of the list just seen."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person = person
        self.random = Random(seed)  # noqa: S311 - clicks, no secrets
        self._kinds = KINDS[person.part]
        self._onward = ""

    def next(self) -> tuple[str, str]:
        """The kind of the next page and its address."""
        if self._onward and self.random.random() < 0.5:
            address, self._onward = self._onward, ""
            return "list, next page", address
        kind = self.random.choices(self._kinds, [kind.weight for kind in self._kinds])[0]
        return kind.name, kind.address(self.person, self.random)

    def saw(self, address: str, page: bytes) -> None:
        """Remember where the page leads on."""
        found = _NEXT.findall(page)
        self._onward = address.partition("?")[0] + unescape(found[-1].decode()) if found else ""


def _fixed(name: str, **query: str) -> Callable[[Person, Random], str]:
    def address(person: Person, random: Random) -> str:
        return reverse(name) + (f"?{urlencode(query)}" if query else "")

    return address


def _of_worker(name: str) -> Callable[[Person, Random], str]:
    def address(person: Person, random: Random) -> str:
        return reverse(name, args=[random.choice(person.numbers)])

    return address


def _people(person: Person, random: Random, **query: str) -> str:
    return f"{reverse('skills:people')}?{urlencode(query)}"


def _sorted(person: Person, random: Random) -> str:
    return _people(
        person, random, sort=random.choice(["number", "name", "-name", "opens", "-opens", "level"])
    )


def _filtered(person: Person, random: Random) -> str:
    return _people(person, random, level_min=str(random.randint(2, 6)))


def _searched(person: Person, random: Random) -> str:
    return _people(person, random, q=random.choice([random.choice(_SURNAMES), random.choice(person.numbers)]))


def _act_preview(person: Person, random: Random) -> str:
    rows = random.sample(person.ids, min(20, len(person.ids)))
    return f"{reverse('workforce:workers_transfer')}?{urlencode([('row', row) for row in rows])}"


_WORKER: Sequence[Kind] = (
    Kind("own growth", 5, _fixed("skills:my_growth")),
    Kind("own record", 3, _of_worker("skills:worker")),
    Kind("own ladder", 3, _of_worker("skills:worker_ladder")),
    Kind("own changes", 1, _fixed("skills:own_changes")),
    Kind("own corrections", 1, _fixed("skills:corrections")),
    Kind("account", 1, _fixed("workforce:account")),
    Kind("policies", 1, _fixed("skills:policies")),
)
_HR: Sequence[Kind] = (
    Kind("desk", 2, _fixed("portal:desk")),
    Kind("people", 4, _fixed("skills:people")),
    Kind("people, sorted", 2, _sorted),
    Kind("people, filtered", 2, _filtered),
    Kind("people, searched", 3, _searched),
    Kind("worker page", 6, _of_worker("skills:worker")),
    Kind("facts of a worker", 2, _of_worker("skills:facts")),
    Kind("placements of a worker", 1, _of_worker("workforce:worker_placements")),
    Kind("preview of an act", 1, _act_preview),
    Kind("imports", 1, _fixed("skills:imports")),
    Kind("exports", 1, _fixed("base:exports")),
    Kind("corrections", 1, _fixed("skills:corrections")),
)
_FIGURES: Sequence[Kind] = (
    Kind("pyramid", 4, _fixed("skills:figures")),
    Kind("figures by year", 1, _fixed("skills:figures_years")),
    Kind("promotions", 1, _fixed("skills:promotions")),
    Kind("targets", 1, _fixed("skills:targets")),
    Kind("people", 2, _fixed("skills:people")),
    Kind("worker page", 2, _of_worker("skills:worker")),
)
KINDS = {Part.WORKER: _WORKER, Part.HR: _HR, Part.FIGURES: _FIGURES}
