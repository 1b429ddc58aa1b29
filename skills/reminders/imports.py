"""Workbooks: read and waiting to be confirmed, written, or failed; told to whoever handed them in."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind, TouchedBy
from base.models import DomainEvent
from base.models.workbook import ImportState
from base.reminders import ReminderRule, ReminderShown, Words, remind
from skills.roster.staging import KIND as ROSTER
from skills.wages.staging import KIND as WAGES

IMPORT_WAITS = "skills.import_waits"
IMPORT_ENDED = "skills.import_ended"

_KINDS = {ROSTER: _("Roster"), WAGES: _("Wages")}
_KINDS_SQL = ", ".join(f"'{kind}'" for kind in _KINDS)
#: Later it is no news how an import ended.
TOLD_FOR = 30


def _import_of(event: DomainEvent) -> Sequence[int]:
    return [event.subject_id]


def _in_words(values: Words) -> Words:
    ended = {
        ImportState.COMMITTED.value: _("was written"),
        ImportState.FAILED.value: _("could not be read"),
    }
    state = values.get("state", "")
    return {"what": _KINDS[values["kind"]], "how": ended.get(state, ""), "number": values["import"]}


def _page(shown: ReminderShown) -> str:
    name = "skills:import" if shown.values["kind"] == ROSTER else "skills:wage_import"
    return reverse(name, args=[shown.subject_id])


def _candidates(*, state: str, due_on: str) -> str:
    """Imports in a state, told to whoever handed the workbook in, while they have an account."""
    return f"""
        SELECT batch.uploaded_by_id AS recipient_id, batch.id AS subject_id, {due_on} AS due_on,
               NULL::bigint AS unit_id, NULL::bigint AS worker_id,
               jsonb_build_object('kind', batch.kind, 'state', batch.state, 'import', batch.id) AS values
          FROM base_workbookimport batch
         WHERE {{only}} AND batch.kind IN ({_KINDS_SQL}) AND batch.uploaded_by_id IS NOT NULL
           AND batch.uploaded_at >= %(now)s - interval '1 year' AND {state}
    """  # noqa: S608 - constants of the code


def _day(column: str) -> str:
    return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"


_EVENTS = {
    f"base.workbook_import.{state.value}": _import_of
    for state in ImportState
    if state is not ImportState.UPLOADED
}

remind(
    ReminderRule(
        name=IMPORT_WAITS,
        label=_("An import waits to be confirmed"),
        about=_("Whoever handed in a workbook is told when it was read, until it is confirmed or discarded."),
        kind=ReminderKind.TODO,
        candidates=_candidates(
            state=f"batch.state = '{ImportState.STAGED.value}'", due_on=_day("batch.uploaded_at")
        ),
        only="batch.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("%(what)s import %(number)s: look and confirm"),
        text=_("The workbook was read and compared. Nothing is written until you confirm it."),
        words=_in_words,
        link=_page,
        leads=(0, -3),
        at_once=True,
        events=_EVENTS,
    )
)

remind(
    ReminderRule(
        name=IMPORT_ENDED,
        label=_("An import finished or failed"),
        about=_("Whoever handed in a workbook is told when it was written, or could not be read."),
        kind=ReminderKind.NOTICE,
        candidates=_candidates(
            state=f"""CASE batch.state
                           WHEN '{ImportState.COMMITTED.value}' THEN batch.committed_at
                           WHEN '{ImportState.FAILED.value}' THEN batch.uploaded_at
                      END >= %(now)s - interval '{TOLD_FOR} days'""",
            due_on=_day("coalesce(batch.committed_at, batch.uploaded_at)"),
        ),
        only="batch.id",
        touched_by=TouchedBy.SUBJECT,
        title=_("%(what)s import %(number)s %(how)s"),
        text=_("Import %(number)s %(how)s. What came of it stands on its page."),
        words=_in_words,
        link=_page,
        leads=(0,),
        at_once=True,
        is_lasting=True,
        events=_EVENTS,
    )
)
