-- Facts of the workers named in %(worker_ids)s, or of %(everybody)s, read from the tables. Voided facts do not count.
-- %(as_of)s NULL: all of them, planned ones too; a day: those that day knew, and what ended later had not ended yet.
-- Every table of facts is read by the ids themselves, not by a join with the workers chosen: the planner then knows how
-- many rows each step holds, and reads a batch by the index on the worker however large the table is.
chosen AS MATERIALIZED (
    SELECT w.id AS worker, w.birth_date
      FROM workforce_worker w
     WHERE (%(everybody)s OR w.id = ANY (%(worker_ids)s::bigint[]))
),
spell AS MATERIALIZED (
    SELECT s.worker_id AS worker, s.occupation_id AS occupation, s.since,
           CASE WHEN s.until > %(as_of)s::date THEN NULL ELSE s.until END AS until
      FROM skills_employmentspell s
     WHERE (%(everybody)s OR s.worker_id = ANY (%(worker_ids)s::bigint[]))
       AND s.voided_at IS NULL
       AND (%(as_of)s::date IS NULL OR s.since <= %(as_of)s::date)
),
grade AS MATERIALIZED (
    SELECT g.worker_id AS worker, g.occupation_id AS occupation, g.level, g.issued_on
      FROM skills_graderecord g
     WHERE (%(everybody)s OR g.worker_id = ANY (%(worker_ids)s::bigint[]))
       AND g.kind = 'grant' AND NOT g.is_void
       AND (%(as_of)s::date IS NULL OR g.issued_on <= %(as_of)s::date)
),
title AS MATERIALIZED (
    SELECT t.worker_id AS worker, t.id AS title, t.rank, t.major_id AS major, t.awarded_on
      FROM skills_title t
     WHERE (%(everybody)s OR t.worker_id = ANY (%(worker_ids)s::bigint[]))
       AND t.voided_at IS NULL
       AND (%(as_of)s::date IS NULL OR t.awarded_on <= %(as_of)s::date)
),
title_judgement AS MATERIALIZED (
    SELECT title_id AS title, occupation_id AS occupation, matches
      FROM skills_titlematch
     WHERE title_id = ANY (ARRAY(SELECT title FROM title))
),
diploma AS MATERIALIZED (
    SELECT d.worker_id AS worker, d.id AS diploma, d.kind, d.major_id AS major, d.graduated_on
      FROM skills_diploma d
     WHERE (%(everybody)s OR d.worker_id = ANY (%(worker_ids)s::bigint[]))
       AND d.voided_at IS NULL
       -- the final year has begun: from then on the diploma is expected
       AND (%(as_of)s::date IS NULL OR d.graduated_on IS NULL
            OR make_date(extract(year FROM d.graduated_on)::integer - 1, 9, 1) <= %(as_of)s::date)
),
diploma_judgement AS MATERIALIZED (
    SELECT diploma_id AS diploma, occupation_id AS occupation, matches
      FROM skills_diplomamatch
     WHERE diploma_id = ANY (ARRAY(SELECT diploma FROM diploma))
),
apprenticeship AS MATERIALIZED (
    SELECT a.worker_id AS worker, a.occupation_id AS occupation, a.completed_on
      FROM skills_apprenticeshipcompletion a
     WHERE (%(everybody)s OR a.worker_id = ANY (%(worker_ids)s::bigint[]))
       AND a.voided_at IS NULL
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
