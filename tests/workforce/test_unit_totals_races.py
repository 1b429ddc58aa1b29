"""The kept totals while several people work at once: nobody waits for anybody, and nothing is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Event

import pytest
from django.db import OperationalError, connection, connections, transaction

from skills.models import Standing
from tests.access import Cast, build_cast
from tests.databases import connected_to
from tests.factories.skills import StandingFactory
from workforce.enums import WorkerStatus
from workforce.invariants import unit_totals_are_counted
from workforce.models import Unit, UnitTotalChange, Worker
from workforce.queries.unit_totals import totals_of
from workforce.services.placements import place_worker
from workforce.services.unit_totals import fold_totals, rebuild_totals
from workforce.totals import EMPLOYED_PEOPLE

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, committed, with totals folded."""
    cast = build_cast()
    fold_totals()
    return cast


@contextmanager
def underway(act: Callable[[], object], *, ends: str = "commit") -> Iterator[int]:
    """The act done in a transaction of its own that stays open inside the block; the number of its backend.

    `ends` says how it ends after the block: "commit", "rollback", or "gone" where it was killed meanwhile.
    """
    done, may_end = Event(), Event()
    backend: list[int] = []

    def run() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backend.extend(cursor.fetchone())
                act()
                done.set()
                may_end.wait(timeout=30)
                if ends == "rollback":
                    transaction.set_rollback(True)
        finally:
            done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        ended: Future[None] = threads.submit(run)
        assert done.wait(timeout=30)
        try:
            yield backend[0]
        finally:
            may_end.set()
        if ends == "gone":
            with pytest.raises(OperationalError):
                ended.result(timeout=30)
        else:
            ended.result(timeout=30)


@contextmanager
def refused_to_wait() -> Iterator[None]:
    """Whoever would wait for a lock inside gets an error instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


def transfer(cast: Cast, name: str, unit: Unit) -> None:
    place_worker(actor=None, worker=cast.worker(name), since=TODAY, today=TODAY, unit=unit)


def employed(unit: Unit) -> int:
    return totals_of([unit.pk], [EMPLOYED_PEOPLE])[unit.pk].get(EMPLOYED_PEOPLE, 0)


def test_nobody_waits_for_a_clerk_who_has_not_finished(crowd: Cast) -> None:
    """Another clerk, a bulk write, a fold and a reader go on; the change counts when it is committed."""
    transfer(crowd, "ivan", crowd.workshop_a2)
    before = employed(crowd.company_b)
    with underway(lambda: transfer(crowd, "carol", crowd.workshop_b1)), refused_to_wait():
        transfer(crowd, "ivan", crowd.team_a11)
        Worker.objects.filter(unit=crowd.company_b).update(unit=crowd.company_a)
        Worker.objects.filter(unit=crowd.company_a).update(unit=crowd.company_b)
        assert fold_totals() > 0
        rebuild_totals()
        assert unit_totals_are_counted() == []
        between = employed(crowd.company_b)
        assert between >= before
    assert employed(crowd.company_b) == between + 1
    assert unit_totals_are_counted() == []
    fold_totals()
    assert unit_totals_are_counted() == []


def test_transfer_and_change_of_level_of_one_person_take_turns(crowd: Cast) -> None:
    """Also where the level is written without holding the person first."""
    carol = crowd.worker("carol")
    StandingFactory.create(worker=carol, held_level=3)
    move = Worker.objects.filter(pk=carol.pk)
    level = Standing.objects.filter(pk=carol.pk)
    with (
        underway(lambda: level.update(held_level=4)),
        refused_to_wait(),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        move.update(unit=crowd.workshop_b1)
    with (
        underway(lambda: move.update(unit=crowd.workshop_b1)),
        refused_to_wait(),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        level.update(held_level=5)
    level.update(held_level=5)
    move.update(status=WorkerStatus.LEFT)
    with (
        underway(lambda: move.update(status=WorkerStatus.ACTIVE)),
        refused_to_wait(),
        pytest.raises(OperationalError, match="lock timeout"),
    ):
        level.update(held_level=6)
    level.update(held_level=6)
    assert unit_totals_are_counted() == []


def test_what_is_rolled_back_or_killed_counts_nothing(crowd: Cast) -> None:
    before = employed(crowd.company_b)
    with underway(lambda: transfer(crowd, "carol", crowd.workshop_b1), ends="rollback"):
        pass
    with underway(lambda: transfer(crowd, "carol", crowd.workshop_b1), ends="gone") as backend:
        kill(backend)
    assert employed(crowd.company_b) == before
    assert not UnitTotalChange.objects.exists()


def test_fold_that_is_killed_loses_nothing(crowd: Cast) -> None:
    transfer(crowd, "carol", crowd.workshop_b1)
    waiting = UnitTotalChange.objects.count()
    with underway(fold_totals, ends="gone") as backend:
        assert UnitTotalChange.objects.count() == waiting
        kill(backend)
    assert UnitTotalChange.objects.count() == waiting
    assert unit_totals_are_counted() == []


def test_fold_leaves_a_unit_that_moves_alone(crowd: Cast) -> None:
    """And two folds at once do not count twice."""
    transfer(crowd, "carol", crowd.team_a11)
    moved = Unit.objects.filter(pk=crowd.workshop_a1.pk)
    with underway(lambda: moved.update(parent=crowd.company_b)), refused_to_wait():
        transfer(crowd, "ivan", crowd.workshop_a2)
        assert fold_totals() == 0
        assert unit_totals_are_counted() == []
    assert unit_totals_are_counted() == []
    with underway(fold_totals), refused_to_wait():
        assert fold_totals() == 0
        assert unit_totals_are_counted() == []
    assert unit_totals_are_counted() == []
    assert not UnitTotalChange.objects.exists()


def kill(backend: int) -> None:
    """End the backend as an operator or a crash would."""
    with connected_to("postgres") as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
