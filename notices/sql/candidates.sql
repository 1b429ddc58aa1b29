-- Who is to be told of what: the rows of the rule, each with the tightest lead already reached. Due days further
-- ahead than the longest lead are left out where they are read (`horizon`), and whoever cannot sign in.
WITH stretch(lead, after, until) AS (
    SELECT * FROM unnest(%(leads)s::smallint[], %(after)s::date[], %(until)s::date[])
),
candidate AS MATERIALIZED (
    SELECT found.recipient_id, found.subject_id, found.due_on, found.unit_id, found.worker_id, found.values, stretch.lead
      FROM ({rows}) found
      JOIN stretch ON found.due_on > stretch.after AND found.due_on <= stretch.until
      JOIN workforce_user account ON account.id = found.recipient_id
     WHERE found.due_on <= %(horizon)s AND account.is_active AND NOT account.is_system
),
-- what was told of the same due day already, by this lead or a tighter one
known AS (
    SELECT candidate.*, told.id, told.ended_as, told.unit_id AS told_unit, told.worker_id AS told_worker,
           told.values AS told_values
      FROM candidate
      LEFT JOIN LATERAL (
          SELECT reminder.id, reminder.ended_as, reminder.unit_id, reminder.worker_id, reminder.values
            FROM notices_reminder reminder
           WHERE reminder.rule = %(rule)s AND reminder.subject_id = candidate.subject_id
             AND reminder.recipient_id = candidate.recipient_id AND reminder.due_on = candidate.due_on
             AND reminder.lead <= candidate.lead AND reminder.is_escalation = %(is_escalation)s
           ORDER BY reminder.lead
           LIMIT 1
      ) told ON true
)
