"""Channels: e-mail, robots and webhooks; added, tested, switched, changed by HR of the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from base.edit_marks import SHOWN_FIELD, Shown
from notices.enums import ChannelKind, MessageState
from notices.models import Channel
from notices.services.channels import marked_values
from skills.reminders import GRADE_OPENS
from tests.access import Cast, PageAccess, QueryCount
from tests.notices.delivery.receivers import WebServer, web_server
from tests.notices.webhooks_data import NOWHERE, webhook, webhook_message
from tests.skills.pages.clients import EnglishClient, browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hooks(settings: Settings) -> Iterator[WebServer]:
    """A web server on this machine, which is allowed."""
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with web_server(lambda _request: (200, {}, b'{"errcode": 0}')) as server:
        yield server


class TestChannels(PageAccess):
    """The list: e-mail for all, else one's units."""

    client_class = EnglishClient
    stranger = None

    def url(self, cast: Cast) -> str:
        Channel.objects.create(kind=ChannelKind.EMAIL, name="E-mail", added_at=timezone.now())
        webhook(cast.company_a, name="甲系统")
        webhook(cast.company_b, name="乙系统")
        return reverse("notices:channels")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "甲系统" in page
        assert "乙系统" not in page
        assert "E-mail" in page


class TestChannelsQueries(QueryCount):
    """The list costs the same at any number."""

    queries = 6

    def url(self, cast: Cast) -> str:
        return reverse("notices:channels")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _turn in range(number):
            webhook(cast.company_a)


class TestLogQueries(QueryCount):
    """The log of a channel costs the same at any number."""

    queries = 7

    def url(self, cast: Cast) -> str:
        channel = Channel.objects.filter(unit=cast.company_a).get()
        return reverse("notices:channel_log", args=[channel.pk])

    def make_rows(self, cast: Cast, number: int) -> None:
        channel = webhook(cast.company_a)
        for _turn in range(number):
            webhook_message(cast, channel=channel)


class TestChannel(PageAccess):
    """One channel: its address masked."""

    client_class = EnglishClient
    wrong = None  # whoever is no HR or auditor finds none
    stranger = "bob"

    def url(self, cast: Cast) -> str:
        until = timezone.now() + timedelta(hours=1)
        failing = webhook(cast.company_a, consecutive_failures=3, paused_until=until)
        message = webhook_message(cast, channel=failing)
        return reverse("notices:channel", args=[message.channel_id])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "https://hooks.invalid/…" in page
        assert "a-long-path" not in page
        assert "whsec_" not in page
        assert "after 3 failures in a row" in page
        assert "Fact changed" in page


@pytest.mark.parametrize("name", ["heidi", "carol", "frank", "dave"])
def test_without_role_there_is_no_channel(cast: Cast, name: str) -> None:
    channel = webhook(cast.workshop_a1)
    client = browser_of(cast.users[name])
    assert client.get(reverse("notices:channel", args=[channel.pk])).status_code == 404
    assert client.get(reverse("notices:channel_log", args=[channel.pk])).status_code in (403, 404)
    assert client.get(reverse("notices:robot_new")).status_code == 403
    assert client.get(reverse("notices:webhook_new")).status_code == 403


def robot_typed(hooks: WebServer, **typed: Any) -> dict[str, Any]:
    """What is typed of a robot."""
    return {
        "kind": "wecom",
        "name": "甲公司群",
        "unit": "A",
        "address": hooks.address("/send?key=k-1"),
        "rules": [GRADE_OPENS],
        **typed,
    }


def test_robot_is_added_and_its_test_message_arrives(cast: Cast, hooks: WebServer) -> None:
    client = browser_of(cast.users["alice"])
    answer = client.post(reverse("notices:robot_new"), robot_typed(hooks))
    robot = Channel.objects.get()
    assert answer.headers["Location"] == reverse("notices:channel", args=[robot.pk])
    assert (robot.unit, robot.rules, robot.added_by) == (cast.company_a, [GRADE_OPENS], cast.users["alice"])
    page = text_of(client.post(reverse("notices:channel_test", args=[robot.pk]), follow=True))
    assert "The test message arrived." in page
    assert [request.query for request in hooks.asked] == [{"key": "k-1"}]
    assert "k-1" not in page


