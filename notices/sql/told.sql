-- What was told of the same due day already, by this lead or a tighter one.
LEFT JOIN LATERAL (
    SELECT reminder.id, reminder.ended_as
      FROM notices_reminder reminder
     WHERE reminder.rule = %(rule)s AND reminder.subject_id = candidate.subject_id
       AND reminder.recipient_id = candidate.recipient_id AND reminder.due_on = candidate.due_on
       AND reminder.lead <= candidate.lead AND reminder.is_escalation = %(is_escalation)s
     ORDER BY reminder.lead
     LIMIT 1
) told ON true
