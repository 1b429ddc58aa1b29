"""The people of the demo group, the same for the same day: who they are, where they work, how they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from base.dates import add_years
from seeds.demo.careers import Career, DemoTitle, days, opening_career, opening_window, usual_career
from seeds.demo.identity import IdNumbers, full_name, phone
from seeds.demo.organisation import DemoUnit, demo_units
from skills.enums import Level, TitleRank
from skills.services.catalogue import Catalogue
from workforce.enums import Sex, UnitKind, WorkerStatus

SEED = 20261121
PREFIX = "BY"
FIRST_NUMBER = 100001
#: The post of the one workshop head the demo signs in as.
WORKSHOP_HEAD = "车间主任"
#: The trade found in every company of the demo.
ELECTRICIAN = "电工"
#: Occupations where women work as often as men; elsewhere one in eight.
_MIXED_TRADES = {"6-31-03-01", "6-28-01-14", "6-30-05-01", "6-31-03-05", "6-28-03-01", "6-28-03-03"}
#: Work below ground, which the law keeps from women.
_UNDERGROUND = {"6-16-01-04", "6-16-01-05", "6-16-01-06", "6-16-01-07"}
_OFFICE_POSTS = ("人力资源主管", "人力资源专员", "工会副主席", "工会干事", "财务专员")


@dataclass(slots=True)
class DemoPerson:
    """A person of the demo with career and placement."""

    employee_no: str
    name: str
    sex: Sex
    id_number: str
    phone: str
    unit: str
    post: str
    career: Career
    trade: str | None
    status: WorkerStatus = WorkerStatus.ACTIVE
    status_since: date | None = None
    #: Monthly wage in whole yuan before the month's variation.
    wage: int = 0
    #: Unit before the present one, and the day of the move.
    moved: tuple[str, date] | None = None


@dataclass(slots=True)
class Trades:
    """What the catalogue says of each occupation (by code)."""

    names: dict[str, str] = field(default_factory=dict)
    majors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_r2023: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Trades:
        """The names, majors and rule sets of the catalogue's occupations."""
        majors: dict[str, list[str]] = {}
        for row in catalogue.occupation_majors:
            majors.setdefault(row.occupation, []).append(row.major)
        return cls(
            {row.code: row.name for row in catalogue.occupations},
            {code: tuple(names) for code, names in majors.items()},
            {row.occupation for row in catalogue.standards if row.rule_set == "R2023"},
        )


