"""What writing and undoing a roster asks of the database does not grow with its rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.models.workbook import RowVerdict
from skills.models import GradeRecord
from skills.roster.undo import undo_roster
from tests.skills.roster.sheets import BORN, NOW, commit, row, staged
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Placement, User, Worker

pytestmark = pytest.mark.usefixtures("enterprise")

CHANGED = {"phone": "13900001111", "workshop": "二车间", "diploma_kind": "大专", "issued_on": "2012-09-09"}


def people(count: int, first: int, **cells: str) -> list[dict[str, Any]]:
    return [
        row(
            f"B{number}",
            id_number=make_id_number(BORN, serial=2 * number + 1),
            certificate_no=f"Y000015000001124{number:06}",
            **cells,
        )
        for number in range(first, first + count)
    ]


def statements(rows: list[dict[str, Any]], verdict: RowVerdict, *, undo: bool) -> tuple[int, int]:
    """How many statements write these rows, and undo them."""
    batch = staged(*rows)
    assert batch.counts[verdict] == len(rows)
    with CaptureQueriesContext(connection) as writing:
        commit(batch)
    with CaptureQueriesContext(connection) as undoing:
        if undo:
            undo_roster(batch.pk, actor=None, now=NOW)
    return len(writing), len(undoing)


def test_new_rows_are_written_and_undone_by_as_many_statements_whatever_their_number() -> None:
    few = statements(people(2, first=10), RowVerdict.NEW, undo=True)
    many = statements(people(40, first=20), RowVerdict.NEW, undo=True)
    assert many == few
    assert few[0] <= 75
    assert Worker.objects.filter(status="left").count() == User.objects.filter(is_active=False).count() == 42


def test_changed_rows_are_written_and_undone_by_as_many_statements_whatever_their_number() -> None:
    commit(staged(*people(60, first=10)))
    few = statements(people(2, first=10, **CHANGED), RowVerdict.CHANGED, undo=True)
    many = statements(people(40, first=20, **CHANGED), RowVerdict.CHANGED, undo=True)
    assert many == few
    assert few[0] <= 95
    assert GradeRecord.objects.current().count() == 60
    assert not Placement.objects.filter(until=None, unit__name="二车间").exists()
