"""What must hold over reminders, how long they are kept, and who sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from base import reminders
from base.dates import today
from base.invariants import all_invariants
from base.reminders import ReminderRule
from notices.enums import ChannelKind, MessageState
from notices.models import Attempt, Channel, Message, MessageItem, Reminder
from notices.retention_kinds import purge_messages, purge_reminders
from tests.access import Cast
from tests.notices.conftest import DUE, Carol, moment, run
from workforce.models import User

pytestmark = pytest.mark.django_db

OLD, NEW = moment(DUE - timedelta(days=900)), moment(DUE)


def broken() -> dict[str, list[str]]:
    """The invariants of this app that do not hold."""
    checks = {name: check for name, check in all_invariants().items() if name.startswith("notices.")}
    assert len(checks) >= 4
    return {name: lines for name, check in checks.items() if (lines := check())}


def reminder(user: User, **values: Any) -> Reminder:
    """A reminder of Carol's next level."""
    given = {"rule": "skills.grade_opens", "kind": "notice", "subject_id": 1, "due_on": DUE, "lead": 7}
    return Reminder.objects.create(recipient=user, **({**given, "made_at": NEW} | values))


@pytest.fixture
def email(db: None) -> Channel:
    """The mail server of the enterprise."""
    return Channel.objects.create(kind=ChannelKind.EMAIL, name="邮件", added_at=OLD)


class TestInvariants:
    def test_they_hold_after_a_run(self, carol: Carol, grade_opens: ReminderRule) -> None:
        run(grade_opens, DUE)
        assert broken() == {}

    def test_two_open_reminders_of_one_matter_are_told(self, cast: Cast) -> None:
        for lead in (7, 30):
            reminder(cast.users["carol"], lead=lead)
        assert list(broken()) == ["notices.one_open_reminder_a_matter"]

    def test_an_open_reminder_without_a_rule_is_told(self, cast: Cast) -> None:
        reminder(cast.users["carol"], rule="gone.rule")
        reminder(cast.users["carol"], rule="gone.too", ended_at=NEW, ended_as="done")
        assert broken() == {"notices.open_reminders_have_a_rule": ["no rule gone.rule is declared"]}

    @pytest.fixture
    def doubling(self, grade_opens: ReminderRule) -> Iterator[None]:
        """A rule that names each matter for two days."""
        once = grade_opens.candidates
        twice = once + " UNION ALL " + once.replace("standing.next_on AS", "standing.next_on + 1 AS")
        reminders._rules[grade_opens.name] = replace(grade_opens, candidates=twice)
        yield
        reminders._rules[grade_opens.name] = grade_opens

    def test_a_rule_that_names_a_matter_twice_is_told(self, carol: Carol, doubling: None) -> None:
        carol.opens_on(today())
        assert list(broken()) == ["notices.rules_name_a_matter_once"]

    def test_an_item_of_another_channel_is_told(self, cast: Cast, email: Channel) -> None:
        robot = Channel.objects.create(
            kind=ChannelKind.WECOM, name="群", address="https://x", unit=cast.group, added_at=OLD
        )
        message = Message.objects.create(channel=email, language="en", send_after=NEW)
        MessageItem.objects.create(
            message=message, channel=robot, reminder=reminder(cast.users["carol"], made_at=NEW)
        )
        assert list(broken()) == ["notices.items_leave_by_their_channel"]


class TestRetention:
    def test_what_ended_long_ago_goes_and_what_is_open_stays(self, cast: Cast) -> None:
        user, long_due = cast.users["carol"], OLD.date()
        reminder(user, due_on=long_due, ended_at=OLD, ended_as="done")
        stays = [
            reminder(user, due_on=long_due, made_at=OLD, lead=1),
            reminder(user, ended_at=NEW, ended_as="done", lead=2),
            reminder(user, ended_at=OLD, ended_as="done", lead=3),  # due later than it ended
        ]
        assert purge_reminders(NEW - timedelta(days=90), 10) == 1
        assert list(Reminder.objects.order_by("pk")) == stays

    def test_a_lasting_notice_nobody_put_away_goes(self, cast: Cast, grade_opens: ReminderRule) -> None:
        reminder(cast.users["carol"], made_at=OLD)
        assert purge_reminders(NEW, 10) == 0
        reminders._rules[grade_opens.name] = replace(grade_opens, is_lasting=True)
        try:
            assert purge_reminders(NEW, 10) == 1
        finally:
            reminders._rules[grade_opens.name] = grade_opens

    def test_messages_go_with_their_attempts_and_what_waits_stays(self, cast: Cast, email: Channel) -> None:
        told = reminder(cast.users["carol"])
        sent = Message.objects.create(
            channel=email, language="en", send_after=OLD, state=MessageState.SENT, sent_at=OLD
        )
        MessageItem.objects.create(message=sent, channel=email, reminder=told)
        Attempt.objects.create(message=sent, number=1, started_at=OLD)
        waits = Message.objects.create(channel=email, language="en", send_after=OLD)
        assert purge_messages(NEW, 10) == 1
        assert list(Message.objects.all()) == [waits]
        assert not Attempt.objects.exists()
        assert Reminder.objects.filter(pk=told.pk).exists()

    def test_no_more_than_the_batch(self, cast: Cast) -> None:
        for lead in range(3):
            reminder(cast.users["carol"], due_on=OLD.date(), ended_at=OLD, ended_as="done", lead=lead)
        assert purge_reminders(NEW, 2) == 2


class TestSight:
    @pytest.mark.parametrize(
        ("name", "sees"),
        [("carol", True), ("alice", True), ("erin", True), ("ruth", True), ("bob", False), ("frank", False)],
    )
    def test_ones_own_and_those_about_ones_units(self, cast: Cast, name: str, sees: bool) -> None:
        reminder(cast.users["carol"], unit=cast.workshop_a1)
        assert Reminder.objects.visible_to(cast.user(name)).exists() is sees

    def test_of_no_unit_for_who_reaches_everything(self, cast: Cast) -> None:
        reminder(cast.users["carol"])
        seen = {name for name in cast.users if Reminder.objects.visible_to(cast.user(name)).exists()}
        assert seen == {"carol", "ruth"}
