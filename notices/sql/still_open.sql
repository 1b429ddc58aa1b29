SELECT told.subject_id
  FROM notices_reminder told
 WHERE told.rule = %(rule)s AND NOT told.is_escalation AND told.ended_at IS NULL AND {only}
