"""The path of a unit from the top of the tree, as one expression of a query."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func


class UnitPath(Func):
    """Names from the root down to the unit whose id is given, joined with " / "; worked out for the rows
    shown alone.
    """

    template = (
        "(WITH RECURSIVE up(id, parent_id, name, depth) AS ("
        "SELECT leaf.id, leaf.parent_id, leaf.name, 1"
        " FROM workforce_unit leaf WHERE leaf.id = %(expressions)s "
        "UNION ALL "
        "SELECT above.id, above.parent_id, above.name, up.depth + 1"
        " FROM workforce_unit above JOIN up ON above.id = up.parent_id) "
        "SELECT string_agg(name, ' / ' ORDER BY depth DESC) FROM up)"
    )
    output_field: Any = CharField()
    arity = 1
