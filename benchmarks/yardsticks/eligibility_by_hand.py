"""Eligibility and standing by hand: one statement for today's two rule sets, with every clause written out.

It says for everybody what `skills/eligibility/sql` says with clauses as data, and writes the same rows into
the same tables. Whatever a rule set may ask for one day is left out: other clauses, several versions at once,
standards that end, what-ifs, past days, comparison with what is stored. The rules: docs/eligibility.md §3.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

#: The day a clause reckons from, a column of each worker and occupation; `ever` is the beginning of time.
_BEGINNINGS = ("ever", "c2", "c3", "c4", "c5", "c6", "c7", "t1", "t2", "t3")
#: Years of work since then which some clause asks for.
_YEARS = {
    "ever": (1, 2, 3, 5, 6, 10),
    "c2": (3, 4),
    "c3": (2, 4, 5),
    "c4": (1, 4, 5),
    "c5": (1, 4, 5),
    "c6": (5,),
    "c7": (3,),
    "t1": (1, 5),
    "t2": (1, 5),
    "t3": (1,),
}


class Way(NamedTuple):
    """A route: its code, the level it leads to, and its clauses as columns, all of which must hold."""

    code: str
    target: int
    clauses: tuple[str, ...]


#: In the byte order of their codes. Routes that ask for a fact nobody can record lead nowhere: left out.
_WAYS = (
    Way("APPT-7", 7, ("c6_5",)),
    Way("APPT-8", 8, ("c7_3",)),
    Way("R18-1-1", 6, ("c5_4",)),
    Way("R18-2-1", 5, ("c4_4",)),
    Way("R18-2-2", 5, ("c4", "ever_3", "senior_school")),
    Way("R18-3-1", 4, ("c3_5",)),
    Way("R18-3-2", 4, ("c3", "senior_school_soon")),
    Way("R18-3-3", 4, ("c3_2", "college")),
    Way("R18-4-1", 3, ("c2_4",)),
    Way("R18-4-2", 3, ("ever_6",)),
    Way("R18-4-3", 3, ("any_school_soon",)),
    Way("R18-5-1", 2, ("ever_1",)),
    Way("R18-5-2", 2, ("apprenticed",)),
    Way("R23-1-1", 6, ("c5_5",)),
    Way("R23-1-2", 6, ("c5_1", "t2_5")),
    Way("R23-1-3", 6, ("t3_1",)),
    Way("R23-2-1", 5, ("c4_5",)),
    Way("R23-2-2", 5, ("c4_1", "t1_5")),
    Way("R23-2-3", 5, ("t2_1",)),
    Way("R23-2-4", 5, ("c4", "ever_2", "senior_school")),
    Way("R23-3-1", 4, ("ever_10",)),
    Way("R23-3-2", 4, ("c3_4",)),
    Way("R23-3-3", 4, ("t1_1",)),
    Way("R23-3-4", 4, ("senior_school_soon",)),
    Way("R23-3-5", 4, ("c3", "college_soon")),
    Way("R23-4-1", 3, ("ever_5",)),
    Way("R23-4-2", 3, ("c2_3",)),
    Way("R23-4-3", 3, ("any_school_soon",)),
    Way("R23-5-1", 2, ("aged_16",)),
)
_SENIOR = "'高级技工学校', '技师学院'"
_COLLEGE = "'大专', '本科', '研究生'"
_ANY = f"'中专', '职业高中', '技工学校', {_SENIOR}, {_COLLEGE}"


def statement_by_hand() -> str:
    """The statement; parameter: `today`. Fills `skills_eligibility` (empty before) and `skills_standing`."""
    return "WITH " + ",\n".join(_steps()) + _WRITES


def _steps() -> Iterable[str]:
    yield _FACTS
    alone = ", ".join(f"greatest(since, {day}) - since AS {day}_before" for day in _BEGINNINGS)
    among = ", ".join(
        f"min(greatest(since, {day}) - shifted) FILTER (WHERE until IS NULL OR until > {day}) OVER of_pair"
        f" AS {day}_before"
        for day in _BEGINNINGS
    )
    columns = ", ".join(("pair", "since", "until", "shifted", *_BEGINNINGS))
    yield f"""walked AS (
        SELECT {columns}, {alone} FROM part JOIN evidence USING (pair) WHERE parts = 1
        UNION ALL
        SELECT {columns}, {among} FROM part JOIN evidence USING (pair) WHERE parts > 1
        WINDOW of_pair AS (PARTITION BY pair))"""
    needs = [(day, years) for day, asked in _YEARS.items() for years in asked]
    reached = ", ".join(f"min({_accrued(day, years)}) AS {day}_{years}" for day, years in needs)
    yield f"accrued AS (SELECT pair, {reached} FROM walked GROUP BY pair)"
    dates = ", ".join(f"{_all_of(way.clauses)} AS {_column(way)}" for way in _WAYS)
    yield f"""way AS MATERIALIZED (
        SELECT pair, worker, occupation, held, is_of_2023, {dates}
          FROM evidence LEFT JOIN accrued USING (pair))"""
    yield "opening AS MATERIALIZED (" + "\nUNION ALL ".join(_openings()) + ")"


def _accrued(day: str, years: int) -> str:
    """The day on which a part of the merged spells completes so many years of work since `day`."""
    full = f"(shifted + {day}_before + interval '{years} years')::date"
    return (
        f"CASE WHEN {day} IS NOT NULL AND (until IS NULL OR until > {day} AND until >= {full})"
        f" THEN greatest({full}, since, {day}) END"
    )


def _all_of(clauses: tuple[str, ...]) -> str:
    """The latest of the days, none if any has none (GREATEST passes over NULL)."""
    if len(clauses) == 1:
        return clauses[0]
    there = " AND ".join(f"{clause} IS NOT NULL" for clause in clauses)
    return f"CASE WHEN {there} THEN greatest({', '.join(clauses)}) END"


def _column(way: Way) -> str:
    return way.code.lower().replace("-", "_")


def _openings() -> Iterable[str]:
    """For each rule set and level the earliest of the ways to it, the first code of several."""
    for rule_set, who in (("R23", "AND is_of_2023"), ("R18", "AND NOT is_of_2023"), ("APPT", "")):
        for target in range(2, 9):
            ways = [way for way in _WAYS if way.target == target and way.code.startswith(rule_set)]
            if not ways:
                continue
            earliest = f"least({', '.join(_column(way) for way in ways)})"
            code = " ".join(f"WHEN {_column(way)} = {earliest} THEN '{way.code}'" for way in ways)
            yield f"""SELECT pair, worker, occupation, {target}::smallint AS target, {earliest} AS opens_on,
                CASE {code} END AS code FROM way WHERE held < {target} {who} AND {earliest} IS NOT NULL"""


_CERTIFIED = ", ".join(
    f"min(g.issued_on) FILTER (WHERE g.level >= {level}) AS c{level}" for level in range(2, 8)
)
_TITLED = ", ".join(f"min(t.awarded_on) FILTER (WHERE t.rank >= {rank}) AS t{rank}" for rank in (1, 2, 3))
_SOON = "make_date(extract(year FROM d.graduated_on)::integer - 1, 9, 1)"
_FACTS = f"""
spell AS MATERIALIZED (
    SELECT worker_id AS worker, occupation_id AS occupation, since, until
      FROM skills_employmentspell WHERE voided_at IS NULL),
