"""How an import moves: read, confirmed, written, undone."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from base.models.workbook import ImportState, WorkbookImport
from base.scoping import AnyUser
from base.transitions import Transition, TransitionTable


def _is_own_import(user: AnyUser, batch: WorkbookImport | None = None) -> bool:
    """The user handed this workbook in; what it may change is asked again, row by row."""
    return batch is not None and user.is_authenticated and batch.uploaded_by_id == user.pk


is_own_import = rules.predicate(_is_own_import, name="is_own_import")

IMPORT_TRANSITIONS = TransitionTable(
    name="base.workbook_import",
    states=ImportState,
    initial=ImportState.UPLOADED,
    moves=(
        Transition(source=(ImportState.UPLOADED,), target=ImportState.STAGED, who=None),
        Transition(source=(ImportState.UPLOADED,), target=ImportState.FAILED, who=None),
        Transition(
            source=(ImportState.STAGED,),
            target=ImportState.COMMITTING,
            who=is_own_import,
            also_system=True,
            label=_("Confirm"),
        ),
        Transition(source=(ImportState.COMMITTING,), target=ImportState.COMMITTED, who=None),
        # the stored data changed meanwhile, or the writing failed: nothing was written, look again
        Transition(source=(ImportState.COMMITTING,), target=ImportState.STAGED, who=None),
        Transition(
            source=(ImportState.COMMITTED,),
            target=ImportState.UNDONE,
            who=is_own_import,
            also_system=True,
            label=_("Undo"),
        ),
        Transition(
            source=(ImportState.UPLOADED, ImportState.STAGED, ImportState.FAILED),
            target=ImportState.DISCARDED,
            who=is_own_import,
            also_system=True,
            label=_("Discard"),
        ),
    ),
)

WorkbookImport.transitions = IMPORT_TRANSITIONS
