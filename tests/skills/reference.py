"""The ladder of one career reckoned the plain, slow way: the yardstick that the SQL must agree with.

Written from the rule text alone, clause by clause, with its own transcription of the two rule sets and of
the two appointment rules, so that a slip in the SQL or in the shipped catalogue shows as a difference. It
shares no code with the project. Occupations are plain strings; `Career.related` maps an occupation to those
whose work and certificates count for it (directed, one step).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

RANKS = {"初级": 1, "中级": 2, "高级": 3}
UPPER_SECONDARY = {"中专", "职业高中", "技工学校", "高级技工学校", "技师学院", "大专", "本科", "研究生"}
SENIOR_TECHNICAL = {"高级技工学校", "技师学院"}
COLLEGE = {"大专", "本科", "研究生"}
OWN = "own"


@dataclass(frozen=True)
class Spell:
    """Work in one occupation, from `since` up to and not including `until` (None = still in it)."""

    since: date
    until: date | None
    occupation: str = OWN


@dataclass(frozen=True)
class Certificate:
    """A certificate of one of the levels 1 to 8."""

    level: int
    issued: date
    occupation: str = OWN


@dataclass(frozen=True)
class Title:
    """A professional title of rank 1 to 3; `matches` names the occupations it was judged to match."""

    rank: int
    on: date
    matches: frozenset[str] = frozenset({OWN})


@dataclass(frozen=True)
class Diploma:
    """A diploma; `matches` names the occupations it was judged to match."""

    kind: str
    graduated: date
    matches: frozenset[str] = frozenset({OWN})


@dataclass(frozen=True)
class Apprenticeship:
    """A completed apprenticeship in one occupation."""

    completed: date
    occupation: str = OWN


@dataclass(frozen=True)
class Career:
    """Every fact of one worker that a clause can ask for."""

    born: date | None
    spells: tuple[Spell, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    titles: tuple[Title, ...] = ()
    diplomas: tuple[Diploma, ...] = ()
    apprenticeships: tuple[Apprenticeship, ...] = ()
    related: dict[str, frozenset[str]] = field(default_factory=dict)

    def counting(self, occupation: str) -> frozenset[str]:
        """The occupations whose work and certificates count for `occupation`, itself included."""
        return self.related.get(occupation, frozenset()) | {occupation}


Clause = Callable[[Career, str], date | None]


def add_years(day: date, years: int) -> date:
    """The same month and day `years` later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def merged(career: Career, occupation: str) -> list[tuple[date, date | None]]:
    """The spells that count for `occupation`, overlapping and touching ones made one, in order."""
    counting = career.counting(occupation)
    spells = sorted((s for s in career.spells if s.occupation in counting), key=lambda s: s.since)
    parts: list[tuple[date, date | None]] = []
    for spell in spells:
        if parts:
            since, until = parts[-1]
            if until is None:
                continue
            if spell.since <= until:
                parts[-1] = (since, None if spell.until is None else max(until, spell.until))
                continue
        parts.append((spell.since, spell.until))
    return parts


def accrue(career: Career, occupation: str, since: date, years: int) -> date | None:
    """The first day on which `years` of counted work lie behind, reckoned from `since`."""
    if years == 0:
        return since
    before = 0
    for start, end in merged(career, occupation):
        if end is not None and end <= since:
            continue
        start = max(start, since)
        candidate = max(add_years(start - timedelta(days=before), years), start)
        if end is None or end >= candidate:
            return candidate
        before += (end - start).days
    return None


def earliest(days: Iterable[date | None]) -> date | None:
    """The earliest of the days that exist."""
    return min((day for day in days if day is not None), default=None)


def age(years: int) -> Clause:
    """The worker is at least `years` old."""
    return lambda career, occupation: career.born and add_years(career.born, years)


def work(years: int) -> Clause:
    """`years` of work in the occupation or a related one."""
    return lambda career, occupation: accrue(career, occupation, date(1, 1, 1), years)


def certificate(level: int, years: int) -> Clause:
    """`years` of work after a certificate of `level` or above in the occupation or a related one."""
    return lambda career, occupation: earliest(
        accrue(career, occupation, c.issued, years)
        for c in career.certificates
        if c.level >= level and c.occupation in career.counting(occupation)
    )


def title(rank: str, years: int) -> Clause:
    """`years` of work after a matching title of `rank` or above."""
    return lambda career, occupation: earliest(
        accrue(career, occupation, t.on, years)
        for t in career.titles
        if t.rank >= RANKS[rank] and occupation in t.matches
    )


def diploma(kinds: set[str], *, final_year: bool = False) -> Clause:
    """A matching diploma of one of `kinds`; with `final_year` from the September before the last summer."""

    def opens(graduated: date) -> date:
        return date(graduated.year - 1, 9, 1) if final_year else graduated

    return lambda career, occupation: earliest(
        opens(d.graduated) for d in career.diplomas if d.kind in kinds and occupation in d.matches
    )


