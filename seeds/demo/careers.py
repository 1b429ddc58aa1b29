"""Made-up careers: schooling, spells of work, grades on a plausible path, titles, apprenticeships.

Every day is reckoned back from `today`, so the demo never looks stale, and a tenth of the people are shaped
so that their next grade opens between the first of this month and the end of the third month after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from base.dates import add_years
from skills.enums import DiplomaKind, GradeBasis, Level, TitleRank

#: Age on leaving each kind of school.
_SCHOOLING = {
    DiplomaKind.JUNIOR_HIGH: 16,
    DiplomaKind.HIGH: 19,
    DiplomaKind.SECONDARY_SPECIALISED: 19,
    DiplomaKind.TECHNICAL: 19,
    DiplomaKind.VOCATIONAL_HIGH: 19,
    DiplomaKind.SENIOR_TECHNICAL: 20,
    DiplomaKind.TECHNICIAN_COLLEGE: 21,
    DiplomaKind.JUNIOR_COLLEGE: 21,
    DiplomaKind.BACHELOR: 22,
}
_SCHOOLS_FOR_WORKERS = (
    *(DiplomaKind.JUNIOR_HIGH,) * 2,
    *(DiplomaKind.HIGH,) * 3,
    *(DiplomaKind.SECONDARY_SPECIALISED,) * 3,
    *(DiplomaKind.TECHNICAL,) * 4,
    DiplomaKind.VOCATIONAL_HIGH,
    *(DiplomaKind.SENIOR_TECHNICAL,) * 2,
    DiplomaKind.TECHNICIAN_COLLEGE,
    *(DiplomaKind.JUNIOR_COLLEGE,) * 4,
    DiplomaKind.BACHELOR,
)
_WITHOUT_MAJOR = (DiplomaKind.JUNIOR_HIGH, DiplomaKind.HIGH)
#: Majors of which no row says whether they match; HR judges them.
_OTHER_MAJORS = ("计算机应用", "会计", "工商管理", "汽车检测与维修")
#: Years until the next level by the usual route, then the share of people who take it and the longest delay.
_STEPS = {
    Level.APPRENTICE: (1.0, 0.97, 1.2),
    Level.JUNIOR: (3.0, 0.92, 1.5),
    Level.INTERMEDIATE: (4.0, 0.7, 3.0),
    Level.SENIOR: (5.0, 0.5, 2.5),
    Level.TECHNICIAN: (5.0, 0.6, 2.0),
    Level.SENIOR_TECHNICIAN: (5.0, 0.3, 2.0),
    Level.MASTER_TECHNICIAN: (3.0, 0.4, 1.0),
}
_TITLE_NAMES = {TitleRank.JUNIOR: "助理工程师", TitleRank.MIDDLE: "工程师", TitleRank.SENIOR: "高级工程师"}


@dataclass(frozen=True, slots=True)
class DemoGrade:
    """A level held since a day."""

    level: Level
    issued_on: date
    basis: GradeBasis


@dataclass(frozen=True, slots=True)
class DemoSchooling:
    """A diploma; `matches` is HR's judgement, None where the table of majors answers or nobody judged yet."""

    kind: DiplomaKind
    major: str
    graduated_on: date
    matches: bool | None = None


@dataclass(frozen=True, slots=True)
class DemoTitle:
    """A professional title and HR's judgement, None until judged."""

    rank: TitleRank
    name: str
    awarded_on: date
    matches: bool | None


@dataclass(slots=True)
class Career:
    """What a person did and earned; occupations are codes, ranges half-open."""

    born: date
    hired_on: date
    spells: list[tuple[str, date, date | None]]
    grades: list[DemoGrade] = field(default_factory=list)
    schooling: list[DemoSchooling] = field(default_factory=list)
    titles: list[DemoTitle] = field(default_factory=list)
    apprenticed_until: date | None = None

    @property
    def level(self) -> Level:
        """The level held last."""
        return self.grades[-1].level if self.grades else Level.APPRENTICE


def days(years: float) -> timedelta:
    """A length of about so many years."""
    return timedelta(days=round(years * 365.25))


def opening_window(today: date) -> tuple[date, date]:
    """The first day of this month, and the last of the third month after it."""
    months = today.year * 12 + today.month - 1 + 4
    return today.replace(day=1), date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def usual_career(
    random: Random, trade: str, kin: tuple[str, ...], majors: tuple[str, ...], today: date
) -> Career:
    """A career from school to today: perhaps a break, perhaps a change from a related occupation."""
    age = random.triangular(20.2, 59.6, 27)
    born = today - days(age)
    kind = random.choice([kind for kind in _SCHOOLS_FOR_WORKERS if _SCHOOLING[kind] < age - 1.5])
    left_school = _graduation(random, born, kind)
    start = max(left_school, add_years(born, 18)) + days(random.uniform(0.1, 0.5))
    if random.random() < 0.15:  # came late, from work elsewhere
        start += days(random.uniform(0, 0.4) * ((today - start).days / 365.25))
    start = min(start, today - timedelta(days=30))
    career = Career(born, start, _spells(random, trade, kin, start, today))
    career.schooling.append(_schooling(random, kind, majors, left_school))
    _climb(random, career, today)
    if random.random() < 0.12 and age > 24 and kind in (*_WITHOUT_MAJOR, DiplomaKind.SECONDARY_SPECIALISED):
        later = date((today - days(random.uniform(-1.2, 8))).year, 7, 1)
        if later > start:
            career.schooling.append(_schooling(random, DiplomaKind.JUNIOR_COLLEGE, majors, later))
    if career.level >= Level.SENIOR and random.random() < 0.3:
        career.titles = _titles(random, career, today)
    if career.level >= Level.JUNIOR and random.random() < 0.3:
        career.apprenticed_until = start + days(random.choice((1, 2, 3)))
    return career


