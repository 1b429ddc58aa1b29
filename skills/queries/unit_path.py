"""The path of a unit from the top of the tree, as one expression of a query."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func


class UnitPath(Func):
    """Names from the root down to the unit whose id is given, joined with " / "; worked out for the rows
    shown alone. Each name is looked up by its key: a join with the units would read all of them for each row.
    """

    template = (
        "(SELECT string_agg((SELECT above.name FROM workforce_unit above WHERE above.id = step.id), ' / '"
        " ORDER BY step.place)"
        " FROM workforce_unit leaf, unnest(leaf.path) WITH ORDINALITY AS step (id, place)"
        " WHERE leaf.id = %(expressions)s)"
    )
    output_field: Any = CharField()
    arity = 1
