-- What is open and told to somebody, for the head of the nearest unit upwards or, while one stands in, the deputy.
-- Passed over: units the recipient heads, and whoever it is about.
SELECT DISTINCT above.recipient_id, told.subject_id, told.due_on, told.unit_id, told.worker_id, told.values
  FROM notices_reminder told
  JOIN workforce_user recipient ON recipient.id = told.recipient_id
  JOIN workforce_unit unit ON unit.id = told.unit_id
 CROSS JOIN LATERAL (
      SELECT account.id AS recipient_id
        FROM unnest(unit.path) WITH ORDINALITY up(unit_id, depth)
        JOIN workforce_unithead head
          ON head.unit_id = up.unit_id AND head.since <= %(today)s
         AND (head.until IS NULL OR head.until > %(today)s)
        LEFT JOIN workforce_delegation delegation
          ON delegation.headship_id = head.id AND delegation.since <= %(today)s AND delegation.until > %(today)s
        JOIN workforce_user account ON account.worker_id IN (delegation.deputy_id, head.worker_id)
       WHERE account.is_active AND NOT account.is_system AND account.id <> told.recipient_id
         AND head.worker_id IS DISTINCT FROM recipient.worker_id
         AND account.worker_id IS DISTINCT FROM told.worker_id
       ORDER BY up.depth DESC, account.worker_id = delegation.deputy_id DESC NULLS LAST
       LIMIT 1
 ) above
 WHERE told.rule = %(rule)s AND NOT told.is_escalation AND told.ended_at IS NULL AND {only}