def apprenticeship() -> Clause:
    """An apprenticeship completed in the occupation itself."""
    return lambda career, occupation: earliest(
        a.completed for a in career.apprenticeships if a.occupation == occupation
    )


RULES: dict[str, dict[int, dict[str, list[Clause]]]] = {
    "R2023": {
        2: {"R23-5-1": [age(16)]},
        3: {
            "R23-4-1": [work(5)],
            "R23-4-2": [certificate(2, 3)],
            "R23-4-3": [diploma(UPPER_SECONDARY, final_year=True)],
        },
        4: {
            "R23-3-1": [work(10)],
            "R23-3-2": [certificate(3, 4)],
            "R23-3-3": [title("初级", 1)],
            "R23-3-4": [diploma(SENIOR_TECHNICAL, final_year=True)],
            "R23-3-5": [certificate(3, 0), diploma(COLLEGE, final_year=True)],
        },
        5: {
            "R23-2-1": [certificate(4, 5)],
            "R23-2-2": [certificate(4, 1), title("初级", 5)],
            "R23-2-3": [title("中级", 1)],
            "R23-2-4": [certificate(4, 0), work(2), diploma(SENIOR_TECHNICAL)],
        },
        6: {
            "R23-1-1": [certificate(5, 5)],
            "R23-1-2": [certificate(5, 1), title("中级", 5)],
            "R23-1-3": [title("高级", 1)],
        },
    },
    "R2018": {
        2: {"R18-5-1": [work(1)], "R18-5-2": [apprenticeship()]},
        3: {
            "R18-4-1": [certificate(2, 4)],
            "R18-4-2": [work(6)],
            "R18-4-3": [diploma(UPPER_SECONDARY, final_year=True)],
        },
        4: {
            "R18-3-1": [certificate(3, 5)],
            "R18-3-2": [certificate(3, 0), diploma(SENIOR_TECHNICAL, final_year=True)],
            "R18-3-3": [certificate(3, 2), diploma(COLLEGE)],
        },
        5: {
            "R18-2-1": [certificate(4, 4)],
            "R18-2-2": [certificate(4, 0), work(3), diploma(SENIOR_TECHNICAL)],
        },
        6: {"R18-1-1": [certificate(5, 4)]},
    },
    "APPT": {7: {"APPT-7": [certificate(6, 5)]}, 8: {"APPT-8": [certificate(7, 3)]}},
}


def held_level(career: Career, occupation: str) -> int:
    """The highest certificate in the occupation itself; 1 without any."""
    return max((c.level for c in career.certificates if c.occupation == occupation), default=1)


def ladder(career: Career, rule_set: str, occupation: str = OWN) -> dict[int, tuple[date, str]]:
    """For each level above the one held that has a date: the date and the route that gives it."""
    held = held_level(career, occupation)
    answer: dict[int, tuple[date, str]] = {}
    for target, routes in RULES[rule_set].items():
        if target <= held:
            continue
        openings: list[tuple[date, str]] = []
        for route, clauses in routes.items():
            days = [day for clause in clauses if (day := clause(career, occupation)) is not None]
            if len(days) == len(clauses):
                openings.append((max(days), route))
        if openings:
            answer[target] = min(openings, key=lambda opening: (opening[0], opening[1].encode()))
    return answer


def asked(career: Career, today: date) -> set[str]:
    """The occupations a worker is asked about: each with an open spell or a certificate."""
    return {s.occupation for s in career.spells if s.until is None or s.until > today} | {
        c.occupation for c in career.certificates
    }


def career_from_facts(facts: dict[str, object]) -> Career:
    """A career of one occupation from facts in the shape of the 40 recorded cases."""

    def rows(name: str) -> list[dict[str, str]]:
        value = facts[name]
        assert isinstance(value, list)
        return value

    def matches(row: dict[str, str]) -> frozenset[str]:
        return frozenset({OWN}) if row["matches"] else frozenset()

    born = facts["born"]
    return Career(
        born=date.fromisoformat(str(born)) if born else None,
        spells=tuple(
            Spell(date.fromisoformat(s["from"]), date.fromisoformat(s["to"]) if s["to"] else None)
            for s in rows("spells")
        ),
        certificates=tuple(
            Certificate(int(c["level"]), date.fromisoformat(c["issued"])) for c in rows("certificates")
        ),
        titles=tuple(
            Title(RANKS[t["rank"]], date.fromisoformat(t["on"]), matches(t)) for t in rows("titles")
        ),
        diplomas=tuple(
            Diploma(d["kind"], date.fromisoformat(d["graduated"]), matches(d)) for d in rows("diplomas")
        ),
        apprenticeships=tuple(
            Apprenticeship(date.fromisoformat(str(day))) for day in rows("apprenticeships_completed")
        ),
    )
