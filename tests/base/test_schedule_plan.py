"""When scheduled work is planned, before and after an instant, in the enterprise's own time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from base.schedule_plan import At, Plan, ScheduledTask, beat_entries, describe_plan, last_moment, next_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTLY, HOURLY, EVERY_MINUTE = At(hour=0, minute=5), At(minute=1), timedelta(minutes=1)


def local(day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


def last(plan: Plan, now: datetime, taken: datetime | None = None) -> datetime:
    return last_moment(plan, now=now, zone=SHANGHAI, last=taken)


class TestTimesOfDay:
    @pytest.mark.parametrize(
        ("now", "moment"),
        [
            (local(21, 0, 4, 59), local(20, 0, 5)),
            (local(21, 0, 5), local(21, 0, 5)),
            (local(21, 23, 59), local(21, 0, 5)),
            (local(1, 0, 0), datetime(2026, 10, 31, 0, 5, tzinfo=SHANGHAI)),
        ],
    )
    def test_the_last_moment_is_of_today_or_of_the_day_before(self, now: datetime, moment: datetime) -> None:
        assert last(NIGHTLY, now) == moment

    def test_the_day_is_that_of_the_enterprise_whatever_zone_is_asked_in(self) -> None:
        assert last(NIGHTLY, datetime(2026, 11, 20, 16, 4, tzinfo=UTC)) == local(20, 0, 5)
        assert last(NIGHTLY, datetime(2026, 11, 20, 16, 5, tzinfo=UTC)) == local(21, 0, 5)

    @pytest.mark.parametrize(
        ("now", "moment"),
        [
            (local(21, 0, 0, 59), local(20, 23, 1)),
            (local(21, 0, 1), local(21, 0, 1)),
            (local(21, 12, 30), local(21, 12, 1)),
        ],
    )
    def test_hourly_moments_pass_midnight(self, now: datetime, moment: datetime) -> None:
        assert last(HOURLY, now) == moment

    def test_what_was_taken_last_does_not_move_a_time_of_day(self) -> None:
        assert last(NIGHTLY, local(21, 9, 0), taken=local(19, 0, 5)) == local(21, 0, 5)

    @pytest.mark.parametrize(
        ("plan", "after", "moment"),
        [
            (NIGHTLY, local(21, 0, 4), local(21, 0, 5)),
            (NIGHTLY, local(21, 0, 5), local(22, 0, 5)),
            (HOURLY, local(21, 23, 1), local(22, 0, 1)),
            (EVERY_MINUTE, local(21, 23, 59, 30), local(22, 0, 0, 30)),
        ],
    )
    def test_the_next_moment_comes_afterwards(self, plan: Plan, after: datetime, moment: datetime) -> None:
        assert next_moment(plan, after=after, zone=SHANGHAI) == moment


class TestIntervals:
    def test_the_first_moment_is_now(self) -> None:
        assert last(EVERY_MINUTE, local(21, 8, 0)) == local(21, 8, 0)

    @pytest.mark.parametrize(
        ("seconds", "moment"),
        [(0, 0), (30, 0), (53, 0), (55, 60), (60, 60), (67, 60), (119, 120), (3_640, 3_600), (-90, 0)],
    )
    def test_moments_are_counted_from_the_one_taken_last(self, seconds: int, moment: int) -> None:
        taken = local(21, 8, 0)
        now, expected = taken + timedelta(seconds=seconds), taken + timedelta(seconds=moment)
        assert last(EVERY_MINUTE, now, taken) == expected

    def test_a_beat_that_is_a_little_late_each_time_skips_no_moment(self) -> None:
        taken, now, moments = local(21, 8, 0), local(21, 8, 0), set()
        for _number in range(500):
            now += timedelta(seconds=60.05)
            taken = last(EVERY_MINUTE, now, taken)
            moments.add(taken)
        assert len(moments) == 500


class TestBeat:
    def test_every_entry_is_sent_by_its_name_to_the_one_task(self) -> None:
        entries = beat_entries(
            {"a": ScheduledTask("t.a", NIGHTLY, "", ""), "b": ScheduledTask("t.b", EVERY_MINUTE, "", "")}
        )
        assert [(entry["task"], entry["args"]) for entry in entries.values()] == [
            ("base.run_scheduled", ("a",)),
            ("base.run_scheduled", ("b",)),
        ]

    @pytest.mark.parametrize("plan", [NIGHTLY, HOURLY])
    def test_beat_plans_the_same_moments(self, plan: At) -> None:
        crontab = beat_entries({"a": ScheduledTask("t.a", plan, "", "")})["a"]["schedule"]
        after = local(21, 10, 30)
        crontab.nowfun = lambda: after
        expected = next_moment(plan, after=after, zone=SHANGHAI)
        assert after + crontab.remaining_estimate(after) == expected

    def test_a_message_of_an_interval_expires_with_the_next_one(self) -> None:
        entry = beat_entries({"a": ScheduledTask("t.a", EVERY_MINUTE, "", "")})["a"]
        assert entry["options"] == {"expires": 60.0}


def test_plans_are_told_in_words() -> None:
    plans = (NIGHTLY, HOURLY, timedelta(seconds=5), EVERY_MINUTE, timedelta(minutes=10))
    with translation.override("en"):
        assert [describe_plan(plan) for plan in plans] == [
            "every day at 00:05",
            "every hour at :01",
            "every 5 seconds",
            "every minute",
            "every 10 minutes",
        ]


def test_what_ends_within_its_grace_is_in_time() -> None:
    assert ScheduledTask("t", NIGHTLY, "", "").slack == timedelta(minutes=30)
    assert ScheduledTask("t", timedelta(seconds=5), "", "").slack == timedelta(minutes=2)
    assert ScheduledTask("t", timedelta(minutes=5), "", "").slack == timedelta(minutes=15)
    assert ScheduledTask("t", NIGHTLY, "", "", grace=timedelta(hours=3)).slack == timedelta(hours=3)
