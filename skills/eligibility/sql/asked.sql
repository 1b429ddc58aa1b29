-- Who is asked about in which occupation, and the level held there. A `pair` is one (worker, occupation): one key keeps the
-- joins well estimated.
asked AS MATERIALIZED (
    -- the main occupation: the open spell begun last, else the highest grade; then the higher grade, then the lower id
    SELECT row_number() OVER () AS pair, mentioned.*,
           row_number() OVER (PARTITION BY worker ORDER BY open_since DESC NULLS LAST, held DESC, occupation) = 1 AS is_main
      FROM (SELECT worker, occupation, COALESCE(max(level), 1) AS held,
                   (array_agg(issued_on ORDER BY level DESC NULLS LAST, issued_on))[1] AS held_since,
                   max(open_since) AS open_since
              FROM (SELECT worker, occupation, NULL::smallint AS level, NULL::date AS issued_on,
                           NULL::date AS open_since
                      FROM question
                    UNION ALL
                    SELECT worker, occupation, NULL, NULL, since
                      FROM spell
                     WHERE until IS NULL OR until > %(today)s::date
                    UNION ALL
                    SELECT worker, occupation, level, issued_on, NULL
                      FROM grade) AS mention
             GROUP BY worker, occupation) AS mentioned
)
