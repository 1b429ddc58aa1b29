"""Reads that may lag: from the replica while it is near, from the primary in every other case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from base import replica
from base.replica import OWN_WRITES_COOKIE, OwnWritesMiddleware, ReplicaWatch, alias_behind, read_behind
from tests.base.replica_database import Standby, standby

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second() -> Iterator[Standby]:
    with standby() as made:
        yield made


def answered_by(using: str) -> str:
    """The alias, after a statement through it."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1")
    return using


def test_without_a_replica_the_primary_answers() -> None:
    assert read_behind(answered_by) == "default"


def test_a_replica_that_keeps_up_answers(second: Standby) -> None:
    with CaptureQueriesContext(connections["replica"]) as asked:
        assert read_behind(answered_by) == "replica"
    assert [query["sql"] for query in asked][-1] == "SELECT 1"


def test_both_servers_are_asked_where_they_stand_once_in_a_while(second: Standby) -> None:
    watch = ReplicaWatch()
    with (
        CaptureQueriesContext(connections["replica"]) as replica_asked,
        CaptureQueriesContext(connections["default"]) as primary_asked,
    ):
        answers = [watch.is_near(moment) for moment in (0.0, 0.5, 1.9, 2.0)]
    assert answers == [True] * 4
    assert (len(replica_asked), len(primary_asked)) == (2, 2)


def test_a_replica_too_far_behind_is_left_until_it_has_caught_up(second: Standby, settings: Settings) -> None:
    settings.REPLICA_MAX_LAG_SECONDS = 10
    watch = ReplicaWatch()
    assert watch.is_near(0.0)
    second.stop()
    assert [watch.is_near(moment) for moment in (5.0, 10.0, 10.1, 60.0)] == [True, True, False, False]
    second.go_on()
    assert watch.is_near(63.0)


def test_a_replica_behind_by_less_than_allowed_stays_in_use(second: Standby, settings: Settings) -> None:
    settings.REPLICA_MAX_LAG_SECONDS = 10
    watch = ReplicaWatch()
    for moment in range(0, 60, 6):  # always one step behind
        second.stop()
        assert watch.is_near(float(moment)) is (moment > 0)
        second.go_on()
        assert watch.is_near(moment + 3.0)


def test_a_promoted_standby_is_not_read(second: Standby) -> None:
    assert alias_behind() == "replica"
    second.promote()
    assert ReplicaWatch().is_near(0.0) is False
    assert ReplicaWatch().catches_up() is False


def test_a_replica_that_is_away_is_tried_once_and_the_primary_asked(second: Standby) -> None:
    second.go_away()
    assert [read_behind(answered_by), read_behind(answered_by)] == ["default", "default"]
    assert replica.watch.outage.is_fresh
    assert connections["replica"].connection is None


def test_a_replica_that_fails_in_the_middle_is_replaced_by_the_primary(second: Standby) -> None:
    def read(using: str) -> str:
        with connections[using].cursor() as cursor:
            if using == "replica":
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            cursor.execute("SELECT 1")
        return using

    assert read_behind(read) == "default"
    assert alias_behind() == "default"


def test_a_fault_of_the_reader_is_not_hidden(second: Standby) -> None:
    def read(using: str) -> None:
        raise ValueError(using)

    with pytest.raises(ValueError, match="replica"):
        read_behind(read)


def test_inside_a_transaction_the_primary_answers(second: Standby) -> None:
    with transaction.atomic():
        assert read_behind(answered_by) == "default"
    assert read_behind(answered_by) == "replica"


def test_work_asked_for_after_a_write_takes_a_replica_that_holds_it(
    second: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "CATCH_UP_SECONDS", 0.0)
    assert alias_behind(caught_up=True) == "replica"
    second.stop()
    assert alias_behind() == "replica"
    assert alias_behind(caught_up=True) == "default"


def test_a_browser_that_has_written_reads_the_primary_for_a_while(
    second: Standby, settings: Settings, rf: RequestFactory
) -> None:
    settings.REPLICA_MAX_LAG_SECONDS = 7
    answer = OwnWritesMiddleware(_alias_of)
    assert answer(rf.get("/")).content == b"replica"
    written = answer(rf.post("/"))
    assert written.content == b"default"
    assert written.cookies[OWN_WRITES_COOKIE]["max-age"] == 7
    rf.cookies[OWN_WRITES_COOKIE] = written.cookies[OWN_WRITES_COOKIE].value
    read = answer(rf.get("/"))
    assert read.content == b"default"
    assert OWN_WRITES_COOKIE not in read.cookies
    assert alias_behind() == "replica"


def _alias_of(request: HttpRequest) -> HttpResponse:
    return HttpResponse(alias_behind())
