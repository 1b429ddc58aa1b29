-- What is stored against what the facts give: rows to add (no stored side), to remove (no result side), to change.
result AS MATERIALIZED (
    SELECT asked.worker, asked.occupation, t.target, t.version, t.opens_on, t.route
      FROM target_date t
      JOIN asked ON asked.pair = t.pair
),
stored AS MATERIALIZED (
    SELECT e.id, e.worker_id, e.occupation_id, e.target, e.version_id, e.opens_on, e.route_id
      FROM skills_eligibility e
     WHERE (%(everybody)s OR e.worker_id = ANY (%(worker_ids)s::bigint[]))
),
eligibility_difference AS MATERIALIZED (
    SELECT s.id, COALESCE(r.worker, s.worker_id) AS worker, COALESCE(r.occupation, s.occupation_id) AS occupation,
           COALESCE(r.target, s.target) AS target, COALESCE(r.version, s.version_id) AS version,
           r.opens_on, r.route, s.opens_on AS stored_on, s.route_id AS stored_route
      FROM result r
      FULL JOIN stored s
        ON s.worker_id = r.worker AND s.occupation_id = r.occupation
       AND s.target = r.target AND s.version_id = r.version
     WHERE (r.opens_on, r.route) IS DISTINCT FROM (s.opens_on, s.route_id)
),
standing AS MATERIALIZED (
    SELECT chosen.worker, main.occupation, COALESCE(main.held, 1) AS held_level, main.held_since,
           CASE WHEN main.held < 8 THEN main.held + 1 END AS next_level,
           t.opens_on AS next_on, t.route AS next_route
      FROM chosen
      LEFT JOIN asked AS main ON main.worker = chosen.worker AND main.is_main
      LEFT JOIN target_date t ON t.pair = main.pair AND t.target = main.held + 1 AND t.in_force
),
stored_standing AS MATERIALIZED (
    SELECT s.*
      FROM skills_standing s
     WHERE (%(everybody)s OR s.worker_id = ANY (%(worker_ids)s::bigint[]))
),
standing_difference AS MATERIALIZED (
    SELECT n.*, s.worker_id IS NOT NULL AS is_stored, s.next_on AS stored_on
      FROM standing n
      LEFT JOIN stored_standing s ON s.worker_id = n.worker
     WHERE (n.occupation, n.held_level, n.held_since, n.next_level, n.next_on, n.next_route, n.worker)
           IS DISTINCT FROM
           (s.occupation_id, s.held_level, s.held_since, s.next_level, s.next_on, s.next_route_id, s.worker_id)
)
