-- Facts of the workers named in %(worker_ids)s (NULL = all), read from the tables. Voided facts do not count.
-- %(as_of)s NULL: all of them, planned ones too; a day: those that day knew, and what ended later had not ended yet.
-- The filter is applied once, here, so that every later join starts from few rows and the planner knows it.
chosen AS MATERIALIZED (
    SELECT id AS worker, birth_date
      FROM workforce_worker
     WHERE %(worker_ids)s::bigint[] IS NULL OR id = ANY (%(worker_ids)s::bigint[])
),
spell AS MATERIALIZED (
    SELECT chosen.worker, s.occupation_id AS occupation, s.since,
           CASE WHEN s.until > %(as_of)s::date THEN NULL ELSE s.until END AS until
      FROM chosen
      JOIN skills_employmentspell s ON s.worker_id = chosen.worker AND s.voided_at IS NULL
       AND (%(as_of)s::date IS NULL OR s.since <= %(as_of)s::date)
),
grade AS MATERIALIZED (
    SELECT chosen.worker, g.occupation_id AS occupation, g.level, g.issued_on
      FROM chosen
      JOIN skills_graderecord g ON g.worker_id = chosen.worker AND g.kind = 'grant' AND NOT g.is_void
       AND (%(as_of)s::date IS NULL OR g.issued_on <= %(as_of)s::date)
),
title AS MATERIALIZED (
    SELECT chosen.worker, t.id AS title, t.rank, t.major_id AS major, t.awarded_on
      FROM chosen
      JOIN skills_title t ON t.worker_id = chosen.worker AND t.voided_at IS NULL
       AND (%(as_of)s::date IS NULL OR t.awarded_on <= %(as_of)s::date)
),
title_judgement AS (
    SELECT title_id AS title, occupation_id AS occupation, matches FROM skills_titlematch
),
diploma AS MATERIALIZED (
    SELECT chosen.worker, d.id AS diploma, d.kind, d.major_id AS major, d.graduated_on
      FROM chosen
      JOIN skills_diploma d ON d.worker_id = chosen.worker AND d.voided_at IS NULL
       -- the final year has begun: from then on the diploma is expected
       AND (%(as_of)s::date IS NULL OR d.graduated_on IS NULL
            OR make_date(extract(year FROM d.graduated_on)::integer - 1, 9, 1) <= %(as_of)s::date)
),
diploma_judgement AS (
    SELECT diploma_id AS diploma, occupation_id AS occupation, matches FROM skills_diplomamatch
),
apprenticeship AS MATERIALIZED (
    SELECT chosen.worker, a.occupation_id AS occupation, a.completed_on
      FROM chosen
      JOIN skills_apprenticeshipcompletion a ON a.worker_id = chosen.worker AND a.voided_at IS NULL
       AND (%(as_of)s::date IS NULL OR a.completed_on <= %(as_of)s::date)
),
question AS (
    -- occupations asked for beyond those the worker works in or holds a grade in
    SELECT chosen.worker, o.id AS occupation
      FROM chosen
      JOIN skills_occupation o ON o.id = ANY (%(occupation_ids)s::bigint[])
),
counts_for AS MATERIALIZED (
    -- work and certificates in `source` count for `occupation`
    SELECT id AS occupation, id AS source FROM skills_occupation
    UNION
    SELECT occupation_id, related_id
      FROM skills_relatedoccupation
     WHERE (valid_from IS NULL OR valid_from <= %(today)s::date) AND (valid_to IS NULL OR valid_to > %(today)s::date)
),
occupation_major AS MATERIALIZED (
    SELECT occupation_id AS occupation, major_id AS major
      FROM skills_occupationmajor
     WHERE (valid_from IS NULL OR valid_from <= %(today)s::date) AND (valid_to IS NULL OR valid_to > %(today)s::date)
),
rulebook AS (
    -- the rule sets of an occupation and the days on which they hold for it
    SELECT s.occupation_id AS occupation, s.rule_set_id AS rule_set, s.valid_from, s.valid_to
      FROM skills_standard s
    UNION ALL
    SELECT o.id, r.id, NULL, NULL
      FROM skills_occupation o
     CROSS JOIN skills_ruleset r
     WHERE r.applies_to_all
)
