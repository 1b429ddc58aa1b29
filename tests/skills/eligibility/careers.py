"""Generated careers, thick with the days on which a rule turns: leap days, touching spells, one day too
few.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from tests.skills.reference import (
    OWN,
    RANKS,
    UPPER_SECONDARY,
    Apprenticeship,
    Career,
    Certificate,
    Diploma,
    Spell,
    Title,
    add_years,
)

DIPLOMA_KINDS = sorted(UPPER_SECONDARY | {"高中", "初中"})
LEAP_DAYS = [date(year, 2, 29) for year in range(1984, 2025, 4)]


def make_career(
    random: Random,
    *,
    occupations: tuple[str, ...] = (OWN,),
    related: dict[str, frozenset[str]] | None = None,
    until: date = date(2026, 11, 1),
) -> Career:
    """A career in `occupations`; no fact but a diploma or a planned end is later than `until`."""
    start = _near(random, date(1984, 1, 1) + timedelta(days=random.randrange(14000)), until)
    turns = [start, *(add_years(start, years) for years in (1, 2, 3, 5, 6, 10)), *random.sample(LEAP_DAYS, 2)]

    def day() -> date:
        return _near(random, random.choice(turns), until)

    def some(most: int) -> range:
        return range(random.choice((0, 0, *range(1, most + 1))))

    spells: list[Spell] = []
    for _spell in range(random.choice((0, 1, 1, 2, 3, 5))):
        since = random.choice([day(), *(s.until for s in spells if s.until and s.until <= until)])
        end = (
            None
            if random.random() < 0.4
            else since + timedelta(days=random.choice((1, 364, 365, 366, 730, 1096, 2500)))
        )
        spells.append(Spell(since, end, random.choice(occupations)))
        turns += [since, add_years(since, 5)]

    def matches() -> frozenset[str]:
        return frozenset(random.sample(occupations, random.randint(0, len(occupations))))

    return Career(
        born=None if random.random() < 0.05 else add_years(start, -random.choice((14, 16, 18, 30))),
        spells=tuple(spells),
        certificates=tuple(
            Certificate(random.randint(2, 8), day(), random.choice(occupations)) for _n in some(3)
        ),
        titles=tuple(Title(random.choice(list(RANKS.values())), day(), matches()) for _n in some(2)),
        diplomas=tuple(
            Diploma(random.choice(DIPLOMA_KINDS), random.choice((day(), date(2027, 7, 1))), matches())
            for _n in some(2)
        ),
        apprenticeships=tuple(Apprenticeship(day(), random.choice(occupations)) for _n in some(1)),
        related=related or {},
    )


def facts_of(career: Career, rule_set: str) -> dict[str, Any]:
    """A career of one occupation in the shape of the recorded cases."""
    ranks = {number: name for name, number in RANKS.items()}
    return {
        "rule_set": rule_set,
        "born": career.born and career.born.isoformat(),
        "spells": [
            {"from": s.since.isoformat(), "to": s.until and s.until.isoformat()} for s in career.spells
        ],
        "certificates": [{"level": c.level, "issued": c.issued.isoformat()} for c in career.certificates],
        "titles": [
            {"rank": ranks[t.rank], "on": t.on.isoformat(), "matches": OWN in t.matches}
            for t in career.titles
        ],
        "diplomas": [
            {"kind": d.kind, "graduated": d.graduated.isoformat(), "matches": OWN in d.matches}
            for d in career.diplomas
        ],
        "apprenticeships_completed": [a.completed.isoformat() for a in career.apprenticeships],
    }


def _near(random: Random, day: date, until: date) -> date:
    """The day itself, or one beside it, but not after `until`."""
    return min(day + timedelta(days=random.choice((0, 0, 0, -1, 1, 100))), until)
