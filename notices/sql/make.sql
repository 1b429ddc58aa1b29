-- Open ones whose condition is over, or that a tighter lead or another due day follows. Each reminder is touched by
-- one of the three writes at most, so their order is free.
, over AS (
    SELECT reminder.id,
           CASE WHEN candidate.subject_id IS NOT NULL THEN 'superseded'
                WHEN %(is_on)s AND account.is_active
                     AND NOT EXISTS (SELECT FROM candidate other WHERE other.subject_id = reminder.subject_id)
                THEN 'done'
                ELSE 'withdrawn'
           END AS ended_as
      FROM notices_reminder reminder
      JOIN workforce_user account ON account.id = reminder.recipient_id
      LEFT JOIN candidate ON candidate.subject_id = reminder.subject_id
                         AND candidate.recipient_id = reminder.recipient_id
     WHERE reminder.rule = %(rule)s AND reminder.ended_at IS NULL AND reminder.is_escalation = %(is_escalation)s
       AND {touched}
       AND CASE WHEN candidate.subject_id IS NULL THEN NOT %(is_lasting)s OR NOT account.is_active
                ELSE candidate.due_on <> reminder.due_on OR candidate.lead < reminder.lead
           END
),
ended AS (
    UPDATE notices_reminder reminder
       SET ended_at = %(now)s, ended_as = over.ended_as
      FROM over
     WHERE reminder.id = over.id AND reminder.ended_at IS NULL
    RETURNING 1
),
-- told before and ended since, but it holds again; or open, and the person works elsewhere now
renewed AS (
    UPDATE notices_reminder reminder
       SET ended_at = NULL, ended_as = '',
           read_at = CASE WHEN known.ended_as = '' THEN reminder.read_at END,
           composed_at = CASE WHEN known.ended_as = '' THEN reminder.composed_at END,
           unit_id = known.unit_id, worker_id = known.worker_id, values = known.values
      FROM known
     WHERE reminder.id = known.id AND known.ended_as <> 'dismissed' AND reminder.ended_as <> 'dismissed'
       AND (known.ended_as <> ''
            OR (known.unit_id, known.worker_id, known.values)
               IS DISTINCT FROM (known.told_unit, known.told_worker, known.told_values))
    RETURNING known.ended_as
),
made AS (
    INSERT INTO notices_reminder (
        rule, kind, subject_id, recipient_id, due_on, lead, is_escalation, unit_id, worker_id, values, made_at, ended_as
    )
    SELECT %(rule)s, %(kind)s, subject_id, recipient_id, due_on, lead, %(is_escalation)s, unit_id, worker_id, values,
           %(now)s, ''
      FROM known
     WHERE id IS NULL
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM renewed WHERE ended_as <> ''), (SELECT count(*) FROM ended)
