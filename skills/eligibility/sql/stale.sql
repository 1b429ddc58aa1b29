WITH mention AS MATERIALIZED (
    SELECT worker_id AS worker, occupation_id AS occupation, since AS open_since, NULL::smallint AS level
      FROM skills_employmentspell
     WHERE voided_at IS NULL AND (until IS NULL OR until > %(today)s::date)
    UNION ALL
    SELECT worker_id, occupation_id, NULL, level
      FROM skills_graderecord
     WHERE kind = 'grant' AND NOT is_void
),
asked AS MATERIALIZED (
    SELECT worker, occupation, max(open_since) AS open_since, COALESCE(max(level), 1) AS held
      FROM mention
     GROUP BY worker, occupation
),
ruling AS MATERIALIZED (
    SELECT s.occupation_id AS occupation, v.id AS version, v.rule_set_id AS rule_set, r.applies_to_all,
           (SELECT max(target) FROM skills_route WHERE version_id = v.id) AS highest_target
      FROM (SELECT occupation_id, rule_set_id, valid_from, valid_to FROM skills_standard
            UNION ALL
            SELECT o.id, a.id, NULL, NULL FROM skills_occupation o CROSS JOIN skills_ruleset a
             WHERE a.applies_to_all) AS s
      JOIN skills_ruleset r ON r.id = s.rule_set_id
      JOIN skills_rulesetversion v ON v.rule_set_id = s.rule_set_id AND v.confirmed_at IS NOT NULL
     WHERE (s.valid_to IS NULL OR s.valid_to > greatest(v.valid_from, %(today)s::date))
       AND (v.valid_to IS NULL OR v.valid_to > greatest(s.valid_from, %(today)s::date))
),
main AS (
    SELECT DISTINCT ON (worker) worker, occupation
      FROM asked
     ORDER BY worker, open_since DESC NULLS LAST, held DESC, occupation
)
SELECT w.id
  FROM workforce_worker w
 WHERE NOT EXISTS (SELECT FROM skills_standing s WHERE s.worker_id = w.id)
UNION
SELECT s.worker_id
  FROM skills_standing s
  LEFT JOIN main ON main.worker = s.worker_id
 WHERE s.occupation_id IS DISTINCT FROM main.occupation
UNION
SELECT s.worker_id
  FROM skills_standing s
  JOIN skills_route r ON r.id = s.next_route_id
  LEFT JOIN (SELECT ruling.occupation, ruling.version
               FROM ruling
               JOIN skills_rulesetversion v ON v.id = ruling.version AND v.valid_from <= %(today)s::date) AS now
    ON now.occupation = s.occupation_id AND now.version = r.version_id
 WHERE now.version IS NULL
UNION
SELECT e.worker_id
  FROM skills_eligibility e
  LEFT JOIN ruling ON ruling.occupation = e.occupation_id AND ruling.version = e.version_id
  LEFT JOIN asked ON asked.worker = e.worker_id AND asked.occupation = e.occupation_id
 WHERE ruling.version IS NULL OR asked.worker IS NULL
UNION
SELECT asked.worker
  FROM asked
  JOIN ruling ON ruling.occupation = asked.occupation AND ruling.highest_target > asked.held
 WHERE NOT EXISTS (SELECT FROM skills_eligibility e
                    WHERE e.worker_id = asked.worker AND e.occupation_id = asked.occupation
                      AND e.version_id = ruling.version)
   AND (NOT ruling.applies_to_all
        OR EXISTS (SELECT FROM asked holds WHERE holds.worker = asked.worker AND holds.held >= 6))
ORDER BY 1
