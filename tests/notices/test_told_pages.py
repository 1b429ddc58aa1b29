"""Was this person told, when, by which channel, and did it arrive? One page answers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from notices.enums import AttemptOutcome, ChannelKind, MessageState
from notices.models import Attempt, Channel, Message, MessageItem, Reminder
from tests.access import Cast, PageAccess, QueryCount
from tests.notices.rows import a_notice, a_todo
from tests.skills.pages.clients import EnglishClient, browser_of, text_of

pytestmark = pytest.mark.django_db


def email() -> Channel:
    """The one channel for e-mail."""
    found, _made = Channel.objects.get_or_create(
        kind=ChannelKind.EMAIL, defaults={"name": "E-mail", "added_at": timezone.now()}
    )
    return found


def sent_by(*reminders: Reminder, state: MessageState = MessageState.FAILED, **fields: Any) -> Message:
    """A message by e-mail that tells the reminders, with one attempt."""
    now = timezone.now()
    message = Message.objects.create(
        channel=email(),
        recipient=reminders[0].recipient,
        language="zh-hans",
        send_after=now,
        state=state,
        sent_at=now if state is MessageState.SENT else None,
        last_error="" if state is MessageState.SENT else "the receiver answered: 550 unknown",
        **fields,
    )
    for reminder in reminders:
        MessageItem.objects.create(message=message, reminder=reminder, channel=message.channel)
    Attempt.objects.create(
        message=message,
        number=1,
        started_at=now,
        ended_at=now,
        outcome=AttemptOutcome.FAILED,
        detail="the receiver answered: 550 unknown",
    )
    return message


class TestTold(PageAccess):
    """The list."""

    client_class = EnglishClient
    stranger = None  # a list is within one's units

    def url(self, cast: Cast) -> str:
        for name in ("carol", "ivan"):
            sent_by(a_notice(cast.users[name]))
        return reverse("notices:told")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "高兰" in page
        assert "E-mail" in page
        assert "Failed" in page
        assert "易凡" not in page


class TestToldQueries(QueryCount):
    """The list with its messages costs the same at any number."""

    queries = 7

    def url(self, cast: Cast) -> str:
        return reverse("notices:told")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _turn in range(number):
            sent_by(a_notice(cast.users["carol"]), state=MessageState.SENT)


class TestToldOne(PageAccess):
    """One reminder with its message, attempt and reason; the very answer to HR's question."""

    client_class = EnglishClient
    wrong = None  # whoever is no HR or auditor finds it in their inbox alone
    stranger = "bob"

    def url(self, cast: Cast) -> str:
        reminder = a_notice(cast.users["carol"], read_at=timezone.now())
        self.message = sent_by(reminder)
        return reverse("notices:told_one", args=[reminder.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        for said in ("高兰", "E-mail", "Failed", "the receiver answered: 550 unknown", "Read at"):
            assert said in page
        assert str(self.message.message_id) in page
        assert reverse("notices:resend", args=[self.message.pk]) in page


@pytest.mark.parametrize("name", ["carol", "heidi", "frank", "dave", "ivan"])
def test_own_reminder_is_no_page_for_others_than_hr(cast: Cast, name: str) -> None:
    reminder = a_notice(cast.users["carol"])
    page = browser_of(cast.users[name]).get(reverse("notices:told_one", args=[reminder.pk]))
    assert page.status_code == 404
    assert browser_of(cast.users[name]).get(reverse("notices:told")).status_code == 403


class TestResend(PageAccess):
    """Sending a failed message again."""

    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        self.message = sent_by(a_notice(cast.users["carol"]))
        return reverse("notices:resend", args=[self.message.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.QUEUED

    def assert_nothing_done(self, cast: Cast) -> None:
        self.message.refresh_from_db()
        assert self.message.state == MessageState.FAILED


def test_auditor_sees_no_button(cast: Cast) -> None:
    reminder = a_notice(cast.users["carol"])
    message = sent_by(reminder)
    page = text_of(browser_of(cast.users["erin"]).get(reverse("notices:told_one", args=[reminder.pk])))
    assert "the receiver answered: 550 unknown" in page
    assert reverse("notices:resend", args=[message.pk]) not in page


def test_digest_over_two_companies_is_sent_again_by_the_group_and_shows_each_its_own(cast: Cast) -> None:
    ruth = cast.users["ruth"]
    about_carol, about_ivan = (
        a_todo(ruth, about=cast.worker("carol")),
        a_todo(ruth, about=cast.worker("ivan")),
    )
    message = sent_by(about_carol, about_ivan, is_digest=True)
    alice = browser_of(cast.users["alice"])
    page = text_of(alice.get(reverse("notices:message", args=[message.pk])))
    assert reverse("notices:told_one", args=[about_carol.pk]) in page
    assert reverse("notices:told_one", args=[about_ivan.pk]) not in page
    assert "易凡" not in page
    assert alice.post(reverse("notices:resend", args=[message.pk])).status_code == 403
    assert (
        browser_of(cast.users["ruth"]).post(reverse("notices:resend", args=[message.pk])).status_code == 302
    )
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=高兰", {"notice", "todo"}),  # told, and told about
        ("q=C-carol", {"notice", "todo"}),
        ("q=gaolan", {"notice", "todo"}),
        ("q=C-alice", {"todo"}),
        ("q=鲍勃", set()),
        ("q=erin", set()),
        ("rule=skills.grade_opens", {"notice"}),
        ("state=done", {"todo"}),
        ("state=open", {"notice"}),
        ("sent=failed", {"notice"}),
        ("sent=inbox", {"todo"}),
        ("sent=sent", set()),
        ("channel=email", {"notice"}),
        ("channel=wecom", set()),
        ("told_after={today}", {"notice", "todo"}),
        ("told_before={yesterday}", set()),
        ("unit=A1", {"notice", "todo"}),
        ("unit=A2", set()),
    ],
)
def test_filters(cast: Cast, query: str, found: set[str]) -> None:
    notice = a_notice(cast.users["carol"])
    sent_by(notice)
    todo = a_todo(cast.users["alice"], about=cast.worker("carol"), ended_at=timezone.now(), ended_as="done")
    asked = query.format(today=today(), yesterday=today() - timedelta(days=1))
    page = text_of(browser_of(cast.users["alice"]).get(f"{reverse('notices:told')}?{asked}"))
    shown = {
        name
        for name, one in (("notice", notice), ("todo", todo))
        if reverse("notices:told_one", args=[one.pk]) in page
    }
    assert shown == found


def test_name_of_very_many_finds_everybody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notices.filters.EXACT_COUNT_LIMIT", 1)
    a_notice(cast.users["carol"])
    a_todo(cast.users["alice"], about=cast.worker("frank"))
    page = text_of(browser_of(cast.users["alice"]).get(f"{reverse('notices:told')}?q=C-"))
    assert page.count("<tr>") == 3  # the heading and both


def test_export_holds_what_the_list_shows(cast: Cast) -> None:
    sent_by(a_notice(cast.users["carol"]), state=MessageState.SENT)
    a_notice(cast.users["ivan"])
    client = browser_of(cast.users["alice"])
    answer: Any = client.post(
        reverse("base:make_export"), {"kind": "notices.told", "format": "csv", "query": ""}
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "高兰" in text
    assert "E-mail: Sent 20" in text
    assert "易凡" not in text


@pytest.mark.parametrize(("name", "is_linked"), [("alice", True), ("erin", True), ("dave", False)])
def test_worker_page_leads_there(cast: Cast, name: str, is_linked: bool) -> None:
    page = text_of(browser_of(cast.users[name]).get(reverse("skills:worker", args=["C-carol"])))
    assert (f"{reverse('notices:told')}?q=C-carol" in page) == is_linked


def test_failure_is_told_in_chinese_too(cast: Cast) -> None:
    reminder = a_notice(cast.users["carol"])
    sent_by(reminder)
    page = text_of(
        browser_of(cast.users["alice"], "zh-hans").get(reverse("notices:told_one", args=[reminder.pk]))
    )
    assert "550 unknown" in page