def opening_career(random: Random, trade: str, level: Level, opens_on: date) -> Career:
    """A career without other routes in which the level after `level` (2 to 5) opens on the given day.

    By R2023 it takes 3 years after 初级工, 4 after 中级工, 5 after 高级工 and 技师; the years of work stay
    below the 5 or 10 that would open it earlier.
    """
    years = round(_STEPS[level][0])
    issued_on = add_years(opens_on, -years)
    before = {2: (0.3, 1.8), 3: (1.5, 5.5), 4: (7.0, 11.0), 5: (12.0, 18.0)}[level]
    start = issued_on - days(random.uniform(*before))
    kind = random.choice(_WITHOUT_MAJOR)
    left_school = date((start - days(19.6 - _SCHOOLING[kind])).year, 7, 1)
    born = left_school - days(_SCHOOLING[kind] + random.uniform(0, 0.6))
    career = Career(born, start, [(trade, start, None)])
    career.schooling.append(DemoSchooling(kind, "", left_school))
    span = issued_on - start
    career.grades = [
        DemoGrade(Level(step), start + span * (step - 1) / (level - 1), GradeBasis.ASSESSMENT)
        for step in range(Level.JUNIOR, level)
    ]
    career.grades.append(DemoGrade(level, issued_on, GradeBasis.ASSESSMENT))
    return career


def _graduation(random: Random, born: date, kind: DiplomaKind) -> date:
    return date(born.year + _SCHOOLING[kind], random.choice((6, 7)), 1) + timedelta(
        days=random.randrange(0, 30)
    )


def _schooling(
    random: Random, kind: DiplomaKind, majors: tuple[str, ...], graduated_on: date
) -> DemoSchooling:
    if kind in _WITHOUT_MAJOR:
        return DemoSchooling(kind, "", graduated_on)
    if random.random() < 0.75:
        return DemoSchooling(kind, random.choice(majors), graduated_on)
    return DemoSchooling(
        kind, random.choice(_OTHER_MAJORS), graduated_on, random.choice((None, None, False, True))
    )


def _spells(
    random: Random, trade: str, kin: tuple[str, ...], start: date, today: date
) -> list[tuple[str, date, date | None]]:
    """One spell, or two: after a break, or changed over from another occupation of the workshop."""
    length = (today - start).days
    luck = random.random()
    if length < 900 or luck < 0.72:
        return [(trade, start, None)]
    turn = start + timedelta(days=random.randrange(300, length - 300))
    if luck < 0.86:
        back = min(turn + timedelta(days=random.randrange(60, 700)), today - timedelta(days=60))
        return [(trade, start, turn), (trade, max(back, turn + timedelta(days=1)), None)]
    return [(random.choice(kin), start, turn), (trade, turn, None)] if kin else [(trade, start, None)]


def _climb(random: Random, career: Career, today: date) -> None:
    """Grades one after the other in the present occupation, from the day it was taken up."""
    trade = career.spells[-1][0]
    at = next(since for code, since, _until in career.spells if code == trade)
    for level, (years, share, delay) in _STEPS.items():
        if random.random() > share:
            return
        at += days(years + random.uniform(0.05, delay))
        if at >= today:
            return
        career.grades.append(DemoGrade(Level(level + 1), at, _basis(random, Level(level + 1))))


def _basis(random: Random, level: Level) -> GradeBasis:
    if level >= Level.MASTER_TECHNICIAN:
        return GradeBasis.APPOINTMENT
    luck = random.random()
    if level >= Level.SENIOR and luck < 0.06:
        return GradeBasis.COMPETITION
    return GradeBasis.DIRECT if level >= Level.SENIOR and luck < 0.09 else GradeBasis.ASSESSMENT


def _titles(random: Random, career: Career, today: date) -> list[DemoTitle]:
    """One title, later perhaps the next; two thirds are judged."""
    titles: list[DemoTitle] = []
    at = career.hired_on + days(random.uniform(4, 9))
    for rank in (TitleRank.JUNIOR, TitleRank.MIDDLE, TitleRank.SENIOR):
        if at >= today or (titles and random.random() < 0.5):
            break
        titles.append(DemoTitle(rank, _TITLE_NAMES[rank], at, random.choice((True, True, False, None))))
        at += days(random.uniform(5, 9))
    return titles
