"""Webhooks to a real web server: signed, tried again under the same id, never into private networks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from base.errors import InvalidInput
from base.events import dispatch_events, record_event
from base.models import DomainEvent, StagedRow, WorkbookImport
from notices.enums import AttemptOutcome, MessageState
from notices.models import Attempt, Channel, Message
from notices.services.delivering import deliver
from notices.services.webhook_acts import replay_message, subscribe
from tests.access import Cast
from tests.notices.delivery.conftest import Clock
from tests.notices.delivery.receivers import Request, WebServer, web_server
from tests.notices.webhooks_data import fact_changed, webhook

pytestmark = pytest.mark.django_db


def _receiver() -> ModuleType:
    """The receiver shown in the docs."""
    path = Path(project.BASE_DIR) / "docs" / "examples" / "webhook_receiver.py"
    spec = spec_from_file_location("webhook_receiver", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


receiver = _receiver()


@pytest.fixture
def hooks(settings: Settings) -> Iterator[WebServer]:
    """A web server on this machine, which is allowed."""
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with web_server(lambda _request: (204, {}, b"")) as server:
        yield server


def told(clock: Clock) -> int:
    """Events taken, and what became of it written for the subscriptions."""
    dispatch_events(now=clock.now + timedelta(days=365))
    for message in Message.objects.filter(state=MessageState.QUEUED):
        Message.objects.filter(pk=message.pk).update(send_after=clock.now)
    return Message.objects.count()


def test_told_signed_and_once(cast: Cast, hooks: WebServer, clock: Clock) -> None:
    channel = webhook(cast.company_a, hooks.address("/hook"))
    event = fact_changed(cast, "carol")
    assert told(clock) == 1
    assert told(clock) == 1
    assert deliver(clock=clock).sent == 1
    assert deliver(clock=clock).sent == 0
    request = hooks.asked[0]
    said = receiver.checked(request.headers, request.body, channel.secret, now=clock.now.timestamp())
    assert said == {
        "id": str(Message.objects.get().message_id),
        "event": "fact.changed",
        "occurred_at": event.occurred_at.isoformat(timespec="seconds"),
        "unit": "A",
        "data": {"employee_no": "C-carol", "changes": [{"act": "recorded", "kind": "title", "id": 12}]},
    }
    assert request.headers["webhook-id"] == said["id"]
    assert "高兰" not in request.body.decode()


@pytest.mark.parametrize("change", ["body", "id", "time", "secret", "late", "none"])
def test_altered_message_is_known_by_its_signature(
    cast: Cast, hooks: WebServer, clock: Clock, change: str
) -> None:
    channel = webhook(cast.company_a, hooks.address())
    fact_changed(cast, "carol")
    told(clock)
    deliver(clock=clock)
    request, now = hooks.asked[0], clock.now.timestamp()
    headers, body, secret = dict(request.headers), request.body, channel.secret
    match change:
        case "body":
            body = body.replace(b"recorded", b"voided!!")
        case "id":
            headers["webhook-id"] = "8f0c3c5e-6f0e-4a3e-9a52-3b8a3bb6f6d1"
        case "time":
            headers["webhook-timestamp"] = str(int(now) + 1)
        case "secret":
            secret = webhook(cast.company_b).secret
        case "late":
            now += 6 * 60
        case "none":
            del headers["webhook-signature"]
    assert receiver.checked(request.headers, request.body, channel.secret, now=clock.now.timestamp())
    with pytest.raises(receiver.BadSignature):
        receiver.checked(headers, body, secret, now=now)


def test_only_units_subscribed_to_and_those_below_are_told_of(
    cast: Cast, hooks: WebServer, clock: Clock
) -> None:
    group, own = webhook(cast.group), webhook(cast.workshop_a1)
    webhook(cast.company_b)
    webhook(cast.team_a11)
    webhook(cast.company_a, is_on=False)
    webhook(cast.company_a, event_kinds=["import.committed"])
    fact_changed(cast, "carol")
    told(clock)
    assert set(Message.objects.values_list("channel", flat=True)) == {group.pk, own.pk}


def test_in_vain_is_tried_again_under_the_same_id(cast: Cast, hooks: WebServer, clock: Clock) -> None:
    webhook(cast.company_a, hooks.address())
    fact_changed(cast, "carol")
    told(clock)
    hooks.respond = lambda _request: (500, {}, b"secret words of the receiver")
    assert deliver(clock=clock).later == 1
    assert deliver(clock=clock).later == 0
    hooks.respond = lambda _request: (200, {}, b"")
    clock.pass_by(timedelta(hours=3))
    assert deliver(clock=clock).sent == 1
    first, second = hooks.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    details = list(Attempt.objects.order_by("number").values_list("outcome", "detail"))
    assert details == [
        (AttemptOutcome.RETRY, "the receiver answered: 500"),
        (AttemptOutcome.SENT, "200"),
    ]


def test_gone_fails_at_once_and_replay_sends_it_again(cast: Cast, hooks: WebServer, clock: Clock) -> None:
    webhook(cast.company_a, hooks.address())
    fact_changed(cast, "carol")
    told(clock)
    hooks.respond = lambda _request: (410, {}, b"")
    assert deliver(clock=clock).failed == 1
    hooks.respond = lambda _request: (204, {}, b"")
    for _turn in range(2):  # what failed, and then what arrived
        message = Message.objects.select_related("channel__unit").get()
        replay_message(actor=cast.user("alice"), message=message, now=clock.now)
        assert deliver(clock=clock).sent == 1
    assert len({request.headers["webhook-id"] for request in hooks.asked}) == 1
    assert len(hooks.asked) == 3
    assert Attempt.objects.count() == 3


def test_busy_receiver_is_left_alone_as_long_as_it_asks(cast: Cast, hooks: WebServer, clock: Clock) -> None:
    channel = webhook(cast.company_a, hooks.address())
    fact_changed(cast, "carol")
    told(clock)
    hooks.respond = lambda _request: (429, {"Retry-After": "600"}, b"")
    deliver(clock=clock)
    channel.refresh_from_db()
    assert channel.paused_until is not None
    assert channel.paused_until >= clock.now + timedelta(seconds=600)
    clock.pass_by(timedelta(seconds=590))
    deliver(clock=clock)
    assert len(hooks.asked) == 1


@pytest.mark.parametrize("place", ["http://127.0.0.2:{port}/", "http://10.1.2.3/", "http://[::1]:{port}/"])
def test_redirect_into_a_private_network_is_not_followed(
    cast: Cast, hooks: WebServer, clock: Clock, place: str
) -> None:
    webhook(cast.company_a, hooks.address())
    fact_changed(cast, "carol")
    told(clock)
    location = place.format(port=hooks.port)
    hooks.respond = lambda _request: (307, {"Location": location}, b"")
    deliver(clock=clock)
    message = Message.objects.get()
    assert (len(hooks.asked), message.state) == (1, MessageState.QUEUED)
    assert Attempt.objects.get().detail == "the address leads into a private network"


def test_redirect_to_an_allowed_place_keeps_method_and_body(
    cast: Cast, hooks: WebServer, clock: Clock
) -> None:
    webhook(cast.company_a, hooks.address("/old"))
    fact_changed(cast, "carol")
    told(clock)

    def moved(request: Request) -> tuple[int, dict[str, str], bytes]:
        return (307, {"Location": "/new"}, b"") if request.path == "/old" else (204, {}, b"")

    hooks.respond = moved
    assert deliver(clock=clock).sent == 1
    old, new = hooks.asked
    assert (new.path, new.body, new.headers["webhook-id"]) == ("/new", old.body, old.headers["webhook-id"])


def test_name_that_resolves_to_this_machine_is_refused(
    cast: Cast, hooks: WebServer, clock: Clock, settings: Settings
) -> None:
    channel = webhook(cast.company_a, f"http://localhost:{hooks.port}/")
    fact_changed(cast, "carol")
    told(clock)
    settings.OUTGOING_ALLOWED_NETWORKS = []
    deliver(clock=clock)
    assert hooks.asked == []
    assert Attempt.objects.get().detail == "the address leads into a private network"
    with pytest.raises(InvalidInput) as refused:
        _subscribe(cast, f"https://localhost:{hooks.port}/")
    assert (refused.value.field, refused.value.code) == ("address", "address_refused")
    assert Channel.objects.get() == channel


def _subscribe(cast: Cast, address: str, **more: Any) -> tuple[Channel, str]:

    sent = {"name": "考勤", "event_kinds": ["fact.changed"], **more}
    return subscribe(
        actor=cast.user("alice"), unit=cast.company_a, address=address, now=timezone.now(), **sent
    )


def test_address_and_secret_are_sealed_and_in_no_event(cast: Cast, hooks: WebServer) -> None:

    channel, secret = _subscribe(cast, hooks.address("/a-key-in-the-path"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT channel::text FROM notices_channel channel")
        stored = cursor.fetchone()[0]
    assert "a-key-in-the-path" not in stored
    assert secret not in stored
    told_of = json.dumps(list(DomainEvent.objects.values_list("payload", flat=True)))
    assert "a-key-in-the-path" not in told_of
    assert channel.secret == secret


def test_unknown_event_cannot_be_subscribed_to(cast: Cast, hooks: WebServer) -> None:
    with pytest.raises(InvalidInput) as refused:
        _subscribe(cast, hooks.address(), event_kinds=["worker.fired"])
    assert refused.value.field == "event_kinds"


def test_import_is_told_with_the_number_of_ones_own_people(
    cast: Cast, hooks: WebServer, clock: Clock
) -> None:
    wants = {"event_kinds": ["import.committed"]}
    group, own = (
        webhook(cast.group, hooks.address("/g"), **wants),
        webhook(cast.company_a, hooks.address("/a"), **wants),
    )
    webhook(cast.workshop_a2, hooks.address("/a2"), **wants)
    batch = WorkbookImport.objects.create(
        kind="skills.roster", file_name="x.xlsx", uploaded_by=cast.users["ruth"], uploaded_at=clock.now
    )
    for row, name in enumerate(("carol", "frank", "ivan"), 2):
        StagedRow.objects.create(batch=batch, sheet_row=row, subject_id=cast.worker(name).pk)
    with transaction.atomic():
        record_event(
            "base.workbook_import.committed",
            subject="base.workbookimport",
            subject_id=batch.pk,
            payload={},
            actor=None,
        )
    told(clock)
    assert deliver(clock=clock).sent == 2
    said = {request.path: request.json for request in hooks.asked}
    assert {path: one["data"]["workers"] for path, one in said.items()} == {"/g": 3, "/a": 2}
    assert said["/a"]["data"] == {"import_id": batch.pk, "kind": "roster", "workers": 2}
    assert {one["unit"] for one in said.values()} == {group.unit.code, own.unit.code}  # type: ignore[union-attr]