def test_failed_test_says_why(cast: Cast, hooks: WebServer) -> None:
    channel = webhook(cast.company_a, hooks.address())
    hooks.respond = lambda _request: (500, {}, b"")
    client = browser_of(cast.users["alice"])
    page = text_of(client.post(reverse("notices:channel_test", args=[channel.pk]), follow=True))
    assert "The test message did not arrive: the receiver answered: 500." in page
    assert hooks.asked[0].json["event"] == "test"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"unit": "B"}, "unit"),
        ({"address": "http://10.0.0.1/x"}, "address"),
        ({"address": "https://hooks.invalid/x"}, "address"),
        ({"rules": []}, "rules"),
        ({"kind": "email"}, "kind"),
    ],
)
def test_robot_that_cannot_be_is_refused(
    cast: Cast, hooks: WebServer, typed: dict[str, Any], field: str
) -> None:
    answer = browser_of(cast.users["alice"]).post(reverse("notices:robot_new"), robot_typed(hooks, **typed))
    assert answer.context["form"].errors.keys() == {field}
    assert not Channel.objects.exists()


def test_secret_of_a_webhook_is_shown_once(cast: Cast, hooks: WebServer) -> None:
    client = browser_of(cast.users["alice"])
    typed = {"name": "考勤", "unit": "A", "address": hooks.address(), "event_kinds": ["fact.changed"]}
    page = text_of(client.post(reverse("notices:webhook_new"), typed))
    channel = Channel.objects.get()
    assert channel.secret is not None
    assert channel.secret in page
    assert channel.secret not in text_of(client.get(reverse("notices:channel", args=[channel.pk])))
    made = text_of(client.post(reverse("notices:channel_secret", args=[channel.pk])))
    old, channel = channel.secret, Channel.objects.get()
    assert channel.secret != old
    assert re.findall(r"whsec_[\w+/=]+", made) == [channel.secret]


class TestChange(PageAccess):
    """Another name and address."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.channel = webhook(cast.company_a)
        return reverse("notices:channel_change", args=[self.channel.pk])

    def data(self, cast: Cast) -> dict[str, Any]:
        mark = Shown.of(marked_values(self.channel)).to_field(f"notices.channel.{self.channel.pk}")
        return {"name": "新考勤", "event_kinds": ["import.committed"], SHOWN_FIELD: mark}

    def assert_done(self, cast: Cast, response: Any) -> None:
        kept = Channel.objects.get()
        assert (kept.name, kept.event_kinds, kept.address) == ("新考勤", ["import.committed"], NOWHERE)
        assert kept.secret == self.channel.secret

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Channel.objects.get().name == "考勤系统"


class TestSwitch(PageAccess):
    """Off, with a reason."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return reverse("notices:channel_switch", args=[webhook(cast.company_a).pk])

    def data(self, cast: Cast) -> dict[str, Any]:
        return {"reason": "接收方停用"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert not Channel.objects.get().is_on
        page = text_of(browser_of(cast.users["alice"]).get(response.headers["Location"]))
        assert "Reason: 接收方停用" in page

    def assert_nothing_done(self, cast: Cast) -> None:
        assert Channel.objects.get().is_on


class TestReplay(PageAccess):
    """Sending a webhook's message again."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.message = webhook_message(cast, state=MessageState.SENT, sent_at=timezone.now())
        return reverse("notices:replay", args=[self.message.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        number = self.message.message_id
        self.message.refresh_from_db()
        assert (self.message.state, self.message.message_id) == (MessageState.QUEUED, number)

    def assert_nothing_done(self, cast: Cast) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.SENT


class TestRetryChannel(PageAccess):
    """Sending everything again that failed by a channel."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.message = webhook_message(cast)
        return reverse("notices:channel_retry", args=[self.message.channel_id])

    def assert_done(self, cast: Cast, response: Any) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.QUEUED

    def assert_nothing_done(self, cast: Cast) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.FAILED


def test_group_keeps_email_and_a_company_sees_how_it_stands(cast: Cast) -> None:
    email = Channel.objects.create(kind=ChannelKind.EMAIL, name="E-mail", added_at=timezone.now())
    page = reverse("notices:channel", args=[email.pk])
    assert browser_of(cast.users["ruth"]).get(page).status_code == 200
    assert browser_of(cast.users["alice"]).get(page).status_code == 404
    assert page not in text_of(browser_of(cast.users["alice"]).get(reverse("notices:channels")))
    assert page in text_of(browser_of(cast.users["ruth"]).get(reverse("notices:channels")))


def test_message_shows_what_the_receiver_is_sent(cast: Cast) -> None:
    message = webhook_message(cast)
    page = text_of(browser_of(cast.users["alice"]).get(reverse("notices:message", args=[message.pk])))
    assert "&quot;employee_no&quot;: &quot;C-carol&quot;" in page
    assert "Send again under the same id" in page
