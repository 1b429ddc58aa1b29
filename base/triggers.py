"""Database triggers shared by several apps."""

from collections.abc import Sequence

import pgtrigger


def append_only(*, mutable: Sequence[str] = ()) -> list[pgtrigger.Trigger]:
    """Triggers for `Meta.triggers` that refuse to change or delete a row once written.

    `mutable` names fields that may still change (a flag another trigger keeps). The database answers
    with an IntegrityError (SQLSTATE 23001) that says what to do instead.
    """
    refuse = (
        "RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format("
        "'Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', "
        "TG_TABLE_NAME, lower(TG_OP));"
    )
    return [
        pgtrigger.Trigger(
            name="append_only_update",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(exclude=list(mutable)) if mutable else None,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="append_only_delete", when=pgtrigger.Before, operation=pgtrigger.Delete, func=refuse
        ),
    ]
