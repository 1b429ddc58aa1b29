-- Candidates beside what is open. A full join, because there is no nested loop for one: where no statistics tell how
-- much was made this very night, any other join could become one and take minutes.
, matched AS MATERIALIZED (
    SELECT subject_id, recipient_id,
           candidate.due_on, candidate.lead, candidate.unit_id, candidate.worker_id, candidate.values,
           reminder.id AS open_id, reminder.due_on AS open_due_on, reminder.lead AS open_lead,
           candidate.due_on = reminder.due_on AND candidate.lead >= reminder.lead AS is_told,
           (candidate.unit_id, candidate.worker_id, candidate.values)
               IS DISTINCT FROM (reminder.unit_id, reminder.worker_id, reminder.values) AS is_changed
      FROM candidate
      FULL JOIN (
           SELECT reminder.id, reminder.subject_id, reminder.recipient_id, reminder.due_on, reminder.lead,
                  reminder.unit_id, reminder.worker_id, reminder.values
             FROM notices_reminder reminder
            WHERE reminder.rule = %(rule)s AND reminder.ended_at IS NULL
              AND reminder.is_escalation = %(is_escalation)s AND {touched}
           ) reminder USING (subject_id, recipient_id)
),
-- Open ones whose condition is over, or that a tighter lead or another due day follows. Each reminder is touched by
-- one of the four writes at most, so their order is free.
over AS (
    SELECT matched.open_id,
           CASE WHEN matched.due_on IS NOT NULL THEN 'superseded'
                WHEN %(is_on)s AND account.is_active
                     AND matched.subject_id NOT IN ({holding})
                THEN 'done'
                ELSE 'withdrawn'
           END AS ended_as
      FROM matched
      JOIN workforce_user account ON account.id = matched.recipient_id
     WHERE matched.open_id IS NOT NULL
       AND CASE WHEN matched.due_on IS NOT NULL THEN NOT matched.is_told
                ELSE NOT %(is_lasting)s OR NOT account.is_active
           END
),
ended AS (
    UPDATE notices_reminder reminder
       SET ended_at = %(now)s, ended_as = over.ended_as
      FROM over
     WHERE reminder.id = over.open_id AND reminder.ended_at IS NULL
    RETURNING 1
),
-- it holds, but the person works elsewhere now
changed AS (
    UPDATE notices_reminder reminder
       SET unit_id = matched.unit_id, worker_id = matched.worker_id, values = matched.values
      FROM matched
     WHERE reminder.id = matched.open_id AND matched.is_told AND matched.is_changed
    RETURNING 1
),
untold AS (
    SELECT candidate.*, told.id, told.ended_as
      FROM matched candidate
      {told}
     WHERE candidate.due_on IS NOT NULL AND candidate.is_told IS NOT TRUE
),
-- told before and ended since, but it holds again
renewed AS (
    UPDATE notices_reminder reminder
       SET ended_at = NULL, ended_as = '', read_at = NULL, composed_at = NULL,
           unit_id = untold.unit_id, worker_id = untold.worker_id, values = untold.values
      FROM untold
     WHERE reminder.id = untold.id AND reminder.ended_as <> 'dismissed'
    RETURNING 1
),
made AS (
    INSERT INTO notices_reminder (
        rule, kind, subject_id, recipient_id, due_on, lead, is_escalation, unit_id, worker_id, values, made_at, ended_as
    )
    SELECT %(rule)s, %(kind)s, subject_id, recipient_id, due_on, lead, %(is_escalation)s, unit_id, worker_id, values,
           %(now)s, ''
      FROM untold
     WHERE id IS NULL
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM renewed), (SELECT count(*) FROM ended)
