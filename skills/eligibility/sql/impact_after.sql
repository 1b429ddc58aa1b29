-- Targets whose date is another than the one kept in `policy_before`: a drafted change has been applied meanwhile.
, after AS MATERIALIZED (
    SELECT asked.worker, asked.occupation, t.target, t.opens_on, t.code
      FROM target_date t
      JOIN asked ON asked.pair = t.pair
     WHERE t.in_force
)
SELECT COALESCE(a.worker, b.worker), COALESCE(a.occupation, b.occupation), COALESCE(a.target, b.target),
       b.opens_on, a.opens_on, COALESCE(b.code, ''), COALESCE(a.code, '')
  FROM after a
  FULL JOIN policy_before b
    ON b.worker = a.worker AND b.occupation = a.occupation AND b.target = a.target
 WHERE a.opens_on IS DISTINCT FROM b.opens_on
 ORDER BY 1, 2, 3
