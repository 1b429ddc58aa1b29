-- Facts handed in as %(careers)s, a JSON array of careers with the same names as the tables; nothing is stored.
-- All facts of a career belong to one occupation, which is known only by its rule set: the rule set stands for it.
career AS MATERIALIZED (
    SELECT c.*
      FROM jsonb_to_recordset(%(careers)s::jsonb) AS c (
               worker bigint, rule_set bigint, birth_date date,
               spells jsonb, grades jsonb, titles jsonb, diplomas jsonb, apprenticeships jsonb)
),
chosen AS (
    SELECT worker, birth_date FROM career
),
spell AS MATERIALIZED (
    SELECT career.worker, career.rule_set AS occupation, s.since, s.until
      FROM career, jsonb_to_recordset(career.spells) AS s (since date, until date)
),
grade AS MATERIALIZED (
    SELECT career.worker, career.rule_set AS occupation, g.level, g.issued_on
      FROM career, jsonb_to_recordset(career.grades) AS g (level smallint, issued_on date)
),
title AS MATERIALIZED (
    SELECT career.worker, career.rule_set AS occupation, row_number() OVER () AS title,
           t.rank, NULL::bigint AS major, t.awarded_on, t.matches
      FROM career, jsonb_to_recordset(career.titles) AS t (rank smallint, awarded_on date, matches boolean)
),
title_judgement AS (
    SELECT title, occupation, matches FROM title WHERE matches IS NOT NULL
),
diploma AS MATERIALIZED (
    SELECT career.worker, career.rule_set AS occupation, row_number() OVER () AS diploma,
           d.kind, NULL::bigint AS major, d.graduated_on, d.matches
      FROM career, jsonb_to_recordset(career.diplomas) AS d (kind text, graduated_on date, matches boolean)
),
diploma_judgement AS (
    SELECT diploma, occupation, matches FROM diploma WHERE matches IS NOT NULL
),
apprenticeship AS MATERIALIZED (
    SELECT career.worker, career.rule_set AS occupation, a.completed_on
      FROM career, jsonb_to_recordset(career.apprenticeships) AS a (completed_on date)
),
question AS (
    SELECT worker, rule_set AS occupation FROM career
),
counts_for AS (
    SELECT DISTINCT rule_set AS occupation, rule_set AS source FROM career
),
occupation_major AS (
    SELECT NULL::bigint AS occupation, NULL::bigint AS major WHERE false
),
rulebook AS (
    SELECT DISTINCT career.rule_set AS occupation, r.id AS rule_set, NULL::date AS valid_from, NULL::date AS valid_to
      FROM career
      JOIN skills_ruleset r ON r.id = career.rule_set OR r.applies_to_all
)
