"""The path of a unit from the top of the tree, as one expression of a query."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func


class UnitPath(Func):
    """Names from the root down to the unit whose id is given, joined with " / "; worked out for the rows
    shown alone.
    """

    template = (
        "(SELECT string_agg(above.name, ' / ' ORDER BY cardinality(above.path))"
        " FROM workforce_unit leaf JOIN workforce_unit above ON above.id = ANY(leaf.path)"
        " WHERE leaf.id = %(expressions)s)"
    )
    output_field: Any = CharField()
    arity = 1
