-- The first few rows in which stored and recomputed differ, and how many there are in all.
SELECT 'eligibility', w.employee_no, d.occupation, d.target, d.stored_on, d.opens_on, count(*) OVER ()
  FROM eligibility_difference d
  JOIN workforce_worker w ON w.id = d.worker
UNION ALL
SELECT 'standing', w.employee_no, d.occupation, d.held_level, d.stored_on, d.next_on, count(*) OVER ()
  FROM standing_difference d
  JOIN workforce_worker w ON w.id = d.worker
 ORDER BY 1, 2, 4
 LIMIT %(sample)s
