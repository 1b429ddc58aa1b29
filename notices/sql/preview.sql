SELECT candidate.recipient_id, candidate.worker_id, candidate.subject_id, candidate.due_on, candidate.lead,
       candidate.values
  FROM candidate
  {told}
 WHERE (told.id IS NULL OR told.ended_as NOT IN ('', 'dismissed')) AND {in_sight}
 ORDER BY candidate.due_on, candidate.subject_id, candidate.recipient_id
 LIMIT %(limit)s
