"""Erasing while somebody else holds the record, each in a connection of its own."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from time import monotonic

import pytest
from django.db import connection, connections, transaction

from base.errors import Conflict
from base.jobs import run_job
from skills.privacy.erasures import ask_erasure, confirm_erasure
from tests.access import Cast, build_cast
from tests.factories.workforce import RoleGrantFactory
from workforce.enums import Role, WorkerStatus
from workforce.models import Erasure, Worker
from workforce.services.placements import place_worker

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def confirmed(transactional_db: None) -> tuple[Cast, Erasure]:
    """Carol left long ago; ruth asked for the erasure and bob, of the whole group too, confirmed it."""
    cast = build_cast()
    RoleGrantFactory.create(user=cast.users["bob"], role=Role.HR_OFFICER, unit=cast.group)
    place_worker(
        actor=None,
        worker=cast.worker("carol"),
        since=TODAY - timedelta(days=1000),
        today=TODAY,
        status=WorkerStatus.LEFT,
    )
    erasure = ask_erasure(
        actor=cast.user("ruth"), worker=cast.worker("carol"), reason="申请", now=NOW, today=TODAY
    )
    return cast, confirm_erasure(actor=cast.user("bob"), erasure=erasure, now=NOW, today=TODAY)


def _in_own_connection(job_id: int) -> None:
    try:
        run_job(job_id)
    finally:
        connections.close_all()


def _let_run_into_a_lock(other: Future[None]) -> None:
    until = monotonic() + 10
    while not other.done() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone() != (0,):
                return


def test_confirming_once_more_while_it_is_erased_is_refused_in_words(
    confirmed: tuple[Cast, Erasure],
) -> None:
    cast, erasure = confirmed
    assert erasure.job_id is not None
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Worker.objects.lock_in_order([erasure.worker_id])
            job = pool.submit(_in_own_connection, erasure.job_id)
            _let_run_into_a_lock(job)
            with pytest.raises(Conflict), transaction.atomic():
                confirm_erasure(actor=cast.user("bob"), erasure=erasure, now=NOW, today=TODAY)
        job.result(timeout=30)
    assert Worker.objects.get(pk=erasure.worker_id).erased_at is not None
