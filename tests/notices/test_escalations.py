"""What nobody did in time is told to the head of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from base.reminders import ReminderRule
from notices.models import Reminder, RulePolicy
from skills.models import CorrectionRequest
from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory
from tests.factories.workforce import RoleGrantFactory, UnitHeadFactory
from tests.notices.conftest import TODAY, inbox, run, told
from workforce.enums import Role
from workforce.models import Delegation, UnitHead, User

pytestmark = pytest.mark.django_db

#: Ten working days after TODAY.
LATE = TODAY + timedelta(days=14)


@dataclass
class Waiting:
    """Carol's request of TODAY, which alice, HR of company A, is to decide. Frank heads the workshop."""

    cast: Cast
    request: CorrectionRequest

    def heads(self, name: str, unit: str) -> UnitHead:
        """Somebody of the cast heads a unit."""
        return UnitHeadFactory.create(unit=getattr(self.cast, unit), worker=self.cast.worker(name))

    def user(self, name: str) -> User:
        """An account of the cast."""
        return self.cast.users[name]


@pytest.fixture
def waiting(cast: Cast) -> Waiting:
    """Asked for at nine in the morning."""
    asked = timezone.make_aware(datetime.combine(TODAY, time(9)))
    request = CorrectionRequestFactory.create(
        worker=cast.worker("carol"), requested_by=cast.users["carol"], requested_at=asked
    )
    return Waiting(cast, request)


def escalated(user: User) -> list[date]:
    """Due days of what somebody is told as head."""
    return list(
        Reminder.objects.open().filter(recipient=user, is_escalation=True).values_list("due_on", flat=True)
    )


def test_the_head_is_told_after_so_many_working_days(
    waiting: Waiting, correction_waits: ReminderRule
) -> None:
    run(correction_waits, LATE - timedelta(days=1))
    assert escalated(waiting.user("frank")) == []
    run(correction_waits, LATE)
    assert escalated(waiting.user("frank")) == [TODAY]
    assert Reminder.objects.get(is_escalation=True).lead == -10
    assert inbox(waiting.user("alice")) == [(TODAY, -7)]


def test_the_nearest_head_is_told_and_nobody_above(waiting: Waiting, correction_waits: ReminderRule) -> None:
    """What a head is told is not told on to the next one."""
    UnitHead.objects.all().delete()
    for name, unit in (("ruth", "group"), ("grace", "company_a"), ("frank", "workshop_a1")):
        waiting.heads(name, unit)
    for _night in range(2):
        run(correction_waits, LATE)
    told_as_head = Reminder.objects.filter(is_escalation=True).values_list("recipient", flat=True)
    assert list(told_as_head) == [waiting.user("frank").pk]


def test_the_deputy_is_told_while_standing_in(waiting: Waiting, correction_waits: ReminderRule) -> None:
    headship = UnitHead.objects.get(worker=waiting.cast.worker("frank"))
    Delegation.objects.create(
        headship=headship,
        deputy=waiting.cast.worker("heidi"),
        since=LATE,
        until=LATE + timedelta(days=2),
        reason="出差",
    )
    run(correction_waits, LATE)
    assert (escalated(waiting.user("heidi")), escalated(waiting.user("frank"))) == ([TODAY], [])
    run(correction_waits, LATE + timedelta(days=2))
    assert (escalated(waiting.user("heidi")), escalated(waiting.user("frank"))) == ([], [TODAY])
    assert told(waiting.user("heidi")) == [(TODAY, -10, "withdrawn")]


def test_a_deputy_who_cannot_sign_in_leaves_it_to_the_head(
    waiting: Waiting, correction_waits: ReminderRule
) -> None:
    headship = UnitHead.objects.get(worker=waiting.cast.worker("frank"))
    Delegation.objects.create(
        headship=headship,
        deputy=waiting.cast.worker("dave"),
        since=TODAY,
        until=LATE + timedelta(days=2),
        reason="出差",
    )
    User.objects.filter(pk=waiting.user("dave").pk).update(is_active=False)
    run(correction_waits, LATE)
    assert escalated(waiting.user("frank")) == [TODAY]


