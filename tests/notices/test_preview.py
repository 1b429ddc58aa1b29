"""Who would be told tomorrow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.reminders import ReminderRule
from notices.models import Reminder, RulePolicy
from notices.queries.policies import policies, policy_of
from notices.queries.preview import preview
from tests.access import Cast
from tests.factories.skills import StandingFactory
from tests.notices.conftest import DUE, Carol, moment, run
from workforce.models import User

pytestmark = pytest.mark.django_db

TOMORROW = DUE - timedelta(days=7)


@pytest.fixture
def people(cast: Cast, carol: Carol) -> Cast:
    """Ivan of company B besides Carol of company A."""
    StandingFactory.create(worker=cast.worker("ivan"), next_level=5, next_on=DUE + timedelta(days=1))
    return cast


def named(rule: ReminderRule, user: User, *, limit: int = 10) -> list[tuple[str, int, int]]:
    """Whom the preview names, with lead and level."""
    found = preview(rule, policy_of(rule), day=TOMORROW, user=user, limit=limit)
    return [(str(one.recipient), one.lead, one.values["level"]) for one in found]


def test_those_who_would_be_told(people: Cast, grade_opens: ReminderRule) -> None:
    assert named(grade_opens, people.user("ruth")) == [("高兰", 7, 4), ("易凡", 30, 5)]
    assert not Reminder.objects.exists()


def test_within_ones_units(people: Cast, grade_opens: ReminderRule) -> None:
    assert named(grade_opens, people.user("alice")) == [("高兰", 7, 4)]
    assert named(grade_opens, people.user("erin")) == [("高兰", 7, 4)]
    assert named(grade_opens, people.user("frank")) == []


def test_not_those_who_know(people: Cast, grade_opens: ReminderRule) -> None:
    run(grade_opens, TOMORROW - timedelta(days=1))
    assert named(grade_opens, people.user("ruth")) == [("高兰", 7, 4)]


def test_no_more_than_asked_for_in_few_statements(people: Cast, grade_opens: ReminderRule) -> None:
    user = people.user("ruth")
    with CaptureQueriesContext(connection) as statements:
        assert len(named(grade_opens, user, limit=1)) == 1
    assert len(statements) == 5  # the policy, the reach, the statement, the people, whom it is about


def test_by_a_policy_that_is_not_in_force_yet(people: Cast, grade_opens: ReminderRule) -> None:
    tried = policy_of(grade_opens)
    tried.leads = [8]
    found = preview(grade_opens, tried, day=TOMORROW, user=people.user("ruth"), limit=10)
    assert [one.lead for one in found] == [8, 8]
    tried.is_on = False
    assert preview(grade_opens, tried, day=TOMORROW, user=people.user("ruth"), limit=10) == []


def test_what_was_set_is_in_force_and_else_what_was_shipped(db: None, grade_opens: ReminderRule) -> None:
    assert policies()[grade_opens.name].leads == [30, 7, 0]
    RulePolicy.objects.create(rule=grade_opens.name, leads=[5], set_at=moment(DUE), reason="试行")
    assert policies()[grade_opens.name].leads == policy_of(grade_opens).leads == [5]