grade AS MATERIALIZED (
    SELECT worker_id AS worker, occupation_id AS occupation, level, issued_on
      FROM skills_graderecord WHERE kind = 'grant' AND NOT is_void),
counts_for AS MATERIALIZED (
    SELECT id AS occupation, id AS source FROM skills_occupation
    UNION SELECT occupation_id, related_id FROM skills_relatedoccupation
     WHERE COALESCE(valid_from <= %(today)s, true) AND COALESCE(valid_to > %(today)s, true)),
major AS MATERIALIZED (
    SELECT occupation_id AS occupation, major_id AS major FROM skills_occupationmajor
     WHERE COALESCE(valid_from <= %(today)s, true) AND COALESCE(valid_to > %(today)s, true)),
pair AS MATERIALIZED (
    SELECT row_number() OVER () AS pair, worker, occupation, held, held_since,
           row_number() OVER (
               PARTITION BY worker ORDER BY open_since DESC NULLS LAST, held DESC, occupation) = 1 AS is_main,
           s.code = 'R2023' AS is_of_2023
      FROM (SELECT worker, occupation, COALESCE(max(level), 1) AS held,
                   (array_agg(issued_on ORDER BY level DESC NULLS LAST, issued_on))[1] AS held_since,
                   max(open_since) AS open_since
              FROM (SELECT worker, occupation, NULL::smallint AS level, NULL::date AS issued_on,
                           since AS open_since
                      FROM spell WHERE until IS NULL OR until > %(today)s
                    UNION ALL
                    SELECT worker, occupation, level, issued_on, NULL FROM grade) AS mentioned
             GROUP BY worker, occupation) AS asked
      LEFT JOIN (SELECT occupation_id, code
                   FROM skills_standard JOIN skills_ruleset r ON r.id = rule_set_id) AS s
        ON s.occupation_id = occupation),
