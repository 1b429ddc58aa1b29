"""Who keeps the ways out of the system, and who has a failed message sent anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, InvalidInput, NotPermitted
from base.models import DomainEvent
from notices.enums import ChannelKind, MessageState
from notices.models import Channel, Message, MessageItem
from notices.queries.channels import ChannelStanding, standing_of
from notices.services.channels import (
    ChannelValues,
    add_channel,
    change_channel,
    marked_values,
    switch_channel,
)
from notices.services.composing import email_channel
from notices.services.retrying import retry_failed_of, retry_message
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, IN_DIGEST, MORNING, robot, told
from workforce.models import Unit

ADDRESS = "http://127.0.0.1/send?key=1"
VALUES = ChannelValues(name="班组群", rules=[AT_ONCE])

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def robots_stand_here(settings: Settings) -> None:
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]


def add(cast: Cast, name: str = "alice", unit: Unit | None = None, **fields: Any) -> Channel:
    given = {"kind": ChannelKind.WECOM, "values": VALUES, "address": ADDRESS, "secret": "s", **fields}
    return add_channel(actor=cast.user(name), unit=unit or cast.company_a, now=MORNING, **given)


@pytest.mark.parametrize("name", ["alice", "ruth"])
def test_hr_over_the_unit_adds_a_robot(cast: Cast, name: str) -> None:
    channel = Channel.objects.get(pk=add(cast, name).pk)
    assert (channel.address, channel.secret, channel.rules) == (ADDRESS, "s", [AT_ONCE])
    assert (channel.added_by, channel.is_on) == (cast.users[name], True)
    event = DomainEvent.objects.get(kind="notices.channel_added")
    assert event.payload == {"kind": "wecom", "unit_id": cast.company_a.pk}


def test_address_and_secret_are_sealed(cast: Cast) -> None:
    channel = add(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT channel::text FROM notices_channel channel WHERE id = %s", [channel.pk])
        assert "key=1" not in cursor.fetchone()[0]


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "erin", "frank", "heidi", "admin"])
def test_nobody_else_adds_one(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        add(cast, name)
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"address": "https://10.0.0.1/"}, "address"),
        ({"address": "nonsense"}, "address"),
        ({"values": ChannelValues(name=" ", rules=[AT_ONCE])}, "name"),
        ({"values": ChannelValues(name="x")}, "rules"),
        ({"values": ChannelValues(name="x", rules=["no.such"])}, "rules"),
        ({"kind": ChannelKind.WEBHOOK, "values": ChannelValues(name="x")}, "event_kinds"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(cast, **fields)
    assert refused.value.field == field


def test_a_change_keeps_the_address_unless_another_is_given(cast: Cast) -> None:
    channel = add(cast)
    values = ChannelValues(name="车间群", rules=[IN_DIGEST])
    change_channel(actor=cast.user("alice"), channel=channel, values=values, now=MORNING)
    channel.refresh_from_db()
    assert (channel.name, channel.rules, channel.address, channel.secret) == (
        "车间群",
        [IN_DIGEST],
        ADDRESS,
        "s",
    )


def test_a_new_address_is_tried_at_once(cast: Cast) -> None:
    channel = add(cast)
    Channel.objects.update(paused_until=MORNING + timedelta(hours=1), consecutive_failures=9)
    new = "http://127.0.0.1/send?key=2"
    change_channel(
        actor=cast.user("alice"), channel=channel, values=VALUES, address=new, secret="", now=MORNING
    )
    channel.refresh_from_db()
    assert (channel.address, channel.secret) == (new, None)
    assert (channel.paused_until, channel.consecutive_failures) == (None, 0)


def test_the_second_one_is_shown_the_first_ones_change(cast: Cast) -> None:
    channel = add(cast)
    shown = Shown.of(marked_values(channel))
    Channel.objects.update(name="先改了")
    with pytest.raises(ChangedMeanwhile):
        change_channel(actor=cast.user("alice"), channel=channel, values=VALUES, now=MORNING, shown=shown)


def test_a_channel_is_switched_with_a_reason_that_is_kept(cast: Cast) -> None:
    channel = add(cast)
    actor = cast.user("alice")
    with pytest.raises(InvalidInput):
        switch_channel(actor=actor, channel=channel, is_on=False, reason=" ", now=MORNING)
    switch_channel(actor=actor, channel=channel, is_on=False, reason="群已解散", now=MORNING)
    channel.refresh_from_db()
    assert not channel.is_on
    kept = channel.history.get()  # type: ignore[attr-defined]
    assert (kept.is_on, kept.pgh_context.metadata["reason"]) == (True, "群已解散")
    with pytest.raises(Conflict):
        switch_channel(actor=actor, channel=channel, is_on=False, reason="again", now=MORNING)


@pytest.mark.parametrize("name", ["alice", "bob", "admin"])
def test_only_hr_of_the_group_switches_email(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        switch_channel(
            actor=cast.user(name), channel=email_channel(now=MORNING), is_on=False, reason="x", now=MORNING
        )
    switch_channel(
        actor=cast.user("ruth"), channel=email_channel(now=MORNING), is_on=False, reason="x", now=MORNING
    )
    assert not email_channel(now=MORNING).is_on


def failed(cast: Cast, *units: Unit, name: str = "carol", channel: Channel | None = None) -> Message:
    """A message that failed and tells of so many units."""
    message = Message.objects.create(
        channel=channel or email_channel(now=MORNING),
        recipient=cast.users[name],
        language="en",
        send_after=MORNING,
        state=MessageState.FAILED,
        attempts=8,
        last_error="no",
    )
    for unit in units:
        reminder = told(cast.users[name], AT_ONCE, unit=unit)
        MessageItem.objects.create(message=message, reminder=reminder, channel=message.channel)
    return message


def test_hr_over_all_units_told_of_sends_anew(cast: Cast) -> None:
    message = failed(cast, cast.workshop_a1, cast.workshop_a2)
    again = retry_message(actor=cast.user("alice"), message=message, now=MORNING)
    assert (again.state, again.attempts, again.send_after, again.message_id) == (
        MessageState.QUEUED,
        0,
        MORNING,
        message.message_id,
    )
    assert DomainEvent.objects.filter(kind="notices.message_retried", actor=cast.users["alice"]).count() == 1


@pytest.mark.parametrize("name", ["bob", "carol", "erin", "frank", "heidi", "admin"])
def test_nobody_else_sends_anew(cast: Cast, name: str) -> None:
    message = failed(cast, cast.workshop_a1)
    with pytest.raises(NotPermitted):
        retry_message(actor=cast.user(name), message=message, now=MORNING)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_what_tells_of_two_companies_is_for_hr_of_the_group(cast: Cast) -> None:
    message = failed(cast, cast.workshop_a1, cast.workshop_b1)
    for name in ("alice", "bob"):
        with pytest.raises(NotPermitted):
            retry_message(actor=cast.user(name), message=message, now=MORNING)
    assert retry_message(actor=cast.user("ruth"), message=message, now=MORNING).state == MessageState.QUEUED


def test_what_has_not_failed_is_not_sent_anew(cast: Cast) -> None:
    message = failed(cast, cast.workshop_a1)
    Message.objects.update(state=MessageState.WITHDRAWN)
    with pytest.raises(Conflict):
        retry_message(actor=cast.user("alice"), message=message, now=MORNING)


def test_everything_that_failed_by_a_channel_is_sent_anew(cast: Cast) -> None:
    channel = robot(cast.company_a, ChannelKind.WECOM, ADDRESS, paused_until=MORNING + timedelta(hours=1))
    for _message in range(3):
        failed(cast, channel=channel)
    with pytest.raises(NotPermitted):
        retry_failed_of(actor=cast.user("bob"), channel=channel, now=MORNING)
    assert retry_failed_of(actor=cast.user("alice"), channel=channel, now=MORNING) == 3
    channel.refresh_from_db()
    assert channel.paused_until is None
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.QUEUED}


def test_a_message_is_seen_by_its_reader_and_by_those_who_keep_what_it_tells_of(cast: Cast) -> None:
    message = failed(cast, cast.workshop_a1)
    seeing = {name for name in cast.users if Message.objects.visible_to(cast.user(name)).exists()}
    assert seeing == {"carol", "alice", "erin", "ruth"}
    assert message.recipient == cast.users["carol"]


def test_the_standing_of_channels_costs_two_statements(cast: Cast) -> None:
    channels = [robot(cast.company_a, ChannelKind.WECOM, ADDRESS) for _channel in range(3)]
    failed(cast, channel=channels[0])
    for state, sent_at in (("queued", None), ("sent", MORNING), ("sent", MORNING - timedelta(days=1))):
        Message.objects.create(
            channel=channels[1], language="en", send_after=MORNING, state=state, sent_at=sent_at
        )
    with CaptureQueriesContext(connection) as statements:
        found = standing_of(channels)
    assert len(statements) == 2
    assert [found[channel.pk] for channel in channels] == [
        ChannelStanding(failed=1),
        ChannelStanding(waiting=1, sent_at=MORNING),
        ChannelStanding(),
    ]
