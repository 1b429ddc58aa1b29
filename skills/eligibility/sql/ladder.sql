-- The date and the route of every target of the version in force today.
SELECT asked.worker, t.target, t.opens_on, t.code
  FROM target_date t
  JOIN asked ON asked.pair = t.pair
 WHERE t.in_force
 ORDER BY asked.worker, t.target
