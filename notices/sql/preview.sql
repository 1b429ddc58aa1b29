SELECT known.recipient_id, known.worker_id, known.subject_id, known.due_on, known.lead, known.values
  FROM known
 WHERE (known.id IS NULL OR known.ended_as NOT IN ('', 'dismissed')) AND {in_sight}
 ORDER BY known.due_on, known.subject_id, known.recipient_id
 LIMIT %(limit)s