class Population:
    """Makes the people one after the other; the first ten are those behind the demo accounts."""

    def __init__(self, catalogue: Catalogue, *, today: date, workers: int) -> None:
        self._random = Random(SEED)  # noqa: S311 - made-up people, no secret
        self._ids = IdNumbers()
        self._trades = Trades.of(catalogue)
        self._today = today
        self._workers = workers
        self._units = [unit for unit in demo_units() if unit.weight]
        self.people: list[DemoPerson] = []

    def make(self) -> list[DemoPerson]:
        """All people, in the order of their numbers."""
        self._make_account_holders()
        weights = [unit.weight for unit in self._units]
        opening = max(20, self._workers // 10)
        for number in range(len(self.people), self._workers):
            unit = self._random.choices(self._units, weights)[0]
            if number < opening:
                self._add(unit, *self._opening(unit))
            else:
                self._add_usual(unit)
        return self.people

    def _make_account_holders(self) -> None:
        offices = [unit for unit in demo_units() if unit.code.startswith("BY00") and unit.code != "BY00"]
        by_name = {unit.name: unit for unit in demo_units()}
        for post, office in zip(_OFFICE_POSTS, (0, 0, 1, 1, 2), strict=True):
            unit = offices[office] if post != "人力资源专员" else by_name["第一冶炼厂"]
            born = self._today - days(self._random.uniform(30, 50))
            start = add_years(born, 23)
            self._add(unit, Career(born, start, []), None, post=post)
        today = self._today
        smelter = "6-17-05-03"
        head = opening_career(self._random, smelter, Level.TECHNICIAN, today + days(1.5))
        self._add(by_name["熔炼车间"], head, smelter, post=WORKSHOP_HEAD)
        ready = opening_career(self._random, smelter, Level.INTERMEDIATE, today)
        self._add(by_name["熔炼一班"], ready, smelter)
        novice = opening_career(self._random, "6-31-01-02", Level.JUNIOR, today + days(3.2))
        novice.grades.clear()
        self._add(by_name["机修车间"], novice, "6-31-01-02")
        self._add(by_name["电解一班"], self._titled(), "6-17-05-05")
        # the second person in the head office, who confirms what the first drafts
        born = self._today - days(41)
        self._add(offices[0], Career(born, add_years(born, 23), []), None, post="人力资源政策专员")

    def _titled(self) -> Career:
        """A technician with titles, an early break in the work and some months to go."""
        career = opening_career(self._random, "6-17-05-05", Level.TECHNICIAN, self._today + days(1.1))
        trade, start, _open = career.spells[0]
        turn = start + days(1.5)
        career.spells = [(trade, start, turn), (trade, turn + days(0.6), None)]
        career.titles = [
            DemoTitle(TitleRank.JUNIOR, "助理工程师", self._today - days(9.2), True),
            DemoTitle(TitleRank.MIDDLE, "工程师", self._today - days(4.5), True),
        ]
        return career

    def _opening(self, unit: DemoUnit) -> tuple[Career, str]:
        trade = self._random.choice([code for code in unit.trades if code in self._trades.by_r2023])
        first, last = opening_window(self._today)
        level = Level(self._random.choices((2, 3, 4, 5), (4, 4, 3, 2))[0])
        opens_on = first + timedelta(days=self._random.randrange((last - first).days + 1))
        return opening_career(self._random, trade, level, opens_on), trade

    def _add_usual(self, unit: DemoUnit) -> None:
        trade = self._random.choice(unit.trades)
        kin = tuple(code for code in unit.trades if code != trade)
        career = usual_career(self._random, trade, kin, self._trades.majors[trade], self._today)
        person = self._add(unit, career, trade)
        self._place(person, unit)

    def _add(self, unit: DemoUnit, career: Career, trade: str | None, *, post: str = "") -> DemoPerson:
        random = self._random
        share = 0.5 if trade is None or trade in _MIXED_TRADES else 0.12
        sex = Sex.FEMALE if trade not in _UNDERGROUND and random.random() < share else Sex.MALE
        if not post:
            post = f"{self._trades.names[trade or '']}岗"
        person = DemoPerson(
            employee_no=f"{PREFIX}{FIRST_NUMBER + len(self.people)}",
            name=full_name(random, sex),
            sex=sex,
            id_number=self._ids.next_for(career.born, sex),
            phone=phone(random),
            unit=unit.code,
            post=post,
            career=career,
            trade=trade,
            wage=round(4600 + 850 * (career.level - 1) ** 1.35 + random.uniform(-400, 900)),
        )
        self.people.append(person)
        return person

    def _place(self, person: DemoPerson, unit: DemoUnit) -> None:
        """Some retired, left, are on leave or moved here from another team."""
        random, today, career = self._random, self._today, person.career
        age, luck = (today - career.born).days / 365.25, random.random()
        latest = max(career.spells[-1][1], career.grades[-1].issued_on if career.grades else career.hired_on)
        free = (today - latest).days - 40
        if age > 55 and luck < 0.3 and free > 0:
            self._depart(person, WorkerStatus.RETIRED, free)
        elif luck < 0.035 and free > 0:
            self._depart(person, WorkerStatus.LEFT, free)
        elif luck < 0.065 and free > 0:
            person.status = WorkerStatus.ON_LEAVE
            person.status_since = today - timedelta(days=random.randrange(5, min(200, free + 6)))
        elif luck < 0.2 and unit.kind == UnitKind.TEAM:
            siblings = [other.code for other in self._units if other.parent == unit.parent and other != unit]
            served = (today - career.hired_on).days
            if siblings and served > 400:
                person.moved = (
                    random.choice(siblings),
                    today - timedelta(days=random.randrange(30, served - 200)),
                )

    def _depart(self, person: DemoPerson, status: WorkerStatus, free: int) -> None:
        person.status = status
        person.status_since = self._today - timedelta(days=self._random.randrange(10, min(900, free + 11)))
        trade, since, _open = person.career.spells[-1]
        person.career.spells[-1] = (trade, since, person.status_since)
