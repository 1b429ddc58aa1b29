-- The date and route of every target by the versions in force today, to be kept and compared with `impact_after.sql`.
SELECT asked.worker, asked.occupation, t.target, t.opens_on, t.code
  FROM target_date t
  JOIN asked ON asked.pair = t.pair
 WHERE t.in_force
