"""Every change has an author: which models keep their history, and how.

The old values of a row are kept when it is updated or deleted, with who, why and by which request
(pghistory's context). Inserts are not copied: the row itself is the record. Bulk and SQL writes are seen
too, once per statement.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[ModelClass], ModelClass]:
    """Class decorator: keep the model's old values in an append-only `<Model>Event` table.

    `exclude` names fields that must not be copied (ciphertexts, caches); a change of those alone
    writes no history.
    """
    decorate: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(row=pghistory.Old),
        exclude=list(exclude) or None,
        append_only=True,
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        context_field=pghistory.ContextForeignKey(),
    )
    return decorate
