-- Where one worker ({worker}, a column of the statement around) stood on a day, without the next date: the same as `levels.sql`
-- says of all, for a list that reads a page of them. A worker without an occupation stands on level 1 of none.
SELECT {worker} AS worker_id, main.occupation AS occupation_id, COALESCE(main.held, 1) AS held_level, main.held_since,
       CASE WHEN main.held < 8 THEN main.held + 1 END AS next_level,
       NULL::date AS next_on, NULL::bigint AS next_route_id
  FROM (VALUES (true)) AS one
  LEFT JOIN (
      SELECT occupation, COALESCE(max(level), 1) AS held,
             (array_agg(issued_on ORDER BY level DESC NULLS LAST, issued_on))[1] AS held_since
        FROM (SELECT occupation_id AS occupation, NULL::smallint AS level, NULL::date AS issued_on, since AS open_since
                FROM skills_employmentspell
               WHERE worker_id = {worker} AND voided_at IS NULL
                 AND since <= %s::date AND (until IS NULL OR until > %s::date)
              UNION ALL
              SELECT occupation_id, level, issued_on, NULL
                FROM skills_graderecord
               WHERE worker_id = {worker} AND kind = 'grant' AND NOT is_void AND issued_on <= %s::date) AS mention
       GROUP BY occupation
       ORDER BY max(open_since) DESC NULLS LAST, held DESC, occupation
       LIMIT 1) AS main ON true
