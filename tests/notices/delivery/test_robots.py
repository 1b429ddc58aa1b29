"""Robots of group chats: signature, what they answer, how often they are asked, who reads their address."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from config.logs import logging_settings
from notices.enums import ChannelKind, MessageState
from notices.models import Attempt, Channel
from notices.senders.dingtalk import signature
from notices.services.composing import compose
from notices.services.delivering import Delivered, deliver
from tests.access import Cast
from tests.notices.delivery.conftest import AT_ONCE, IN_DIGEST, MORNING, Clock, messages, robot, told
from tests.notices.delivery.receivers import Mailbox, Request, WebServer, saying, web_server

SECRET = "SECf00dfeed"
KEY = "693a91f6-7xxx"

Send = Callable[[], Delivered]

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(settings: Settings) -> Iterator[WebServer]:
    """A service of group robots that says yes."""
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.PUBLIC_URL = "https://grades.example"
    with web_server(saying(errcode=0, errmsg="ok")) as server:
        yield server


def wecom(people: Cast, group: WebServer, **fields: object) -> Channel:
    address = group.address(f"/cgi-bin/webhook/send?key={KEY}")
    return robot(people.company_a, ChannelKind.WECOM, address, **fields)


def test_a_group_hears_counts_and_a_link_but_no_names(people: Cast, group: WebServer, send: Send) -> None:
    wecom(people, group)
    for name in ("alice", "ruth"):
        told(
            people.users[name], AT_ONCE, subject_id=5, unit=people.workshop_a1, worker=people.worker("carol")
        )
    told(people.users["alice"], AT_ONCE, subject_id=6, unit=people.workshop_a1)
    assert send() == Delivered(sent=1)
    (request,) = group.asked
    (message,) = messages(channel__kind=ChannelKind.WECOM)
    text = request.json["text"]["content"]
    assert request.json["msgtype"] == "text"
    assert (request.query, request.headers["x-message-id"]) == ({"key": KEY}, str(message.message_id))
    assert "甲公司" in text
    assert text.splitlines()[1].endswith("2")
    assert text.endswith("https://grades.example/")
    assert "高兰" not in text


def test_dingtalk_is_signed_at_the_moment_of_sending(
    people: Cast, group: WebServer, send: Send, clock: Clock
) -> None:
    address = group.address("/robot/send?access_token=abc")
    robot(people.company_a, ChannelKind.DINGTALK, address, secret=SECRET)
    told(people.users["alice"], AT_ONCE)
    assert send() == Delivered(sent=1)
    (request,) = group.asked
    assert request.query["access_token"] == "abc"
    assert request.query["timestamp"] == str(int(clock.now.timestamp() * 1000))
    assert request.query["sign"] == "5HLxt0h+/QytphJK9FD5ZTPNwnj79+S/oBbMaYHc1So="


def test_a_signature_is_carried_in_an_address() -> None:
    """By hand: printf '1577262236757\\nSECf00dfeed' | openssl dgst -sha256 -hmac SECf00dfeed -binary …"""
    assert signature(1577262236757, SECRET) == "YMHttpIYxwgldlxKiBM2iARAzQ7sgxLVOKuayTSUIzA%3D"


def test_a_robot_says_twenty_a_minute_at_most(people: Cast, group: WebServer, clock: Clock) -> None:
    """A backlog of forty, with workers that never rest: every second for two minutes."""
    channel = wecom(people, group)
    for _message in range(40):
        told(people.users["alice"], AT_ONCE)
        compose(now=clock.now)
        clock.pass_by(timedelta(microseconds=1))
    assert channel.messages.count() == 40
    sent = []
    for _second in range(125):
        before = len(group.asked)
        deliver(clock=clock)
        sent += [clock.now] * (len(group.asked) - before)
        clock.pass_by(timedelta(seconds=1))
    assert len(sent) > 25
    for begin in sent:
        assert sum(begin <= moment < begin + timedelta(minutes=1) for moment in sent) <= 20
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"sent"}


@pytest.mark.parametrize(("kind", "errcode", "minutes"), [("wecom", 45009, 1), ("dingtalk", 130101, 10)])
def test_a_robot_asked_too_often_is_left_alone(
    people: Cast, group: WebServer, send: Send, clock: Clock, kind: str, errcode: int, minutes: int
) -> None:
    channel = robot(people.company_a, ChannelKind(kind), group.address("/send?key=1"))
    group.respond = saying(errcode=errcode)
    told(people.users["alice"], AT_ONCE)
    assert send() == Delivered(later=1)
    channel.refresh_from_db()
    assert channel.paused_until == clock.now + timedelta(minutes=minutes)
    (message,) = messages()
    assert (message.attempts, message.last_error) == (0, f"too many messages: errcode {errcode}")


@pytest.mark.parametrize(
    ("status", "body", "became", "reason"),
    [
        (200, b'{"errcode": 93000}', Delivered(failed=1), "the receiver answered: errcode 93000"),
        (200, b'{"errcode": -1}', Delivered(later=1), "the receiver answered: errcode -1"),
        (200, b"<html>", Delivered(later=1), "the receiver answered: 200, no errcode"),
        (404, b"", Delivered(failed=1), "the receiver answered: 404"),
        (502, b"", Delivered(later=1), "the receiver answered: 502"),
        (302, b"", Delivered(failed=1), "the receiver answered: 302"),
    ],
)
def test_what_a_robot_answers_is_read(
    people: Cast, group: WebServer, send: Send, status: int, body: bytes, became: Delivered, reason: str
) -> None:
    wecom(people, group)
    group.respond = lambda _request: (status, {"Location": group.address("/elsewhere")}, body)
    told(people.users["alice"], AT_ONCE)
    assert send() == became
    (message,) = messages()
    assert message.last_error == reason
    assert Attempt.objects.get().detail == reason
    assert len(group.asked) == 1


def test_a_robot_that_is_down_holds_up_nobody(
    people: Cast, group: WebServer, mailbox: Mailbox, send: Send
) -> None:
    with web_server(saying()) as gone:
        down = robot(people.company_a, ChannelKind.WECOM, gone.address("/send?key=1"))
    up = wecom(people, group)
    told(people.users["alice"], AT_ONCE)
    assert send() == Delivered(sent=2, later=1)
    assert [message.state for message in messages(channel=down)] == [MessageState.QUEUED]
    assert [message.state for message in messages(channel=up)] == [MessageState.SENT]
    assert len(mailbox.received) == 1


def test_a_robot_in_a_private_network_is_not_asked(
    people: Cast, group: WebServer, send: Send, settings: Settings
) -> None:
    """Its name led elsewhere when it was entered."""
    settings.OUTGOING_ALLOWED_NETWORKS = []
    wecom(people, group)
    told(people.users["alice"], AT_ONCE)
    assert send() == Delivered(later=1)
    assert group.asked == []


def test_the_address_stands_in_no_log_and_no_error(
    people: Cast, group: WebServer, send: Send, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the finest level of logging, for what arrives, what is refused and what finds nobody."""
    channel = wecom(people, group)
    root, written = logging.getLogger(), io.StringIO()
    before = root.level, list(root.handlers)
    logging.config.dictConfig(logging_settings(level="DEBUG", as_json=True))
    handler = logging.StreamHandler(written)
    handler.setFormatter(root.handlers[0].formatter)
    root.addHandler(handler)

    def quoting(request: Request) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, json.dumps({"errcode": 93000, "errmsg": f"bad key {request.query}"}).encode()

    try:
        for respond in (group.respond, quoting):
            group.respond = respond
            told(people.users["alice"], AT_ONCE)
            send()
            clock.pass_by(timedelta(minutes=1))
        channel.address = f"http://127.0.0.1:1/cgi-bin/webhook/send?key={KEY}"
        channel.save(update_fields=["address"])
        told(people.users["alice"], AT_ONCE)
        assert send() == Delivered(later=1)
    finally:
        root.setLevel(before[0])
        root.handlers[:] = before[1]
    assert "channel_rests" in written.getvalue()
    kept = [f"{row.detail} {row.message.last_error}" for row in Attempt.objects.select_related("message")]
    assert len(kept) == 3
    for text in (written.getvalue(), capsys.readouterr().err, *kept, repr(channel)):
        assert KEY not in text


def test_what_is_not_urgent_waits_for_the_morning(people: Cast, group: WebServer, send: Send) -> None:
    wecom(people, group)
    told(people.users["alice"], IN_DIGEST)
    assert send() == Delivered()
    assert messages()[0].send_after > MORNING
