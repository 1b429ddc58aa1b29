"""Who is written to, when, and in how many messages."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from notices.enums import ChannelKind, Mode
from notices.models import Choice, MessageItem, PersonSettings, Reminder
from notices.services.composing import Composed, compose, email_channel
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, IN_DIGEST, MORNING, at, end, local, messages, robot, told
from workforce.enums import DayKind
from workforce.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_is_set(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"


def test_what_cannot_wait_is_one_message_now(people: Cast) -> None:
    told(people.users["alice"], AT_ONCE)
    assert compose(now=MORNING) == Composed(1, 1)
    (message,) = messages()
    assert (message.recipient, message.send_after, message.is_digest) == (
        people.users["alice"],
        MORNING,
        False,
    )


def test_what_can_wait_goes_with_the_next_digest(people: Cast) -> None:
    for _matter in range(3):
        told(people.users["carol"])
    assert compose(now=MORNING) == Composed(1, 3)
    (message,) = messages()
    assert (local(message.send_after), message.is_digest) == ("2026-03-05 08:30", True)


def test_what_comes_later_joins_the_waiting_digest(people: Cast) -> None:
    told(people.users["carol"])
    compose(now=MORNING)
    told(people.users["carol"])
    assert compose(now=MORNING + timedelta(hours=1)) == Composed(0, 1)
    assert [message.items.count() for message in messages()] == [2]


def test_what_was_looked_at_is_not_looked_at_again(people: Cast) -> None:
    reminder = told(people.users["carol"])
    compose(now=MORNING)
    assert compose(now=MORNING) == Composed()
    reminder.refresh_from_db()
    assert reminder.composed_at == MORNING


def test_what_was_sent_once_and_is_told_again_is_not_sent_again(people: Cast) -> None:
    reminder = told(people.users["carol"])
    compose(now=MORNING)
    Reminder.objects.filter(pk=reminder.pk).update(composed_at=None)
    assert compose(now=MORNING) == Composed()


def test_a_night_caught_up_is_one_message_a_person(people: Cast) -> None:
    for _matter in range(40):
        told(people.users["alice"], AT_ONCE)
        told(people.users["alice"], IN_DIGEST)
    assert compose(now=MORNING) == Composed(2, 80)
    assert [message.items.count() for message in messages()] == [40, 40]


@pytest.mark.parametrize(
    ("rule", "mode", "when"),
    [
        (AT_ONCE, Mode.DIGEST, ["2026-03-05 08:30"]),
        (IN_DIGEST, Mode.AT_ONCE, ["2026-03-04 10:00"]),
        (AT_ONCE, Mode.INBOX_ONLY, []),
    ],
)
def test_a_person_chooses_by_rule(people: Cast, rule: str, mode: Mode, when: list[str]) -> None:
    Choice.objects.create(user=people.users["alice"], rule=rule, mode=mode)
    told(people.users["alice"], rule)
    compose(now=MORNING)
    assert [local(message.send_after) for message in messages()] == when


def test_who_has_no_address_or_no_account_is_not_written_to(people: Cast) -> None:
    for name, field, value in (("carol", "email", ""), ("frank", "is_active", False)):
        setattr(people.users[name], field, value)
        people.users[name].save()
        told(people.users[name])
    told(people.users["ivan"])
    compose(now=MORNING)
    assert [message.recipient for message in messages()] == [people.users["ivan"]]


def test_what_ended_before_is_not_composed(people: Cast) -> None:
    end(told(people.users["carol"]))
    assert compose(now=MORNING) == Composed()


def test_without_a_mail_server_it_stays_in_the_inbox(people: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    reminder = told(people.users["carol"])
    assert compose(now=MORNING) == Composed()
    reminder.refresh_from_db()
    assert reminder.composed_at == MORNING


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2026-03-04 21:59", "2026-03-04 21:59"),
        ("2026-03-04 22:00", "2026-03-05 07:00"),
        ("2026-03-04 23:59", "2026-03-05 07:00"),
        ("2026-03-05 00:00", "2026-03-05 07:00"),
        ("2026-03-05 06:59", "2026-03-05 07:00"),
        ("2026-03-05 07:00", "2026-03-05 07:00"),
    ],
)
def test_quiet_hours_pass_midnight(people: Cast, now: str, sent: str) -> None:
    quiet(people, time(22), time(7))
    told(people.users["alice"], AT_ONCE)
    compose(now=at(now))
    assert [local(message.send_after) for message in messages()] == [sent]


@pytest.mark.parametrize(
    ("now", "sent"),
    [("2026-03-04 11:59", "2026-03-04 11:59"), ("2026-03-04 12:00", "2026-03-04 14:00")],
)
def test_quiet_hours_within_a_day(people: Cast, now: str, sent: str) -> None:
    quiet(people, time(12), time(14))
    told(people.users["alice"], AT_ONCE)
    compose(now=at(now))
    assert [local(message.send_after) for message in messages()] == [sent]


def test_a_digest_waits_for_the_end_of_quiet_hours(people: Cast) -> None:
    quiet(people, time(22), time(9))
    told(people.users["alice"])
    compose(now=MORNING)
    assert [local(message.send_after) for message in messages()] == ["2026-03-05 09:00"]


def test_what_is_told_at_night_waits_in_one_message(people: Cast) -> None:
    quiet(people, time(22), time(7))
    for now in ("2026-03-04 22:30", "2026-03-05 01:15", "2026-03-05 06:10"):
        told(people.users["alice"], AT_ONCE)
        compose(now=at(now))
    assert [message.items.count() for message in messages()] == [3]


@pytest.mark.parametrize(
    ("now", "sent"),
    [("2026-03-04 06:20", "2026-03-04 17:15"), ("2026-03-04 17:15", "2026-03-05 17:15")],
)
def test_a_digest_comes_at_the_time_chosen(people: Cast, now: str, sent: str) -> None:
    PersonSettings.objects.create(user=people.users["alice"], digest_at=time(17, 15))
    told(people.users["alice"])
    compose(now=at(now))
    assert [local(message.send_after) for message in messages()] == [sent]


@pytest.mark.parametrize(
    ("on_working_days", "sent"), [(False, "2026-10-01 08:30"), (True, "2026-10-08 08:30")]
)
def test_a_digest_passes_over_a_holiday_if_asked(people: Cast, on_working_days: bool, sent: str) -> None:
    """National Day: seven days off."""
    year = CalendarYear.objects.create(year=2026, document="国办发明电〔2025〕7号", confirmed_at=MORNING)
    for day in range(1, 8):
        CalendarDay.objects.create(
            year=year, day=date(2026, 10, day), kind=DayKind.OFF, name="国庆节", document=year.document
        )
    PersonSettings.objects.create(user=people.users["alice"], digest_on_working_days=on_working_days)
    told(people.users["alice"])
    compose(now=at("2026-09-30 18:00"))
    assert [local(message.send_after) for message in messages()] == [sent]


def test_a_message_speaks_the_language_of_its_reader(people: Cast) -> None:
    people.users["alice"].language = "en"
    people.users["alice"].save()
    for name in ("alice", "bob"):
        told(people.users[name], AT_ONCE)
    compose(now=MORNING)
    assert {message.recipient: message.language for message in messages()} == {
        people.users["alice"]: "en",
        people.users["bob"]: "zh-hans",
    }


def test_a_group_hears_of_its_unit_and_below_by_its_rules(people: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    here = robot(people.company_a, ChannelKind.WECOM, "https://robot.example", rules=[AT_ONCE])
    robot(people.company_b, ChannelKind.DINGTALK, "https://robot.example")
    robot(people.company_a, ChannelKind.WECOM, "https://robot.example", is_on=False)
    heard = [told(people.users["alice"], AT_ONCE, unit=people.team_a11) for _matter in range(2)]
    told(people.users["alice"], IN_DIGEST, unit=people.team_a11)
    told(people.users["alice"], AT_ONCE, unit=people.group)
    told(people.users["alice"], AT_ONCE, unit=people.company_a, is_escalation=True)
    compose(now=MORNING)
    (message,) = messages()
    assert (message.channel, message.send_after) == (here, MORNING)
    assert set(message.items.values_list("reminder", flat=True)) == {reminder.pk for reminder in heard}


@pytest.mark.parametrize(
    ("rule", "now", "said"),
    [
        (AT_ONCE, "2026-03-06 19:59", "2026-03-06 19:59"),
        (AT_ONCE, "2026-03-06 20:00", "2026-03-07 08:30"),
        (AT_ONCE, "2026-03-06 06:15", "2026-03-06 08:30"),
        (IN_DIGEST, "2026-03-06 06:15", "2026-03-06 08:30"),
        (IN_DIGEST, "2026-03-06 10:00", "2026-03-09 08:30"),
    ],
)
def test_a_group_is_left_in_peace_at_night_and_over_the_weekend(
    people: Cast, settings: Settings, rule: str, now: str, said: str
) -> None:
    settings.EMAIL_HOST = ""
    robot(people.group, ChannelKind.WECOM, "https://robot.example")
    told(people.users["alice"], rule)
    compose(now=at(now))
    assert [local(message.send_after) for message in messages()] == [said]


def test_composing_costs_the_same_for_one_and_for_many(people: Cast) -> None:
    robot(people.group, ChannelKind.WECOM, "https://robot.example")
    email_channel(now=MORNING)
    counts = []
    for rows in (1, 30):
        for _row in range(rows):
            told(people.users["alice"], AT_ONCE)
            told(people.users["carol"])
        with CaptureQueriesContext(connection) as statements:
            compose(now=MORNING)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert MessageItem.objects.count() == 2 * 2 * 31


def quiet(people: Cast, since: time, until: time) -> None:
    PersonSettings.objects.create(user=people.users["alice"], quiet_from=since, quiet_until=until)
