-- From facts to dates, by the exact semantics of docs/eligibility.md. Reads only the steps that asked.sql and a facts_*.sql
-- name, never a table of facts.
ruling AS MATERIALIZED (
    -- confirmed versions that are in force today or will be: results of a coming version lie ready beside the old;
    -- plain comparisons, not range operators, whose selectivity the planner would have to guess (0.01)
    SELECT b.occupation, v.id AS version, greatest(b.valid_from, v.valid_from) <= %(today)s::date AS in_force
      FROM rulebook b
      JOIN skills_rulesetversion v ON v.rule_set_id = b.rule_set AND v.confirmed_at IS NOT NULL
     WHERE b.occupation IN (SELECT occupation FROM asked)
       AND (b.valid_to IS NULL OR b.valid_to > greatest(v.valid_from, %(today)s::date))
       AND (v.valid_to IS NULL OR v.valid_to > greatest(b.valid_from, %(today)s::date))
),
demand AS MATERIALIZED (
    -- every clause of every route that rules an occupation; a `way` is a route in an occupation, clauses of one `need`
    -- share their evidence, `code_place` is the place of the code in byte order
    SELECT clause.*, dense_rank() OVER (ORDER BY occupation, route)::integer AS way,
           dense_rank() OVER (ORDER BY occupation, kind, threshold)::integer AS need,
           dense_rank() OVER (ORDER BY code COLLATE "C")::integer AS code_place
      FROM (SELECT ruling.occupation, ruling.version, ruling.in_force, r.id AS route, r.code, r.target,
                   c.id AS clause, c.position, c.kind, COALESCE(c.level, c.rank, 0) AS threshold, c.years,
                   c.diploma_kinds, c.final_year, c.unrecorded_fact
              FROM ruling
              JOIN skills_route r ON r.version_id = ruling.version
              JOIN skills_clause c ON c.route_id = r.id) AS clause
),
way AS MATERIALIZED (
    SELECT way, version, in_force, target, route, code, code_place, count(*) AS clauses
      FROM demand
     GROUP BY way, version, in_force, target, route, code, code_place
),
need AS MATERIALIZED (
    SELECT occupation, kind, threshold, need, max(target) AS highest_target
      FROM demand
     WHERE kind IN ('work', 'cert', 'title')
     GROUP BY occupation, kind, threshold, need
),
part AS MATERIALIZED (
    -- spells merged (overlapping and touching ones are one); `shifted` = start less the days in the earlier parts
    SELECT pair, lower(span) AS since, upper(span) AS until,
           lower(span) - COALESCE(
               sum(upper(span) - lower(span)) OVER (
                   PARTITION BY pair ORDER BY span ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
               0)::integer AS shifted
      FROM (SELECT asked.pair, unnest(range_agg(daterange(spell.since, spell.until))) AS span
              FROM asked
              JOIN spell ON spell.worker = asked.worker
              JOIN counts_for ON counts_for.occupation = asked.occupation AND counts_for.source = spell.occupation
             GROUP BY asked.pair) AS merged
),
grade_counting AS MATERIALIZED (
    SELECT asked.pair, asked.occupation, asked.held, grade.level, grade.issued_on
      FROM asked
      JOIN grade ON grade.worker = asked.worker
      JOIN counts_for ON counts_for.occupation = asked.occupation AND counts_for.source = grade.occupation
),
title_counting AS MATERIALIZED (
    SELECT DISTINCT asked.pair, asked.occupation, asked.held, title.rank, title.awarded_on
      FROM asked
      JOIN title ON title.worker = asked.worker
      LEFT JOIN occupation_major m ON m.occupation = asked.occupation AND m.major = title.major
      LEFT JOIN title_judgement j ON j.title = title.title AND j.occupation = asked.occupation
     WHERE m.major IS NOT NULL OR j.matches
),
diploma_counting AS MATERIALIZED (
    SELECT DISTINCT asked.pair, asked.occupation, asked.held, diploma.kind, diploma.graduated_on
      FROM asked
      JOIN diploma ON diploma.worker = asked.worker
      LEFT JOIN occupation_major m ON m.occupation = asked.occupation AND m.major = diploma.major
      LEFT JOIN diploma_judgement j ON j.diploma = diploma.diploma AND j.occupation = asked.occupation
     WHERE (m.major IS NOT NULL OR j.matches) AND diploma.graduated_on IS NOT NULL
),
reckoned AS MATERIALIZED (
    -- the day from which a need reckons; the earliest certificate or title that reaches the threshold is enough,
    -- since reckoning from a later one never ends earlier
    SELECT c.pair, c.held, need.need, min(c.issued_on) AS since
      FROM grade_counting c
      JOIN need ON need.occupation = c.occupation
     WHERE need.kind = 'cert' AND need.threshold <= c.level AND need.highest_target > c.held
     GROUP BY c.pair, c.held, need.need
    UNION ALL
    SELECT c.pair, c.held, need.need, min(c.awarded_on)
      FROM title_counting c
      JOIN need ON need.occupation = c.occupation
     WHERE need.kind = 'title' AND need.threshold <= c.rank AND need.highest_target > c.held
     GROUP BY c.pair, c.held, need.need
    UNION ALL
    SELECT asked.pair, asked.held, need.need, '-infinity'
      FROM asked
      JOIN need ON need.occupation = asked.occupation
     WHERE need.kind = 'work' AND need.highest_target > asked.held
),
stretch AS MATERIALIZED (
    -- the parts of the merged spells on or after that day; the earliest `start - shifted` is what was worked before it
    SELECT r.pair, r.held, r.need, part.until, greatest(part.since, r.since) AS start,
           part.shifted + min(greatest(part.since, r.since) - part.shifted) OVER (
               PARTITION BY r.pair, r.need) AS shifted
      FROM reckoned r
      JOIN part ON part.pair = r.pair
     WHERE part.until IS NULL OR part.until > r.since
),
opening AS (
    -- the first day on which a clause holds; a clause without evidence has no row
    SELECT s.pair, d.way, d.clause,
           min(greatest((s.shifted + make_interval(years => d.years))::date, s.start)) AS opens_on
      FROM stretch s
      JOIN demand d ON d.need = s.need AND d.years > 0 AND d.target > s.held
     WHERE s.until IS NULL OR s.until >= (s.shifted + make_interval(years => d.years))::date
     GROUP BY s.pair, d.way, d.clause
    UNION ALL
    SELECT r.pair, d.way, d.clause, r.since
      FROM reckoned r
      JOIN demand d ON d.need = r.need AND d.years = 0 AND d.target > r.held
    UNION ALL
    SELECT asked.pair, d.way, d.clause, (chosen.birth_date + make_interval(years => d.years))::date
      FROM asked
      JOIN chosen ON chosen.worker = asked.worker AND chosen.birth_date IS NOT NULL
      JOIN demand d ON d.occupation = asked.occupation AND d.kind = 'age' AND d.target > asked.held
    UNION ALL
    SELECT c.pair, d.way, d.clause,
           min(CASE WHEN d.final_year
                    THEN make_date(extract(year FROM c.graduated_on)::integer - 1, 9, 1)
                    ELSE c.graduated_on END)
      FROM diploma_counting c
      JOIN demand d ON d.occupation = c.occupation AND d.kind = 'diploma' AND d.target > c.held
       AND c.kind = ANY (d.diploma_kinds)
     GROUP BY c.pair, d.way, d.clause
    UNION ALL
    SELECT asked.pair, d.way, d.clause, min(a.completed_on)
      FROM asked
      JOIN apprenticeship a ON a.worker = asked.worker AND a.occupation = asked.occupation
      JOIN demand d ON d.occupation = asked.occupation AND d.kind = 'apprenticeship' AND d.target > asked.held
     GROUP BY asked.pair, d.way, d.clause
),
route_date AS (
    -- all its clauses hold: the latest of them, and none if any has none
    SELECT held.pair, held.opens_on, way.version, way.in_force, way.target, way.route, way.code, way.code_place
      FROM (SELECT pair, way, max(opens_on) AS opens_on, count(*) AS clauses FROM opening GROUP BY pair, way) AS held
      JOIN way ON way.way = held.way AND way.clauses = held.clauses
),
target_date AS (
    -- any one route is enough: the earliest; on the same day the route id first in byte order
    SELECT DISTINCT ON (pair, target, version) pair, target, version, in_force, opens_on, route, code
      FROM route_date
     ORDER BY pair, target, version, opens_on, code_place
)
