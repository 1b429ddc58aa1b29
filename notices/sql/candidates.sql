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
)
