"""The organisation of the made-up enterprise: companies of very different size, plants, workshops, teams."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from seeds.demo.organisation import (
    ASSEMBLY,
    DRESSING,
    DRIVING,
    ELECTROLYSIS,
    EXTRUSION,
    REPAIR,
    ROLLING,
    SMELTING,
    UTILITIES,
    WELDING,
)
from workforce.enums import UnitKind

ROOT_CODE = "ZG"
#: The one workshop whose people are counted out, so that a viewer of few people is the same at every size.
DEPARTMENT_CODE, DEPARTMENT_COMPANY, DEPARTMENT_PEOPLE = "ZG03D", 3, 300
#: Company 1 employs one person in five.
FIFTH = 5
#: How what is left is shared among companies 2 and up; the head office (company 0) has one in a hundred.
_SHARES = (15, 14, 11, 9, 8, 7, 5, 4, 3, 2, 2)
_COMPANIES = (
    "集团机关",
    "第一冶炼厂",
    "矿山工程公司",
    "铜加工分公司",
    "建材装备公司",
    "第二冶炼厂",
    "电力公司",
    "镍钴公司",
    "铁路运输公司",
    "化工公司",
    "机械制造公司",
    "建设工程公司",
    "检修安装公司",
)
_WORKSHOPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("熔炼车间", SMELTING),
    ("电解车间", ELECTROLYSIS),
    ("动力车间", UTILITIES),
    ("采掘队", DRIVING),
    ("选矿车间", DRESSING),
    ("轧制车间", ROLLING),
    ("挤压车间", EXTRUSION),
    ("机修车间", REPAIR),
    ("装配车间", ASSEMBLY),
    ("铆焊车间", WELDING),
)
_PLANT, _WORKSHOP, _TEAM = (1200, 4000), (120, 420), (15, 60)


@dataclass(slots=True)
class MadeUnit:
    """A unit; `people` are placed in it directly, `trades` are the occupations worked there (none: staff)."""

    id: int
    parent: int | None
    code: str
    name: str
    kind: UnitKind
    company: int
    people: int = 0
    trades: tuple[str, ...] = ()


class Tree:
    """The units of an enterprise of so many people, parents first; ids count from 1."""

    def __init__(self, workers: int, random: Random) -> None:
        self.units: list[MadeUnit] = []
        self._random = random
        root = self._add(None, ROOT_CODE, "中冶白杨集团", UnitKind.GROUP, 0)
        for number, people in enumerate(company_sizes(workers)):
            company = self._add(root, f"{ROOT_CODE}{number:02}", _COMPANIES[number], UnitKind.COMPANY, number)
            self._fill_company(company, people, workers)

    def _add(self, parent: MadeUnit | None, code: str, name: str, kind: UnitKind, company: int) -> MadeUnit:
        unit = MadeUnit(len(self.units) + 1, parent.id if parent else None, code, name, kind, company)
        self.units.append(unit)
        return unit

    def _fill_company(self, company: MadeUnit, people: int, workers: int) -> None:
        staff = people if company.company == 0 else max(1, people // 50)
        self._fill_offices(company, staff)
        people -= staff
        if company.company == DEPARTMENT_COMPANY:
            size = department_size(workers)
            unit = self._add(company, DEPARTMENT_CODE, "质量检修部", UnitKind.WORKSHOP, company.company)
            self._fill_workshop(unit, size, REPAIR)
            people -= size
        for number, size in enumerate(self._split(people, *_PLANT), start=1):
            code = f"{company.code}{_two(number)}"
            plant = self._add(company, code, f"第{number}分厂", UnitKind.COMPANY, company.company)
            for part, in_workshop in enumerate(self._split(size, *_WORKSHOP), start=1):
                name, trades = self._random.choice(_WORKSHOPS)
                workshop = self._add(
                    plant, f"{code}{_two(part)}", f"{part}号{name}", UnitKind.WORKSHOP, company.company
                )
                self._fill_workshop(workshop, in_workshop, trades)

    def _fill_offices(self, company: MadeUnit, people: int) -> None:
        for number, size in enumerate(self._split(people, 10, 40), start=1):
            office = self._add(
                company, f"{company.code}K{_two(number)}", f"{number}科", UnitKind.WORKSHOP, company.company
            )
            office.people = size

    def _fill_workshop(self, workshop: MadeUnit, people: int, trades: tuple[str, ...]) -> None:
        """A few people in the workshop itself, the others in its teams."""
        workshop.people, workshop.trades = people // 25, trades
        for number, size in enumerate(self._split(people - workshop.people, *_TEAM), start=1):
            team = self._add(
                workshop, f"{workshop.code}{_two(number)}", f"{number}班", UnitKind.TEAM, workshop.company
            )
            team.people, team.trades = size, trades

    def _split(self, total: int, least: int, most: int) -> list[int]:
        """Parts between `least` and `most` that make up the total; a single smaller one where it is small."""
        parts: list[int] = []
        while total > 0:
            size = self._random.randint(least, most)
            if total - size < least:
                size = total if total <= most or total < 2 * least else total // 2
            parts.append(size)
            total -= size
        return parts


def company_sizes(workers: int) -> list[int]:
    """People of each company, the head office first; they add up to all."""
    sizes = [max(5, workers // 100), workers // FIFTH]
    left = workers - sum(sizes)
    sizes += [left * share // sum(_SHARES) for share in _SHARES]
    sizes[2] += workers - sum(sizes)
    return sizes


def department_size(workers: int) -> int:
    """People of the department counted out: 300, in a small enterprise a tenth of its company."""
    company = company_sizes(workers)[DEPARTMENT_COMPANY]
    return DEPARTMENT_PEOPLE if company >= 2 * DEPARTMENT_PEOPLE else company // 3


def _two(number: int) -> str:
    """Two characters for 1 to 1,295: 01 … 99, then letters."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if number < 100:
        return f"{number:02}"
    number += 260  # from "A0" on: no number of two digits is met again
    return digits[number // 36] + digits[number % 36]
