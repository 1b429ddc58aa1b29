-- Every clause of every route in force above the level held: its date, and what is recorded where it has none.
SELECT asked.worker, asked.occupation, asked.held, asked.held_since,
       d.target, d.route, d.code, d.position, d.kind, d.threshold, d.years,
       d.diploma_kinds, d.final_year, d.unrecorded_fact,
       o.opens_on, NULLIF(r.since, '-infinity') AS since, w.days AS worked_days,
       COALESCE(CASE d.kind WHEN 'title' THEN ti.recorded WHEN 'diploma' THEN di.recorded END, 0) AS recorded,
       COALESCE(CASE d.kind WHEN 'title' THEN ti.unjudged WHEN 'diploma' THEN di.unjudged END, 0) AS unjudged,
       COALESCE(CASE d.kind WHEN 'diploma' THEN di.undated END, 0) AS undated
  FROM asked
  JOIN demand d ON d.occupation = asked.occupation AND d.target > asked.held AND d.in_force
  LEFT JOIN opening o ON o.pair = asked.pair AND o.clause = d.clause
  LEFT JOIN reckoned r ON r.pair = asked.pair AND r.need = d.need
  LEFT JOIN LATERAL (
      SELECT sum(greatest(least(COALESCE(s.until, %(today)s::date), %(today)s::date) - s.start, 0))::integer AS days
        FROM stretch s
       WHERE s.pair = asked.pair AND s.need = d.need) AS w ON true
  LEFT JOIN LATERAL (
      SELECT count(*) AS recorded, count(*) FILTER (WHERE m.major IS NULL AND j.matches IS NULL) AS unjudged
        FROM title t
        LEFT JOIN occupation_major m ON m.occupation = asked.occupation AND m.major = t.major
        LEFT JOIN title_judgement j ON j.title = t.title AND j.occupation = asked.occupation
       WHERE d.kind = 'title' AND t.worker = asked.worker AND t.rank >= d.threshold) AS ti ON true
  LEFT JOIN LATERAL (
      SELECT count(*) AS recorded, count(*) FILTER (WHERE m.major IS NULL AND j.matches IS NULL) AS unjudged,
             count(*) FILTER (WHERE t.graduated_on IS NULL) AS undated
        FROM diploma t
        LEFT JOIN occupation_major m ON m.occupation = asked.occupation AND m.major = t.major
        LEFT JOIN diploma_judgement j ON j.diploma = t.diploma AND j.occupation = asked.occupation
       WHERE d.kind = 'diploma' AND t.worker = asked.worker AND t.kind = ANY (d.diploma_kinds)) AS di ON true
 WHERE CASE WHEN cardinality(%(occupation_ids)s::bigint[]) = 0
            THEN asked.is_main ELSE asked.occupation = ANY (%(occupation_ids)s::bigint[]) END
 ORDER BY asked.worker, d.target, d.code COLLATE "C", d.position
