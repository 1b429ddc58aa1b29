"""Two people at one import at the same moment, each in a connection of their own."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from base.errors import Conflict
from base.models.workbook import ImportState, StagedRow, WorkbookImport
from skills.dates import day_of
from skills.enums import Mark
from skills.models import Occupation, OccupationAlias
from skills.roster.commit import commit_roster
from skills.roster.imports import confirm_roster
from skills.roster.repairs import accept_repairs, repair_row
from tests.access import Cast, build_cast
from tests.skills.roster.sheets import NOW, row, staged
from workforce.models import Unit, User

pytestmark = pytest.mark.django_db(transaction=True)
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast and an occupation, committed."""
    fitter = Occupation.objects.create(code="6-31-01-01", name="机修钳工", code_mark=Mark.DESIGN)
    OccupationAlias.objects.create(occupation=fitter, name="钳工", kind="alias")
    return build_cast()


def _in_own_connection(act: Callable[[], object]) -> object:
    try:
        return act()
    finally:
        connections.close_all()


def _let_run_into_a_lock(other: "Future[object]") -> None:
    """Return once the other is done or waits for a lock of ours."""
    until = monotonic() + 10
    while not other.done() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone() != (0,):
                return


def _take_suggestions(batch: WorkbookImport, actor: User) -> object:
    return accept_repairs(batch.pk, actor=actor, now=NOW)


def _mend_a_row(batch: WorkbookImport, actor: User) -> object:
    return repair_row(batch.pk, 2, cells={"sex": "男"}, actor=actor, now=NOW)


@pytest.mark.parametrize("mend", [_take_suggestions, _mend_a_row])
def test_rows_are_not_mended_under_a_confirmation(
    crowd: Cast, mend: Callable[[WorkbookImport, User], object]
) -> None:
    batch = staged(row(sex="女"), row("A2"), actor=crowd.user("alice"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            confirm_roster(batch.pk, actor=crowd.user("alice"), now=NOW)
            late = pool.submit(_in_own_connection, lambda: mend(batch, crowd.user("alice")))
            _let_run_into_a_lock(late)
        assert isinstance(late.exception(timeout=20), Conflict)
    batch.refresh_from_db()
    assert batch.state == ImportState.COMMITTING
    assert StagedRow.objects.get(batch=batch, sheet_row=2).cells["sex"] == "女"


def _lock_at_once(unit_id: int) -> object:
    with transaction.atomic():
        return Unit.objects.select_for_update(of=("self",), no_key=True, nowait=True).get(pk=unit_id)


def test_units_of_later_rows_are_held_from_the_first(crowd: Cast) -> None:
    """No move can take a unit first that later rows will need: that would end in a deadlock."""
    batch = staged(row(), actor=crowd.user("alice"))
    confirm_roster(batch.pk, actor=crowd.user("alice"), now=NOW)
    batch.refresh_from_db()
    refusals: list[BaseException | None] = []

    def try_to_take_another_unit(done: int, total: int) -> None:
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(_in_own_connection, lambda: _lock_at_once(crowd.workshop_b1.pk))
            refusals.append(other.exception(timeout=20))

    commit_roster(
        batch, actor=crowd.user("alice"), today=day_of(NOW), now=NOW, progress=try_to_take_another_unit
    )
    assert [type(refusal) for refusal in refusals] == [OperationalError]
    assert _lock_at_once(crowd.workshop_b1.pk) == crowd.workshop_b1


def test_units_are_held_once_after_all_workers(crowd: Cast) -> None:
    """Whoever merges a unit locks its people first, then the tree: the other way round would end in a
    deadlock.
    """
    batch = staged(row("C-carol"), row("C-frank"), actor=crowd.user("alice"))
    confirm_roster(batch.pk, actor=crowd.user("alice"), now=NOW)
    batch.refresh_from_db()
    with CaptureQueriesContext(connection) as statements:
        commit_roster(batch, actor=crowd.user("alice"), today=day_of(NOW), now=NOW)
    held = [one for one in statements.captured_queries if "workforce_unit.tree" in one["sql"]]
    assert len(held) == 1