def test_nobody_is_told_as_ones_own_head(waiting: Waiting, correction_waits: ReminderRule) -> None:
    """Frank is HR of his workshop besides, so the request is his to decide: the company's head is told."""
    RoleGrantFactory.create(user=waiting.user("frank"), role=Role.HR_OFFICER, unit=waiting.cast.workshop_a1)
    waiting.heads("grace", "company_a")
    run(correction_waits, LATE)
    assert inbox(waiting.user("frank")) == [(TODAY, -7)]
    assert escalated(waiting.user("frank")) == []
    assert escalated(waiting.user("grace")) == [TODAY]


def test_nor_is_the_deputy_of_whom_it_was_told_to(waiting: Waiting, correction_waits: ReminderRule) -> None:
    """Who stands in for Frank does not stand above him."""
    RoleGrantFactory.create(user=waiting.user("frank"), role=Role.HR_OFFICER, unit=waiting.cast.workshop_a1)
    Delegation.objects.create(
        headship=UnitHead.objects.get(worker=waiting.cast.worker("frank")),
        deputy=waiting.cast.worker("dave"),
        since=TODAY,
        until=LATE + timedelta(days=2),
        reason="出差",
    )
    waiting.heads("grace", "company_a")
    run(correction_waits, LATE)
    assert escalated(waiting.user("dave")) == []
    assert escalated(waiting.user("grace")) == [TODAY]


def test_a_head_who_becomes_officer_is_told_as_such(waiting: Waiting, correction_waits: ReminderRule) -> None:
    run(correction_waits, LATE)
    assert escalated(waiting.user("frank")) == [TODAY]
    RoleGrantFactory.create(user=waiting.user("frank"), role=Role.HR_OFFICER, unit=waiting.cast.workshop_a1)
    run(correction_waits, LATE)
    assert told(waiting.user("frank")) == [(TODAY, -10, "withdrawn"), (TODAY, -7, "")]


def test_nobody_is_told_as_head_of_what_is_about_oneself(
    cast: Cast, waiting: Waiting, correction_waits: ReminderRule
) -> None:
    CorrectionRequest.objects.filter(pk=waiting.request.pk).update(worker=cast.worker("frank"))
    waiting.heads("grace", "group")
    run(correction_waits, LATE)
    assert escalated(waiting.user("frank")) == []
    assert escalated(waiting.user("grace")) == [TODAY]


def test_without_any_head_nobody_is_told(
    cast: Cast, waiting: Waiting, correction_waits: ReminderRule
) -> None:
    UnitHead.objects.all().delete()
    run(correction_waits, LATE)
    assert not Reminder.objects.filter(is_escalation=True).exists()


def test_it_is_gone_from_all_inboxes_when_decided(waiting: Waiting, correction_waits: ReminderRule) -> None:
    run(correction_waits, LATE)
    CorrectionRequest.objects.update(state="withdrawn")
    run(correction_waits, LATE, ids=[waiting.request.pk])
    assert not Reminder.objects.open().exists()
    assert set(Reminder.objects.exclude(ended_as="superseded").values_list("ended_as", flat=True)) == {"done"}


def test_a_rule_may_never_escalate(waiting: Waiting, correction_waits: ReminderRule) -> None:
    RulePolicy.objects.create(
        rule=correction_waits.name, leads=[0], escalates_after=None, set_at=timezone.now(), reason="试行"
    )
    run(correction_waits, LATE)
    assert inbox(waiting.user("alice")) == [(TODAY, 0)]
    assert escalated(waiting.user("frank")) == []


def test_a_run_for_others_leaves_heads_alone(waiting: Waiting, correction_waits: ReminderRule) -> None:
    run(correction_waits, LATE)
    CorrectionRequest.objects.update(state="withdrawn")
    run(correction_waits, LATE, ids=[waiting.request.pk + 1])
    assert escalated(waiting.user("frank")) == [TODAY]
