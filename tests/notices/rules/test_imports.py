"""Imports: read ones wait for whoever handed them in, ended ones are told to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from base.models import WorkbookImport
from base.models.workbook import ImportState
from base.transitions import apply_transition
from notices.models import Reminder
from skills.reminders import IMPORT_ENDED, IMPORT_WAITS
from tests.access import Cast
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from tests.portal.rows_of_company_a import a_system
from workforce.models import User

pytestmark = pytest.mark.django_db


def handed_in(cast: Cast, kind: str = "skills.roster", by: str = "alice") -> WorkbookImport:
    return WorkbookImport.objects.create(
        kind=kind, file_name="名册.xlsx", uploaded_by=cast.users[by], uploaded_at=timezone.now()
    )


def moved(batch: WorkbookImport, *states: ImportState) -> WorkbookImport:
    for state in states:
        actor = batch.uploaded_by if state is ImportState.COMMITTING else None
        changes = {"committed_at": timezone.now()} if state is ImportState.COMMITTED else {}
        apply_transition(batch, state, actor=actor, now=timezone.now(), changes=changes)
    return batch


WRITTEN = (ImportState.STAGED, ImportState.COMMITTING, ImportState.COMMITTED)


@pytest.mark.parametrize("kind", ["skills.roster", "skills.wages"])
def test_a_read_workbook_waits_for_whoever_handed_it_in_until_confirmed(cast: Cast, kind: str) -> None:
    batch = moved(handed_in(cast, kind), ImportState.STAGED)
    deliver()
    assert told(cast, IMPORT_WAITS) == {"alice"}
    assert_serves(one(IMPORT_WAITS), str(batch.pk))
    moved(batch, ImportState.COMMITTING)
    deliver()
    assert told(cast, IMPORT_WAITS) == set()
    assert Reminder.objects.get(rule=IMPORT_WAITS).ended_as == "done"


@pytest.mark.parametrize("kind", ["skills.roster", "skills.wages"])
def test_what_was_written_is_told_and_stays_until_put_away(cast: Cast, kind: str) -> None:
    moved(handed_in(cast, kind), *WRITTEN)
    deliver()
    assert told(cast, IMPORT_ENDED) == {"alice"}
    assert_serves(one(IMPORT_ENDED), "was written")
    night(IMPORT_ENDED, timezone.localdate() + timedelta(days=60))
    assert told(cast, IMPORT_ENDED) == {"alice"}


def test_what_could_not_be_read_is_told(cast: Cast) -> None:
    moved(handed_in(cast), ImportState.FAILED)
    deliver()
    assert_serves(one(IMPORT_ENDED), "could not be read")


def test_an_import_being_read_or_discarded_tells_nobody(cast: Cast) -> None:
    handed_in(cast)
    moved(handed_in(cast), ImportState.STAGED, ImportState.DISCARDED)
    deliver()
    night(IMPORT_WAITS)
    night(IMPORT_ENDED)
    assert not Reminder.objects.filter(rule__in=(IMPORT_WAITS, IMPORT_ENDED)).exists()


def test_who_left_or_a_program_is_told_nothing(cast: Cast) -> None:
    cast.users["program"] = a_system(cast)
    for name in ("alice", "program"):
        moved(handed_in(cast, by=name), *WRITTEN)
    User.objects.filter(pk=cast.users["alice"].pk).update(is_active=False)
    deliver()
    night(IMPORT_ENDED)
    assert not Reminder.objects.filter(rule=IMPORT_ENDED).exists()


def test_an_old_import_is_no_news(cast: Cast) -> None:
    batch = moved(handed_in(cast), *WRITTEN)
    WorkbookImport.objects.filter(pk=batch.pk).update(committed_at=timezone.now() - timedelta(days=31))
    night(IMPORT_ENDED)
    assert not Reminder.objects.filter(rule=IMPORT_ENDED).exists()
