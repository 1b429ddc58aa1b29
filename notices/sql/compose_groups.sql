-- What the robots of groups say: one message a robot and moment about what is due in its unit and below by the rules
-- chosen for it. What heads are told anew was told before.
WITH wanted AS MATERIALIZED (
    SELECT reminder.id AS reminder_id, channel.id AS channel_id,
           CASE WHEN policy.mode = 'at_once' THEN %(at_once_from)s ELSE %(digest_from)s END AS send_after
      FROM notices_reminder reminder
      JOIN unnest(%(rules)s::text[], %(modes)s::text[]) policy(rule, mode) ON policy.rule = reminder.rule
      JOIN workforce_unit unit ON unit.id = reminder.unit_id
      JOIN notices_channel channel
        ON channel.id = ANY(%(channels)s::bigint[]) AND channel.unit_id = ANY(unit.path)
       AND reminder.rule = ANY(channel.rules)
     WHERE reminder.id = ANY(%(ids)s::bigint[]) AND NOT reminder.is_escalation
       AND NOT EXISTS (
           SELECT FROM notices_messageitem item
            WHERE item.reminder_id = reminder.id AND item.channel_id = channel.id
           )
),
grouped AS (
    SELECT channel_id, send_after FROM wanted GROUP BY 1, 2
),
waiting AS MATERIALIZED (
    SELECT message.id, message.channel_id, message.send_after
      FROM notices_message message
      JOIN grouped USING (channel_id, send_after)
     WHERE message.state = 'queued' AND message.lease_by IS NULL AND message.attempts = 0
       FOR UPDATE OF message
),
made AS (
    INSERT INTO notices_message (
        message_id, channel_id, is_digest, language, send_after, state, attempts, last_error
    )
    SELECT gen_random_uuid(), channel_id, true, %(language)s, send_after, 'queued', 0, ''
      FROM grouped
     WHERE NOT EXISTS (
           SELECT FROM waiting
            WHERE (waiting.channel_id, waiting.send_after) = (grouped.channel_id, grouped.send_after)
           )
    RETURNING id, channel_id, send_after
),
told AS (
    INSERT INTO notices_messageitem (message_id, reminder_id, channel_id)
    SELECT message.id, wanted.reminder_id, wanted.channel_id
      FROM wanted
      JOIN (
           SELECT * FROM made
            UNION ALL
           SELECT max(id), channel_id, send_after FROM waiting GROUP BY 2, 3
           ) message USING (channel_id, send_after)
    RETURNING 1
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM told)
