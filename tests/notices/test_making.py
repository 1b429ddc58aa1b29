"""One statement makes, renews and ends the reminders of a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.reminders import ReminderRule
from notices.models import Reminder, RulePolicy
from notices.services.making import Made, make_all
from skills.models import Standing
from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory, StandingFactory
from tests.factories.workforce import WorkerFactory, account_of
from tests.notices.conftest import DUE, TODAY, Carol, inbox, moment, run, told
from tests.notices.rows import a_todo
from workforce.models import CalendarDay, CalendarYear, User, Worker

pytestmark = pytest.mark.django_db

Before = Callable[[int], date]


def set_policy(rule: ReminderRule, **changed: object) -> None:
    """What HR set for a rule."""
    values = {"leads": list(rule.leads), "set_at": moment(TODAY), "reason": "试行"} | changed
    RulePolicy.objects.update_or_create(rule=rule.name, defaults=values)


class TestLeads:
    def test_nothing_is_told_before_the_first_lead(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        assert run(grade_opens, before(31)) == Made()
        assert told(carol.user) == []

    def test_each_lead_is_told_once_and_follows_the_one_before(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        for days in range(40, -1, -1):
            run(grade_opens, before(days))
        assert told(carol.user) == [(DUE, 30, "superseded"), (DUE, 7, "superseded"), (DUE, 0, "")]

    def test_a_fact_entered_late_is_told_by_the_tightest_lead_alone(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(3))
        assert told(carol.user) == [(DUE, 7, "")]

    def test_missed_nights_are_caught_up_with_one_reminder(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(29))
        run(grade_opens, before(-2))
        assert told(carol.user) == [(DUE, 30, "superseded"), (DUE, 0, "")]

    def test_a_second_run_makes_none(self, carol: Carol, grade_opens: ReminderRule, before: Before) -> None:
        assert run(grade_opens, before(5)) == Made(made=1)
        assert run(grade_opens, before(5)) == Made()

    def test_what_is_no_news_any_more_ends(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(0))
        run(grade_opens, before(-30))
        assert inbox(carol.user) == [(DUE, 0)]
        run(grade_opens, before(-31))
        assert told(carol.user) == [(DUE, 0, "done")]

    def test_the_day_turns_at_midnight_of_the_clock_passed_in(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(8))
        assert inbox(carol.user) == [(DUE, 30)]
        run(grade_opens, before(7))
        assert inbox(carol.user) == [(DUE, 7)]
        assert Reminder.objects.get(lead=7).made_at == moment(before(7))


class TestEnds:
    def test_a_reminder_is_taken_back_before_it_was_read_or_sent(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(20))
        carol.opens_on(None)
        assert run(grade_opens, before(19)) == Made(ended=1)
        assert told(carol.user) == [(DUE, 30, "done")]
        assert Reminder.objects.get().ended_at == moment(before(19))

    def test_a_due_day_that_moved_is_told_anew(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        carol.opens_on(DUE + timedelta(days=10))
        run(grade_opens, before(5))
        assert told(carol.user) == [(DUE, 7, "superseded"), (DUE + timedelta(days=10), 30, "")]

    def test_a_due_day_that_moved_far_away_is_not_told_yet(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        carol.opens_on(DUE + timedelta(days=400))
        run(grade_opens, before(5))
        assert inbox(carol.user) == []

    def test_what_comes_back_is_opened_again_unread(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        Reminder.objects.update(read_at=moment(before(5)), composed_at=moment(before(5)))
        carol.opens_on(None)
        run(grade_opens, before(4))
        carol.opens_on(DUE)
        assert run(grade_opens, before(4)) == Made(renewed=1)
        again = Reminder.objects.get()
        assert (again.ended_at, again.ended_as, again.read_at, again.composed_at) == (None, "", None, None)
        assert again.made_at == moment(before(5))

    def test_what_was_put_away_stays_away_until_a_tighter_lead(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(20))
        Reminder.objects.update(ended_at=moment(before(20)), ended_as="dismissed")
        assert run(grade_opens, before(19)) == Made()
        run(grade_opens, before(6))
        assert told(carol.user) == [(DUE, 30, "dismissed"), (DUE, 7, "")]

    def test_who_cannot_sign_in_is_not_told(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        User.objects.filter(pk=carol.user.pk).update(is_active=False)
        assert run(grade_opens, before(5)) == Made()

    def test_who_can_no_longer_sign_in_has_nothing_open(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        User.objects.filter(pk=carol.user.pk).update(is_active=False)
        run(grade_opens, before(5))
        assert told(carol.user) == [(DUE, 7, "withdrawn")]

    def test_who_works_elsewhere_now_keeps_the_reminder_with_the_new_unit(
        self, cast: Cast, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        Reminder.objects.update(read_at=moment(before(5)))
        Worker.objects.filter(pk=carol.standing.pk).update(unit=cast.workshop_a2)
        assert run(grade_opens, before(4)) == Made()
        kept = Reminder.objects.get()
        assert (kept.unit_id, kept.read_at) == (cast.workshop_a2.pk, moment(before(5)))

    def test_a_lasting_notice_outlives_its_candidate(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        lasting = replace(grade_opens, is_lasting=True)
        run(lasting, before(5))
        carol.opens_on(None)
        assert run(lasting, before(4)) == Made()
        User.objects.filter(pk=carol.user.pk).update(is_active=False)
        assert run(lasting, before(4)) == Made(ended=1)


class TestPolicy:
    def test_a_rule_that_is_off_takes_back_what_is_open(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(5))
        set_policy(grade_opens, is_on=False)
        run(grade_opens, before(5))
        assert told(carol.user) == [(DUE, 7, "withdrawn")]
        set_policy(grade_opens, is_on=True)
        run(grade_opens, before(5))
        assert inbox(carol.user) == [(DUE, 7)]

    def test_a_lasting_rule_that_is_off_takes_back_too(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        lasting = replace(grade_opens, is_lasting=True)
        run(lasting, before(5))
        set_policy(lasting, is_on=False)
        assert run(lasting, before(5)) == Made(ended=1)

    def test_leads_are_what_was_set(self, carol: Carol, grade_opens: ReminderRule, before: Before) -> None:
        set_policy(grade_opens, leads=[60, 2])
        run(grade_opens, before(60))
        run(grade_opens, before(3))
        assert told(carol.user) == [(DUE, 60, "")]

    def test_a_lead_taken_out_leaves_what_was_told_by_a_tighter_one(
        self, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        run(grade_opens, before(6))
        set_policy(grade_opens, leads=[30])
        assert run(grade_opens, before(6)) == Made()
        assert inbox(carol.user) == [(DUE, 7)]

    def test_working_days(self, carol: Carol, grade_opens: ReminderRule) -> None:
        """DUE is a Wednesday: two working days before is Monday, three the Friday before."""
        set_policy(grade_opens, leads=[3], counts_working_days=True)
        assert run(grade_opens, DUE - timedelta(days=6)) == Made()
        assert run(grade_opens, DUE - timedelta(days=5)) == Made(made=1)


def test_working_days_over_a_holiday(cast: Cast, correction_waits: ReminderRule) -> None:
    """Asked on 30 September; 1 to 7 October are off: three working days later is the 10th."""
    CalendarYear.objects.create(year=2031, document="国办发明电", confirmed_at=timezone.now())
    for number in range(1, 8):
        CalendarDay.objects.create(
            year_id=2031, day=date(2031, 10, number), kind="off", name="国庆节", document="国办发明电"
        )
    asked = date(2031, 9, 30)
    CorrectionRequestFactory.create(
        worker=cast.worker("carol"), requested_by=cast.users["carol"], requested_at=moment(asked)
    )
    alice = cast.users["alice"]
    seen: dict[int, date] = {}
    for offset in range(14):
        day = asked + timedelta(days=offset)
        run(correction_waits, day)
        seen.setdefault(inbox(alice)[0][1], day)
    assert seen == {0: asked, -3: date(2031, 10, 10)}


class TestTouched:
    def test_others_are_left_alone(
        self, cast: Cast, carol: Carol, grade_opens: ReminderRule, before: Before
    ) -> None:
        ivan = cast.worker("ivan")
        StandingFactory.create(worker=ivan, next_level=4, next_on=DUE)
        assert run(grade_opens, before(5), ids=[ivan.pk]) == Made(made=1)
        assert inbox(carol.user) == []
        run(grade_opens, before(5))
        Standing.objects.update(next_on=None)
        assert run(grade_opens, before(5), ids=[ivan.pk]) == Made(ended=1)
        assert inbox(carol.user) == [(DUE, 7)]
        assert inbox(cast.users["ivan"]) == []


def test_the_number_of_statements_does_not_grow(grade_opens: ReminderRule, before: Before) -> None:
    """Lock, policy, reminders, escalations; the rest is the savepoint of the test's transaction."""
    workers = [WorkerFactory.create() for _number in range(3)]
    for worker in workers:
        account_of(worker)
        StandingFactory.create(worker=worker, next_level=4, next_on=DUE)
    counts = []
    for ids in ([workers[0].pk], None):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            run(grade_opens, before(5), ids=ids)
        counts.append(len([one for one in statements if "SAVEPOINT" not in one["sql"]]))
    assert counts == [4, 4]
    assert Reminder.objects.count() == 3


def test_the_night_takes_back_what_a_rule_told_that_is_declared_no_more(cast: Cast) -> None:
    """To-dos cannot be put away: without it they would stand in the inbox for ever."""
    user = cast.user("alice")
    long_ago = moment(date(2020, 1, 1))
    orphaned = a_todo(user, about=cast.worker("carol"), rule="tests.gone_with_a_release")
    ended = a_todo(user, about=cast.worker("carol"), rule="tests.gone", ended_at=long_ago, ended_as="done")
    make_all(today=TODAY, now=moment(TODAY))
    assert Reminder.objects.get(pk=orphaned.pk).ended_as == "withdrawn"
    assert Reminder.objects.get(pk=ended.pk).ended_at == long_ago
