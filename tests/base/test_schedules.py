"""Each planned moment of scheduled work is taken once, caught up when missed, told when late."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from base import schedules
from base.errors import Conflict, Missing, NotPermitted
from base.invariants import open_schedule_runs
from base.models import DomainEvent, ScheduleRun, ScheduleState, StoredFile
from base.models.schedule import RunOutcome
from base.schedule_plan import At, ScheduledTask
from base.schedule_run import LEASE, RunUnderWay
from base.schedules import (
    MOST_ATTEMPTS,
    ask_run,
    is_late,
    is_under_way,
    late_states,
    note_schedule,
    run_scheduled,
    start_overdue,
)
from tests.access import Cast
from tests.base.scheduled_tasks import failing, schedule_of_tests

SHANGHAI = schedules.zone()
NIGHT = datetime(2026, 11, 21, 0, 5, tzinfo=SHANGHAI)
EVENING = NIGHT - timedelta(hours=2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def schedule(settings: Settings) -> dict[str, ScheduledTask]:
    entries = schedule_of_tests(At(hour=0, minute=5))
    settings.SCHEDULE = entries
    return entries


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the broker; nothing takes it there."""
    taken: list[str] = []

    def take(_task: str, name: str) -> bool:
        taken.append(name)
        return True

    monkeypatch.setattr(schedules, "wake", take)
    return taken


def known(since: datetime = EVENING) -> None:
    note_schedule(now=since)


def night() -> ScheduleState:
    return ScheduleState.objects.get(name="night")


def notes() -> list[str]:
    return list(StoredFile.objects.order_by("pk").values_list("name", flat=True))


class TestMoments:
    def test_a_moment_runs_once_whoever_sends_it(self) -> None:
        known()
        assert run_scheduled("night", now=NIGHT) == RunOutcome.SUCCEEDED
        assert run_scheduled("night", now=NIGHT + timedelta(milliseconds=1)) is None
        assert run_scheduled("night", now=NIGHT + DAY - timedelta(seconds=1)) is None
        assert notes() == ["night"]

    def test_the_next_night_is_another_moment(self) -> None:
        known()
        for number in range(3):
            assert run_scheduled("night", now=NIGHT + number * DAY) == RunOutcome.SUCCEEDED
        assert [run.moment for run in ScheduleRun.objects.order_by("run")] == [
            NIGHT,
            NIGHT + DAY,
            NIGHT + 2 * DAY,
        ]

    def test_what_was_planned_before_the_entry_was_known_is_not_run(self) -> None:
        known(NIGHT + HOUR)
        assert run_scheduled("night", now=NIGHT + 2 * HOUR) is None
        assert run_scheduled("night", now=NIGHT + DAY) == RunOutcome.SUCCEEDED

    def test_an_entry_nobody_noted_runs_when_it_is_sent(self) -> None:
        assert run_scheduled("night", now=NIGHT + timedelta(milliseconds=3)) == RunOutcome.SUCCEEDED
        assert night().moment == NIGHT

    def test_a_clock_set_back_runs_nothing_twice(self) -> None:
        known()
        run_scheduled("night", now=NIGHT + DAY)
        assert run_scheduled("night", now=NIGHT + HOUR) is None

    def test_an_entry_of_another_version_is_passed_over(self) -> None:
        assert run_scheduled("gone", now=NIGHT) is None
        assert not ScheduleState.objects.exists()

    def test_an_interval_runs_once_each_and_leaves_no_rows_of_runs(self) -> None:
        known()
        outcomes = [
            run_scheduled("tick", now=NIGHT + timedelta(seconds=at)) for at in (0.0, 0.5, 1.0, 1.5, 2.0)
        ]
        assert outcomes == [RunOutcome.SUCCEEDED, None, RunOutcome.SUCCEEDED, None, RunOutcome.SUCCEEDED]
        assert not ScheduleRun.objects.exists()
        assert notes() == ["tick"] * 3

    def test_a_run_that_has_nothing_to_do_costs_one_locked_row(self) -> None:
        known()
        run_scheduled("tick", now=NIGHT)
        with CaptureQueriesContext(connection) as statements:
            run_scheduled("tick", now=NIGHT)
        assert len([one for one in statements if "SAVEPOINT" not in one["sql"]]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_messages_at_once_run_once() -> None:
    known()
    both = threading.Barrier(8)
    outcomes: list[RunOutcome | None] = []

    def take() -> None:
        both.wait()
        try:
            outcomes.append(run_scheduled("night", now=NIGHT))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(outcome) for outcome in outcomes) == ["None"] * 7 + ["succeeded"]
    assert notes() == ["night"]


