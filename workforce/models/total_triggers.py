"""The triggers that note, in the transaction of a fact, what it changes in the kept totals of units."""

from __future__ import annotations

import pgtrigger

_SOURCES = {
    pgtrigger.Insert: "SELECT {columns}, 1 AS people FROM new_rows",
    pgtrigger.Delete: "SELECT {columns}, -1 AS people FROM old_rows",
    pgtrigger.Update: """
        SELECT {names}, sum(people) AS people
          FROM (SELECT {columns}, -1 AS people FROM old_rows
                UNION ALL SELECT {columns}, 1 FROM new_rows) AS both_states
         GROUP BY {names} HAVING sum(people) <> 0""",
}
_TABLES = {
    pgtrigger.Insert: pgtrigger.Referencing(new="new_rows"),
    pgtrigger.Delete: pgtrigger.Referencing(old="old_rows"),
    pgtrigger.Update: pgtrigger.Referencing(old="old_rows", new="new_rows"),
}


def total_triggers(name: str, *, columns: dict[str, str], counted: str) -> list[pgtrigger.Trigger]:
    """Triggers that note how a statement changes the totals a table gives, once a statement and grouped.

    `columns` are the expressions (by name) over a row on which its count depends. `counted` selects
    `unit_id`, `measure` and `people` from `changed`, which has these columns and `people`: 1 for a row that
    came, -1 for one that went. Rows without a measure count nowhere. The statement is planned at every run: a
    plan kept from the edit of one person would crawl over a hundred thousand.
    """
    shown = ", ".join(f"{expression} AS {column}" for column, expression in columns.items())
    return [
        pgtrigger.Trigger(
            name=f"{name}_{operation}".lower(),
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=_TABLES[operation],
            func=f"""
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED ({source.format(columns=shown, names=", ".join(columns))})
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM ({counted}) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            """,  # noqa: S608 - constant SQL
        )
        for operation, source in _SOURCES.items()
    ]


#: Where a unit moves, what it counts leaves the units above its old place and comes to those above the new
#: one. Folding waits meanwhile: it would spread what is still to be folded along the old way up.
MOVED_TOTALS = pgtrigger.Trigger(
    name="totals_follow",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
    func="""
        IF NOT EXISTS (SELECT id, parent_id FROM new_rows EXCEPT SELECT id, parent_id FROM old_rows) THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtext('workforce_unittotal'));
        INSERT INTO workforce_unittotalchange (unit_id, measure, number)
        SELECT place.unit_id, total.measure, sum(place.sign * total.number)
          FROM (SELECT id, parent_id AS unit_id, -1 AS sign FROM old_rows
                UNION ALL SELECT id, parent_id, 1 FROM new_rows) AS place
          JOIN workforce_unittotal total ON total.unit_id = place.id
         WHERE place.unit_id IS NOT NULL
         GROUP BY place.unit_id, total.measure HAVING sum(place.sign * total.number) <> 0;
        RETURN NULL;
    """,
)