part AS MATERIALIZED (
    SELECT pair, lower(span) AS since, upper(span) AS until, count(*) OVER (PARTITION BY pair) AS parts,
           lower(span) - COALESCE(sum(upper(span) - lower(span)) OVER (
               PARTITION BY pair ORDER BY span ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
               0)::integer AS shifted
      FROM (SELECT pair, unnest(range_agg(daterange(since, until))) AS span
              FROM pair JOIN spell USING (worker)
              JOIN counts_for c ON c.occupation = pair.occupation AND c.source = spell.occupation
             GROUP BY pair) AS merged),
certified AS MATERIALIZED (
    SELECT pair, {_CERTIFIED}
      FROM pair JOIN grade g USING (worker)
      JOIN counts_for c ON c.occupation = pair.occupation AND c.source = g.occupation
     GROUP BY pair),
titled AS MATERIALIZED (
    SELECT pair, {_TITLED}
      FROM pair JOIN skills_title t ON t.worker_id = pair.worker AND t.voided_at IS NULL
      LEFT JOIN major m ON m.occupation = pair.occupation AND m.major = t.major_id
      LEFT JOIN skills_titlematch j ON j.title_id = t.id AND j.occupation_id = pair.occupation
     WHERE m.major IS NOT NULL OR j.matches
     GROUP BY pair),
schooled AS MATERIALIZED (
    SELECT pair, min(d.graduated_on) FILTER (WHERE d.kind IN ({_SENIOR})) AS senior_school,
           min({_SOON}) FILTER (WHERE d.kind IN ({_SENIOR})) AS senior_school_soon,
           min(d.graduated_on) FILTER (WHERE d.kind IN ({_COLLEGE})) AS college,
           min({_SOON}) FILTER (WHERE d.kind IN ({_COLLEGE})) AS college_soon,
           min({_SOON}) FILTER (WHERE d.kind IN ({_ANY})) AS any_school_soon
      FROM pair JOIN skills_diploma d ON d.worker_id = pair.worker AND d.voided_at IS NULL
      LEFT JOIN major m ON m.occupation = pair.occupation AND m.major = d.major_id
      LEFT JOIN skills_diplomamatch j ON j.diploma_id = d.id AND j.occupation_id = pair.occupation
     WHERE (m.major IS NOT NULL OR j.matches) AND d.graduated_on IS NOT NULL
     GROUP BY pair),
apprentice AS MATERIALIZED (
    SELECT worker_id AS worker, occupation_id AS occupation, min(completed_on) AS apprenticed
      FROM skills_apprenticeshipcompletion WHERE voided_at IS NULL GROUP BY 1, 2),
evidence AS MATERIALIZED (
    SELECT pair, pair.worker, pair.occupation, held, is_of_2023, '-infinity'::date AS ever,
           c2, c3, c4, c5, c6, c7, t1, t2, t3,
           senior_school, senior_school_soon, college, college_soon, any_school_soon, apprenticed,
           (w.birth_date + interval '16 years')::date AS aged_16
      FROM pair
      JOIN workforce_worker w ON w.id = pair.worker
      LEFT JOIN certified USING (pair)
      LEFT JOIN titled USING (pair)
      LEFT JOIN schooled USING (pair)
      LEFT JOIN apprentice a ON a.worker = pair.worker AND a.occupation = pair.occupation)"""
_WRITES = """,
route AS MATERIALIZED (SELECT code, id AS route, version_id AS version FROM skills_route),
written AS (
    INSERT INTO skills_eligibility (worker_id, occupation_id, target, version_id, opens_on, route_id)
    SELECT worker, occupation, target, version, opens_on, route FROM opening JOIN route USING (code))
UPDATE skills_standing s
   SET occupation_id = pair.occupation, held_level = pair.held, held_since = pair.held_since,
       next_level = CASE WHEN pair.held < 8 THEN pair.held + 1 END,
       next_on = o.opens_on, next_route_id = route.route
  FROM pair
  LEFT JOIN opening o ON o.pair = pair.pair AND o.target = pair.held + 1
  LEFT JOIN route USING (code)
 WHERE pair.is_main AND s.worker_id = pair.worker"""