@pytest.mark.django_db(transaction=True)
def test_an_entry_nobody_noted_is_run_once_by_two_messages_at_once() -> None:
    both = threading.Barrier(2)

    def take() -> None:
        both.wait()
        try:
            run_scheduled("night", now=NIGHT)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (notes(), ScheduleState.objects.count()) == (["night"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_run_whose_connection_is_cut_tells_it_over_another_one(
    schedule: dict[str, ScheduledTask],
) -> None:
    schedule["night"] = replace(schedule["night"], task="tests.cut_connection")
    known()
    assert run_scheduled("night", now=NIGHT) == RunOutcome.FAILED
    assert (night().outcome, night().lease_until) == ("failed", None)
    assert night().error in {"OperationalError", "InterfaceError"}


class TestCatchingUp:
    def test_a_missed_night_is_started_once_when_beat_is_back(self, published: list[str]) -> None:
        known()
        morning = NIGHT + 9 * HOUR
        assert start_overdue(now=morning) == 1
        assert published == ["night"]
        run_scheduled("night", now=morning)
        assert start_overdue(now=morning + timedelta(minutes=1)) == 0
        assert night().good_moment == NIGHT

    def test_of_many_missed_nights_the_last_one_is_run(self, published: list[str]) -> None:
        known()
        start_overdue(now=NIGHT + 5 * DAY + HOUR)
        run_scheduled("night", now=NIGHT + 5 * DAY + HOUR)
        assert start_overdue(now=NIGHT + 5 * DAY + 2 * HOUR) == 0
        assert notes() == ["night"]
        assert night().moment == NIGHT + 5 * DAY

    def test_intervals_are_left_to_beat(self, published: list[str]) -> None:
        known()
        start_overdue(now=NIGHT - timedelta(minutes=1))
        assert published == []

    def test_nothing_is_published_while_a_run_is_under_way(self, published: list[str]) -> None:
        known()
        claimed = schedules._claim("night", schedules.schedule()["night"], NIGHT)
        assert claimed is not None
        assert start_overdue(now=NIGHT + timedelta(seconds=1)) == 0
        assert run_scheduled("night", now=NIGHT + timedelta(seconds=1)) is None

    def test_a_run_longer_than_its_period_does_not_run_beside_itself(self) -> None:
        known()
        schedules._claim("night", schedules.schedule()["night"], NIGHT)
        ScheduleState.objects.filter(name="night").update(lease_until=NIGHT + DAY + LEASE)
        assert run_scheduled("night", now=NIGHT + DAY) is None


class TestKilledRuns:
    def test_the_moment_is_taken_again_when_the_lease_is_over(self, published: list[str]) -> None:
        known()
        schedules._claim("night", schedules.schedule()["night"], NIGHT)
        later = NIGHT + LEASE + timedelta(seconds=1)
        assert start_overdue(now=later) == 1
        assert run_scheduled("night", now=later) == RunOutcome.SUCCEEDED
        assert [(run.attempt, run.outcome) for run in ScheduleRun.objects.order_by("run")] == [
            (1, "lost"),
            (2, "succeeded"),
        ]

    def test_a_late_run_writes_nothing_over_the_one_that_took_its_place(self) -> None:
        known()
        entry = schedules.schedule()["night"]
        late = schedules._claim("night", entry, NIGHT)
        assert late is not None
        later = NIGHT + LEASE + timedelta(seconds=1)
        assert schedules._claim("night", entry, later) is not None
        schedules._finish("night", entry, late, RunOutcome.SUCCEEDED, "", later)
        assert (night().outcome, night().run, night().good_moment) == ("", 2, None)
        assert late.renew(connection, later) is False

    def test_a_run_without_an_end_behind_another_one_is_found(self) -> None:
        known()
        schedules._claim("night", schedules.schedule()["night"], NIGHT)
        assert open_schedule_runs() == []
        ScheduleState.objects.filter(name="night").update(run=2)
        assert len(open_schedule_runs()) == 1

    def test_a_sign_of_life_keeps_the_place(self) -> None:
        known()
        run = schedules._claim("night", schedules.schedule()["night"], NIGHT)
        assert run is not None
        assert run.renew(connection, NIGHT + HOUR) is True
        assert is_under_way(night(), NIGHT + HOUR)

    def test_no_sign_of_life_is_given_after_the_end(self) -> None:
        known()
        run_scheduled("night", now=NIGHT)
        assert RunUnderWay(night().pk, 1, longest=HOUR).renew(connection, NIGHT) is False
        assert night().lease_until is None

    def test_what_kills_every_worker_is_given_up_until_the_next_moment(self, published: list[str]) -> None:
        known()
        now = NIGHT
        for _attempt in range(MOST_ATTEMPTS):
            assert schedules._claim("night", schedules.schedule()["night"], now) is not None
            now += LEASE + timedelta(seconds=1)
        assert start_overdue(now=now) == 0
        assert run_scheduled("night", now=now) is None
        assert run_scheduled("night", now=NIGHT + DAY) == RunOutcome.SUCCEEDED


class TestFaults:
    def test_a_fault_ends_in_the_row_and_not_in_the_worker(self) -> None:
        known()
        with failing("张三 440102198001011234"):
            assert run_scheduled("night", now=NIGHT) == RunOutcome.FAILED
        assert (night().outcome, night().error, night().lease_until) == ("failed", "RuntimeError", None)
        run = ScheduleRun.objects.get()
        assert (run.outcome, run.error, run.finished_at is not None) == ("failed", "RuntimeError", True)

    def test_it_is_tried_again_after_a_while_and_then_no_more(self, published: list[str]) -> None:
        known()
        with failing(*["x"] * 9):
            run_scheduled("night", now=NIGHT)
            again = night().again_from
            assert again is not None
            assert start_overdue(now=again - timedelta(seconds=1)) == 0
            assert start_overdue(now=again) == 1
            now = again
            for _attempt in range(9):
                run_scheduled("night", now=now)
                now = max(night().again_from or now, now)
        assert ScheduleRun.objects.filter(outcome="failed").count() == MOST_ATTEMPTS

    def test_one_that_succeeds_at_last_is_done(self) -> None:
        known()
        with failing("x"):
            run_scheduled("night", now=NIGHT)
        again = night().again_from
        assert again is not None
        assert run_scheduled("night", now=again) == RunOutcome.SUCCEEDED
        assert (night().attempt, night().good_moment, night().error) == (2, NIGHT, "")


class TestLateness:
    def test_a_night_not_done_within_its_grace_is_late(self) -> None:
        known()
        assert not is_late(night(), NIGHT + timedelta(minutes=29))
        late = [state.name for state in late_states(now=NIGHT + timedelta(minutes=30))]
        assert late == ["overdue", "tick", "night"]  # the longest first

    def test_what_is_new_is_not_late_while_the_system_is_set_up(self) -> None:
        known()
        quick = ScheduleState.objects.get(name="tick")
        assert not is_late(quick, EVENING + timedelta(minutes=14))
        assert is_late(quick, EVENING + timedelta(minutes=15))
        run_scheduled("tick", now=EVENING)
        quick.refresh_from_db()
        assert quick.late_from == EVENING + timedelta(seconds=1, minutes=2)

    def test_one_that_failed_is_late_though_it_ran(self) -> None:
        known()
        with failing("x"):
            run_scheduled("night", now=NIGHT)
        assert is_late(night(), NIGHT + timedelta(minutes=30))

    def test_a_run_under_way_gets_the_time_to_end(self) -> None:
        known()
        run = schedules._claim("night", schedules.schedule()["night"], NIGHT)
        assert run is not None
        run.renew(connection, NIGHT + HOUR)
        assert not is_late(night(), NIGHT + HOUR)
        assert is_late(night(), NIGHT + HOUR + LEASE)

    def test_after_a_good_run_it_is_expected_at_the_next_moment(self) -> None:
        known()
        run_scheduled("night", now=NIGHT)
        assert night().late_from == NIGHT + DAY + timedelta(minutes=30)

    def test_lateness_is_told_once_and_its_end_too(self, published: list[str]) -> None:
        known()
        for minute in (31, 32, 33):
            start_overdue(now=NIGHT + timedelta(minutes=minute))
        told = DomainEvent.objects.filter(subject_id=night().pk).order_by("pk")
        assert [(event.kind, event.payload["name"]) for event in told] == [("base.schedule_late", "night")]
        run_scheduled("night", now=NIGHT + HOUR)
        run_scheduled("night", now=NIGHT + DAY)
        assert [event.kind for event in told.all()] == ["base.schedule_late", "base.schedule_ran_again"]

    def test_an_entry_planned_anew_is_expected_at_its_new_time(
        self, schedule: dict[str, ScheduledTask]
    ) -> None:
        known()
        schedule["night"] = ScheduledTask("tests.note_night", At(hour=6, minute=0), "", "")
        note_schedule(now=NIGHT + HOUR)
        assert night().late_from == NIGHT.replace(hour=6, minute=30)

    def test_an_entry_that_is_gone_is_never_late_and_comes_back(
        self, schedule: dict[str, ScheduledTask]
    ) -> None:
        known()
        entry = schedule.pop("night")
        note_schedule(now=NIGHT)
        assert night().late_from is None
        assert "night" not in [state.name for state in late_states(now=NIGHT + DAY)]
        schedule["night"] = entry
        note_schedule(now=NIGHT + HOUR)
        assert night().late_from == NIGHT + DAY + timedelta(minutes=30)

    def test_looking_costs_one_statement(self, django_assert_num_queries: Callable[..., object]) -> None:
        known()
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            late_states(now=NIGHT + DAY)


class TestRunNow:
    def test_it_runs_whatever_the_plan_says_and_tells_who_asked(
        self, cast: Cast, published: list[str], django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        known()
        run_scheduled("night", now=NIGHT)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            ask_run("night", actor=cast.users["ruth"], now=NIGHT + HOUR)
        assert published == ["night"]
        assert run_scheduled("night", now=NIGHT + HOUR) == RunOutcome.SUCCEEDED
        assert run_scheduled("night", now=NIGHT + HOUR) is None
        runs = ScheduleRun.objects.order_by("run").values_list("asked_by__login", flat=True)
        assert list(runs) == [None, cast.users["ruth"].login]
        event = DomainEvent.objects.get(kind="base.schedule_run_asked")
        assert (event.actor_id, event.payload) == (cast.users["ruth"].pk, {"name": "night"})

    def test_twice_at_once_runs_once(self, cast: Cast, published: list[str]) -> None:
        known()
        ask_run("tick", actor=cast.users["ruth"], now=EVENING)
        with pytest.raises(Conflict) as refused:
            ask_run("tick", actor=cast.users["admin"], now=EVENING)
        assert refused.value.code == "asked_already"
        run_scheduled("tick", now=EVENING)
        assert notes() == ["tick"]
        assert ScheduleRun.objects.get().asked_by == cast.users["ruth"]

    def test_nothing_begins_beside_a_run_under_way(self, cast: Cast) -> None:
        known()
        schedules._claim("night", schedules.schedule()["night"], NIGHT)
        with pytest.raises(Conflict) as refused:
            ask_run("night", actor=cast.users["ruth"], now=NIGHT)
        assert refused.value.code == "under_way"

    def test_what_the_broker_did_not_take_is_started_later(self, cast: Cast, published: list[str]) -> None:
        known()
        ask_run("tick", actor=cast.users["ruth"], now=EVENING)
        start_overdue(now=EVENING + timedelta(minutes=1))
        assert published == ["tick"]

    def test_a_run_asked_for_does_the_moment_that_was_missed(self, cast: Cast) -> None:
        known()
        ask_run("night", actor=cast.users["ruth"], now=NIGHT + 9 * HOUR)
        run_scheduled("night", now=NIGHT + 9 * HOUR)
        assert night().good_moment == NIGHT

    @pytest.mark.parametrize("name", ["alice", "erin", "carol", "dave"])
    def test_others_are_refused(self, cast: Cast, name: str) -> None:
        with pytest.raises(NotPermitted):
            ask_run("night", actor=cast.users[name], now=NIGHT)
        assert not ScheduleState.objects.exists()

    def test_what_is_not_in_the_schedule_is_missing(self, cast: Cast) -> None:
        with pytest.raises(Missing):
            ask_run("base.purge_files", actor=cast.users["ruth"], now=NIGHT)
