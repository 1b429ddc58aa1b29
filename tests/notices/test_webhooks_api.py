"""Webhooks, rules and what was told through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings
from rest_framework.test import APIClient

from base.reminders import reminder_rules
from notices.enums import MessageState
from notices.models import Channel
from skills.reminders import GRADE_OPENS
from tests.access import ApiAccess, Cast, QueryCount
from tests.notices.delivery.receivers import WebServer, web_server
from tests.notices.rows import a_notice
from tests.notices.test_told_pages import sent_by
from tests.notices.webhooks_data import webhook, webhook_message
from tests.skills.api.clients import signed_in
from workforce.api_scopes import Scope
from workforce.models import ApiToken

pytestmark = pytest.mark.django_db
API = "/api/v1/notices"


@pytest.fixture
def hooks(settings: Settings) -> Iterator[WebServer]:
    """A web server on this machine, which is allowed."""
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with web_server(lambda _request: (204, {}, b"")) as server:
        yield server


def test_subscribed_listed_switched_and_replayed(cast: Cast, hooks: WebServer) -> None:
    client = signed_in(cast, "alice")
    sent = {
        "name": "考勤",
        "unit": cast.company_a.pk,
        "address": hooks.address("/a-key"),
        "events": ["fact.changed"],
    }
    made = client.post(f"{API}/webhooks", sent, format="json")
    assert made.status_code == 201, made.content
    channel = Channel.objects.get()
    assert made.json()["secret"] == channel.secret
    listed = client.get(f"{API}/webhooks").json()["results"]
    assert [(one["id"], one["address"], one["events"]) for one in listed] == [
        (channel.pk, f"http://127.0.0.1:{hooks.port}/…", ["fact.changed"])
    ]
    assert "secret" not in listed[0]
    switched = client.post(
        f"{API}/webhooks/{channel.pk}/switch", {"is_on": False, "reason": "停用"}, format="json"
    )
    assert (switched.status_code, switched.json()["is_on"]) == (200, False)
    message = webhook_message(cast, channel=channel)
    log = client.get(f"{API}/webhooks/{channel.pk}/messages").json()["results"]
    assert [(one["message_id"], one["event"], one["state"]) for one in log] == [
        (str(message.message_id), "fact.changed", "failed")
    ]
    replay = f"{API}/webhooks/{channel.pk}/messages/{message.message_id}/replay"
    assert client.post(replay).json()["state"] == "queued"
    assert client.post(replay).status_code == 409


class TestSubscribe(ApiAccess):
    """Subscribing for a unit: its HR alone; another company's HR finds no such unit."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return f"{API}/webhooks"

    def data(self, cast: Cast) -> dict[str, Any]:
        return {
            "name": "考勤",
            "unit": cast.company_a.pk,
            "address": "https://1.1.1.1/hook",
            "events": ["fact.changed"],
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Channel.objects.get().unit == cast.company_a

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Channel.objects.exists()


class TestReplayByApi(ApiAccess):
    """Sending again."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.message = webhook_message(cast)
        return f"{API}/webhooks/{self.message.channel_id}/messages/{self.message.message_id}/replay"

    def assert_done(self, cast: Cast, response: Any) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.QUEUED

    def assert_nothing_done(self, cast: Cast) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.FAILED


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        (Scope.WEBHOOKS_READ, "get", "webhooks", 200),
        (Scope.NOTICES_READ, "get", "webhooks", 403),
        (Scope.WEBHOOKS_READ, "post", "webhooks", 403),
        (Scope.NOTICES_WRITE, "post", "webhooks", 403),
        (Scope.WEBHOOKS_WRITE, "post", "webhooks", 400),
        (Scope.RECORDS_READ, "get", "told", 200),
        (Scope.NOTICES_READ, "get", "told", 403),
        (Scope.POLICY_READ, "get", "rules", 200),
        (Scope.NOTICES_READ, "get", "rules", 403),
    ],
)
def test_scopes(cast: Cast, scope: Scope, method: str, path: str, status: int) -> None:
    token = ApiToken.objects.create(user=cast.users["alice"], label="x", scopes=[scope.value])[1]
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert getattr(client, method)(f"{API}/{path}").status_code == status


class TestTold(ApiAccess):
    """What was told, with its messages."""

    stranger = None

    def url(self, cast: Cast) -> str:
        for name in ("carol", "ivan"):
            sent_by(a_notice(cast.users[name]))
        return reverse("notices-told-list")

    def assert_done(self, cast: Cast, response: Any) -> None:
        (row,) = response.json()["results"]
        assert (row["recipient"], row["rule"], row["employee_no"]) == ("C-carol", GRADE_OPENS, "C-carol")
        (message,) = row["messages"]
        assert (message["channel_kind"], message["state"]) == ("email", "failed")
        assert message["fault"] == "the receiver answered: 550 unknown"


class TestToldQueries(QueryCount):
    """The same number of statements at any number of rows."""

    client_class = APIClient
    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse("notices-told-list")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _turn in range(number):
            sent_by(a_notice(cast.users["carol"]))


class TestRules(ApiAccess):
    """The rules in force."""

    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("notices-rules")

    def assert_done(self, cast: Cast, response: Any) -> None:
        rows = {row["name"]: row for row in response.json()["results"]}
        assert rows.keys() == reminder_rules().keys()
        assert rows[GRADE_OPENS]["leads"] == [30, 7, 0]
        assert not rows[GRADE_OPENS]["is_changed"]


def test_another_companys_webhook_is_not_listed(cast: Cast) -> None:
    webhook(cast.company_b)
    assert signed_in(cast, "alice").get(f"{API}/webhooks").json()["results"] == []
