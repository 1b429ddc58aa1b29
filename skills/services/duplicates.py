"""Finding records that probably stand twice: all at night, those alike with touched ones at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction

#: More namesakes born on one day than this are an enterprise's way of filling in, not duplicates.
_MOST_NAMESAKES = 1_000
#: A number shared by more people than this is a workshop's, not a person's.
_MOST_SHARING = 5

# Of the records that agree, all but the first; two that both carry an id number are two persons.
_ALIKE = """
SELECT id, '{likeness}' AS likeness,
       place > 1 AND sharing <= {most} AND (id_number_index IS NULL OR one_before_is_open) AS is_likely
  FROM (
    SELECT id, id_number_index,
           count(*) OVER alike AS sharing,
           bool_or(id_number_index IS NULL) OVER before AS one_before_is_open,
           row_number() OVER (alike ORDER BY id) AS place
      FROM workforce_worker
     WHERE merged_into_id IS NULL AND {given} {among}
    WINDOW alike AS (PARTITION BY {key}),
           before AS (PARTITION BY {key} ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
  ) record
 WHERE sharing > 1
"""
_AMONG = "AND ({key}) IN (SELECT {key} FROM workforce_worker WHERE id = ANY(%(ids)s))"
_KEEP = """
WITH record AS MATERIALIZED ({records}),
gone AS (
    DELETE FROM skills_likelyduplicate kept
     WHERE {looked_at} AND NOT EXISTS (
        SELECT FROM record
         WHERE is_likely AND record.id = kept.worker_id AND record.likeness = kept.likeness)
)
INSERT INTO skills_likelyduplicate (worker_id, likeness)
SELECT id, likeness FROM record WHERE is_likely
    ON CONFLICT DO NOTHING
"""
_LOOKED_AT = """(kept.worker_id = ANY(%(ids)s)
    OR (kept.worker_id, kept.likeness) IN (SELECT id, likeness FROM record))"""


def _statement(*, of_some: bool) -> str:
    alike = (
        ("namesake", "name, birth_date", "birth_date IS NOT NULL", _MOST_NAMESAKES),
        ("phone", "phone", "phone <> ''", _MOST_SHARING),
    )
    records = []
    for likeness, key, given, most in alike:
        among = _AMONG.format(key=key) if of_some else ""
        records.append(_ALIKE.format(likeness=likeness, key=key, given=given, most=most, among=among))
    return _KEEP.format(records=" UNION ALL ".join(records), looked_at=_LOOKED_AT if of_some else "true")


_OF_ALL, _OF_SOME = _statement(of_some=False), _statement(of_some=True)


def find_duplicates(worker_ids: Collection[int] | None = None) -> int:
    """Keep who probably is another's duplicate, among everybody or those alike with some workers.

    One statement; rows that stay as they are are not written. Returns how many are new. Of some workers it
    looks them up by the indexes on name and phone; of all it sorts the table, a night's work.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if worker_ids is None:
            cursor.execute(_OF_ALL)
        else:
            cursor.execute(_OF_SOME, {"ids": list(worker_ids)})
        return int(cursor.rowcount)
