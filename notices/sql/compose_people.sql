-- E-mail about the reminders looked at: one message a person and moment, at once or in the digest of the day, and
-- never within somebody's quiet hours. What waits for the same moment is joined, so that nobody gets two digests.
WITH wanted AS MATERIALIZED (
    SELECT reminder.id AS reminder_id, reminder.recipient_id, plan.is_digest,
           coalesce(nullif(account.language, ''), %(language)s) AS language,
           CASE WHEN quiet.moment = %(local_now)s THEN %(now)s
                ELSE quiet.moment AT TIME ZONE %(zone)s END AS send_after
      FROM notices_reminder reminder
      JOIN workforce_user account
        ON account.id = reminder.recipient_id AND account.is_active AND account.email <> ''
      JOIN unnest(%(rules)s::text[], %(modes)s::text[]) policy(rule, mode) ON policy.rule = reminder.rule
      LEFT JOIN notices_choice choice ON choice.user_id = account.id AND choice.rule = reminder.rule
      LEFT JOIN notices_personsettings own ON own.user_id = account.id
     CROSS JOIN LATERAL (
          SELECT coalesce(choice.mode, policy.mode) AS mode,
                 coalesce(choice.mode, policy.mode) = 'digest' AS is_digest,
                 coalesce(own.digest_at, %(digest_at)s) AS digest_at,
                 coalesce(own.digest_on_working_days, false) AS on_working_days
          ) plan
     CROSS JOIN LATERAL (
          SELECT CASE WHEN NOT plan.is_digest THEN %(local_now)s
                      WHEN %(local_now)s::time < plan.digest_at
                      THEN CASE WHEN plan.on_working_days THEN %(worked)s ELSE %(today)s END + plan.digest_at
                      ELSE CASE WHEN plan.on_working_days THEN %(worked_next)s ELSE %(today)s + 1 END
                           + plan.digest_at
                 END AS moment
          ) plain
     CROSS JOIN LATERAL (
          SELECT CASE WHEN own.quiet_from IS NULL THEN plain.moment
                      WHEN own.quiet_from < own.quiet_until
                      THEN CASE WHEN plain.moment::time >= own.quiet_from AND plain.moment::time < own.quiet_until
                                THEN plain.moment::date + own.quiet_until ELSE plain.moment END
                      WHEN plain.moment::time < own.quiet_until THEN plain.moment::date + own.quiet_until
                      WHEN plain.moment::time >= own.quiet_from THEN plain.moment::date + 1 + own.quiet_until
                      ELSE plain.moment
                 END AS moment
          ) quiet
     WHERE reminder.id = ANY(%(ids)s::bigint[]) AND plan.mode <> 'inbox_only'
       AND NOT EXISTS (
           SELECT FROM notices_messageitem item
            WHERE item.reminder_id = reminder.id AND item.channel_id = %(channel)s
           )
),
grouped AS (
    SELECT recipient_id, language, is_digest, send_after FROM wanted GROUP BY 1, 2, 3, 4
),
-- nobody has begun to send these
waiting AS MATERIALIZED (
    SELECT message.id, message.recipient_id, message.is_digest, message.send_after
      FROM notices_message message
      JOIN grouped USING (recipient_id, is_digest, send_after)
     WHERE message.channel_id = %(channel)s AND message.state = 'queued'
       AND message.lease_by IS NULL AND message.attempts = 0
       FOR UPDATE OF message
),
made AS (
    INSERT INTO notices_message (
        message_id, channel_id, recipient_id, is_digest, language, send_after, state, attempts, last_error
    )
    SELECT gen_random_uuid(), %(channel)s, recipient_id, is_digest, language, send_after, 'queued', 0, ''
      FROM grouped
     WHERE NOT EXISTS (
           SELECT FROM waiting
            WHERE (waiting.recipient_id, waiting.is_digest, waiting.send_after)
                = (grouped.recipient_id, grouped.is_digest, grouped.send_after)
           )
    RETURNING id, recipient_id, is_digest, send_after
),
told AS (
    INSERT INTO notices_messageitem (message_id, reminder_id, channel_id)
    SELECT message.id, wanted.reminder_id, %(channel)s
      FROM wanted
      JOIN (
           SELECT * FROM made
            UNION ALL
           SELECT max(id), recipient_id, is_digest, send_after FROM waiting GROUP BY 2, 3, 4
           ) message USING (recipient_id, is_digest, send_after)
    RETURNING 1
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM told)
