-- The main occupation of every worker who has one and the level held in it, without any date.
SELECT worker, occupation, held AS level, held_since
  FROM asked
 WHERE is_main
