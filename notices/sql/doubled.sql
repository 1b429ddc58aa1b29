SELECT found.recipient_id, found.subject_id
  FROM ({rows}) found
 GROUP BY found.recipient_id, found.subject_id
HAVING count(*) > 1
 ORDER BY found.recipient_id, found.subject_id
 LIMIT %(sample)s
