-- Only what differs is written. Each row is touched by one of the five writes at most, so their order is free.
-- Rows to change are found by arrays of their keys: by the index, however many more rows the table has.
, removed AS (
    DELETE FROM skills_eligibility e
     WHERE e.id = ANY (ARRAY(SELECT id FROM eligibility_difference WHERE opens_on IS NULL))
    RETURNING 1
),
changed AS (
    UPDATE skills_eligibility e
       SET opens_on = d.opens_on, route_id = d.route
      FROM eligibility_difference d
     WHERE e.id = d.id AND d.opens_on IS NOT NULL
       AND e.id = ANY (ARRAY(SELECT id FROM eligibility_difference WHERE id IS NOT NULL AND opens_on IS NOT NULL))
    RETURNING 1
),
added AS (
    INSERT INTO skills_eligibility (worker_id, occupation_id, target, version_id, opens_on, route_id)
    SELECT worker, occupation, target, version, opens_on, route
      FROM eligibility_difference
     WHERE id IS NULL
    RETURNING 1
),
restated AS (
    UPDATE skills_standing s
       SET occupation_id = d.occupation, held_level = d.held_level, held_since = d.held_since,
           next_level = d.next_level, next_on = d.next_on, next_route_id = d.next_route
      FROM standing_difference d
     WHERE s.worker_id = d.worker AND d.is_stored
       AND s.worker_id = ANY (ARRAY(SELECT worker FROM standing_difference WHERE is_stored))
    RETURNING 1
),
stated AS (
    INSERT INTO skills_standing (worker_id, occupation_id, held_level, held_since, next_level, next_on, next_route_id)
    SELECT worker, occupation, held_level, held_since, next_level, next_on, next_route
      FROM standing_difference
     WHERE NOT is_stored
    RETURNING 1
)
SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM changed), (SELECT count(*) FROM removed),
       (SELECT count(*) FROM stated) + (SELECT count(*) FROM restated)
