"""The people of the made-up enterprise: career, placements and status of one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.enterprise.persons import Names
from benchmarks.enterprise.tree import MadeUnit
from seeds.demo.careers import Career, DemoSchooling, days, usual_career
from skills.enums import DiplomaKind
from skills.services.catalogue import Catalogue
from workforce.enums import Sex, WorkerStatus

#: Occupations where women work as often as men; elsewhere one in eight.
_MIXED = {"6-31-03-01", "6-28-01-14", "6-30-05-01", "6-31-03-05", "6-28-03-01", "6-28-03-03"}
_STAFF_POSTS = ("人力资源专员", "财务专员", "安全员", "调度员", "工艺技术员", "统计员")
_STAFF_MAJORS = ("会计", "工商管理", "计算机应用", "人力资源管理")


@dataclass(slots=True)
class Life:
    """A person; `moves` are the units before the present one with the day each ended."""

    unit: MadeUnit
    career: Career
    trade: str | None
    sex: Sex
    name: tuple[str, str, str]
    phone: str
    post: str
    wage: int
    status: WorkerStatus = WorkerStatus.ACTIVE
    status_since: date | None = None
    moves: list[tuple[int, date]] = field(default_factory=list)
    earlier_phone: str = ""
    #: Stays active and heads nothing: an account of this person is used by the benches.
    is_kept: bool = False


class Lives:
    """Makes people, the same for the same seed, catalogue and day."""

    def __init__(self, catalogue: Catalogue, random: Random, today: date) -> None:
        self._random = random
        self._today = today
        self._names = Names(random)
        self._trade_names = {row.code: row.name for row in catalogue.occupations}
        majors: dict[str, list[str]] = {}
        for row in catalogue.occupation_majors:
            majors.setdefault(row.occupation, []).append(row.major)
        self._majors = {code: tuple(names) for code, names in majors.items()}

    def make(self, unit: MadeUnit, *, is_kept: bool = False) -> Life:
        """A person placed in the unit."""
        random = self._random
        trade = random.choice(unit.trades) if unit.trades else None
        if trade is None:
            career = self._staff_career()
        else:
            kin = tuple(code for code in unit.trades if code != trade)
            career = usual_career(random, trade, kin, self._majors[trade], self._today)
        share = 0.5 if trade is None or trade in _MIXED else 0.12
        sex = Sex.FEMALE if random.random() < share else Sex.MALE
        life = Life(
            unit,
            career,
            trade,
            sex,
            self._names.draw(sex),
            self._phone(),
            f"{self._trade_names[trade]}岗" if trade else random.choice(_STAFF_POSTS),
            round(4600 + 850 * (career.level - 1) ** 1.35 + random.uniform(-400, 900)),
        )
        life.is_kept = is_kept
        if not is_kept:
            self._place(life)
        if random.random() < 0.1:
            life.earlier_phone = self._phone()
        return life

    def _phone(self) -> str:
        return f"1999{self._random.randrange(10**7):07}"

    def _staff_career(self) -> Career:
        """Somebody in an office: schooling and no skilled occupation."""
        random, today = self._random, self._today
        born = today - days(random.uniform(24, 59))
        left_school = date(born.year + 22, 7, 1)
        start = min(left_school + days(random.uniform(0.1, 3)), today - timedelta(days=30))
        kind = random.choice((DiplomaKind.JUNIOR_COLLEGE, DiplomaKind.BACHELOR))
        career = Career(born, start, [])
        career.schooling.append(DemoSchooling(kind, random.choice(_STAFF_MAJORS), left_school))
        return career

    def _place(self, life: Life) -> None:
        """About 88 in 100 are active, 2 on leave; the others have left or are retired."""
        random, today, career = self._random, self._today, life.career
        age, luck = (today - career.born).days / 365.25, random.random()
        latest = max(
            career.spells[-1][1] if career.spells else career.hired_on,
            career.grades[-1].issued_on if career.grades else career.hired_on,
        )
        free = (today - latest).days - 40
        if free <= 0:
            return
        if age > 52 and luck < 0.3:
            self._depart(life, WorkerStatus.RETIRED, free)
        elif luck < 0.075:
            self._depart(life, WorkerStatus.LEFT, free)
        elif luck < 0.098:
            life.status = WorkerStatus.ON_LEAVE
            life.status_since = today - timedelta(days=random.randrange(5, min(200, free + 6)))

    def _depart(self, life: Life, status: WorkerStatus, free: int) -> None:
        life.status = status
        life.status_since = self._today - timedelta(days=self._random.randrange(10, min(900, free + 11)))
        if life.career.spells:
            trade, since, _open = life.career.spells[-1]
            life.career.spells[-1] = (trade, since, life.status_since)

    def move(self, life: Life, siblings: list[int]) -> None:
        """Let the person have come from one or two of the units named, on days between hiring and status."""
        end = life.status_since or self._today
        served = (end - life.career.hired_on).days
        others = [unit for unit in siblings if unit != life.unit.id]
        if not others or served < 800:
            return
        places = self._random.sample(others, min(len(others), 2 if self._random.random() < 0.3 else 1))
        steps = sorted(self._random.sample(range(200, served - 100), len(places)))
        life.moves = [
            (place, life.career.hired_on + timedelta(days=step))
            for place, step in zip(places, steps, strict=True)
        ]
