-- Where each worker stands who has an occupation: the level held in the main one, the next, its date and its route.
SELECT main.worker, main.occupation, main.held, main.held_since,
       CASE WHEN main.held < 8 THEN main.held + 1 END AS next_level, t.opens_on, t.route, t.code
  FROM asked AS main
  LEFT JOIN target_date t ON t.pair = main.pair AND t.target = main.held + 1 AND t.in_force
 WHERE main.is_main
