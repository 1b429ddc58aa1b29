"""The inbox: what stands in it, what one does with it, and that it is one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from base.errors import InvalidInput, Missing
from notices.enums import Ending
from notices.inbox_groups import SHOWN_OF_GROUP, SIDE_BY_SIDE, When
from notices.models import Reminder
from notices.queries.inbox import ended_lately, read_inbox
from notices.services.inbox import mark_all_read, mark_read, put_away
from skills.reminders import GRADE_OPENS
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.workforce import WorkerFactory
from tests.notices.rows import a_notice, a_todo
from tests.skills.pages.clients import browser_of, text_of

INBOX = reverse("notices:inbox")
ACT = reverse("notices:act")


class TestOpening(PageAccess):
    """The link of a reminder: HR over the person it is about is a stranger, too."""

    right = "carol"
    wrong = None  # who was not told finds nothing
    stranger = "alice"

    def url(self, cast: Cast) -> str:
        return reverse("notices:open", args=[a_notice(cast.users["carol"]).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.headers["Location"] == reverse("skills:my_growth")
        assert Reminder.objects.get().read_at is not None

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Reminder.objects.filter(read_at__isnull=False).exists()


class TestPuttingAway(PageAccess):
    """Several at once; one of another's among them, and nothing is done."""

    right = "carol"
    wrong = None  # who was not told finds nothing
    stranger = "ivan"
    method = "post"

    def url(self, cast: Cast) -> str:
        return ACT

    def data(self, cast: Cast) -> dict[str, Any]:
        if not Reminder.objects.exists():
            a_notice(cast.users["carol"])
            a_notice(cast.users["carol"])
        return {"act": "put_away", "row": list(Reminder.objects.values_list("pk", flat=True))}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert set(Reminder.objects.values_list("ended_as", flat=True)) == {Ending.DISMISSED}
        assert not Reminder.objects.filter(read_at__isnull=True).exists()

    def assert_nothing_done(self, cast: Cast) -> None:
        assert set(Reminder.objects.values_list("ended_as", "read_at")) == {("", None)}


class TestCost(QueryCount):
    """Session, account, reach, what is open, what ended; the number is counted from what was read."""

    queries = 5

    def url(self, cast: Cast) -> str:
        return INBOX

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            worker = WorkerFactory.create(unit=cast.workshop_a1)
            a_todo(cast.users["alice"], about=worker)
            a_notice(cast.users["alice"], about=worker)
            a_todo(cast.users["alice"], about=worker, ended_at=timezone.now(), ended_as=Ending.DONE)


class TestListCost(QueryCount):
    """Session, account, reach, rows, chips."""

    queries = 5

    def url(self, cast: Cast) -> str:
        return reverse("notices:all")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            a_todo(cast.users["alice"], about=WorkerFactory.create(unit=cast.workshop_a1))


def test_todos_stand_by_their_days_and_notices_apart(cast: Cast) -> None:
    carol, alice = cast.worker("carol"), cast.users["alice"]
    days = {-1: When.EARLIER, 0: When.TODAY, 1: When.SOON, 7: When.SOON, 8: When.LATER}
    todos = {day: a_todo(alice, about=carol, days=day).pk for day in days}
    read = a_notice(alice, read_at=timezone.now())
    older, newer = a_notice(alice), a_notice(alice)
    inbox = read_inbox(alice, today=today())
    assert {section.when: pks_of(section.groups) for section in inbox.sections} == {
        When.EARLIER: [todos[-1]],
        When.TODAY: [todos[0]],
        When.SOON: [todos[1], todos[7]],
        When.LATER: [todos[8]],
    }
    assert pks_of(inbox.notices) == [newer.pk, older.pk, read.pk]
    assert (inbox.todo_count, inbox.notice_count, inbox.unread_count, inbox.waiting_count) == (5, 3, 2, 7)


def pks_of(groups: Any) -> list[int]:
    return [item.reminder.pk for group in groups for item in group.items]


@pytest.mark.parametrize("number", [SIDE_BY_SIDE, SIDE_BY_SIDE + 1])
def test_many_of_one_rule_are_one_line(cast: Cast, number: int) -> None:
    for _unused in range(number):
        a_todo(cast.users["alice"], about=cast.worker("carol"))
    page = text_of(browser_of(cast.users["alice"]).get(INBOX))
    assert ('<details class="inbox-group">' in page) == (number > SIDE_BY_SIDE)
    assert page.count("Correction requested by 高兰</a>") == number


def test_rest_of_a_long_group_stands_in_the_list(cast: Cast) -> None:
    for _unused in range(SHOWN_OF_GROUP + 2):
        a_todo(cast.users["alice"], about=cast.worker("carol"))
    client = browser_of(cast.users["alice"])
    page = text_of(client.get(INBOX))
    assert page.count("Correction requested by 高兰</a>") == SHOWN_OF_GROUP
    address = page[page.index(f"{reverse('notices:all')}?rule=") :].split('"')[0]
    assert len(client.get(address).context["rows"]) == SHOWN_OF_GROUP + 2


def test_who_is_out_of_sight_is_not_named(cast: Cast) -> None:
    """HR of company B was told of somebody who works elsewhere now."""
    a_todo(cast.users["bob"], about=cast.worker("carol"))
    a_todo(cast.users["bob"], about=cast.worker("ivan"))
    client = browser_of(cast.users["bob"])
    for address in (INBOX, reverse("notices:all"), reverse("portal:desk")):
        page = text_of(client.get(address))
        assert "易凡" in page
        assert "高兰" not in page


def test_what_others_were_told_is_not_shown(cast: Cast) -> None:
    a_todo(cast.users["ruth"], about=cast.worker("carol"))
    assert "高兰" not in text_of(browser_of(cast.users["alice"]).get(INBOX))


def test_empty_inbox_says_what_comes_next(cast: Cast) -> None:
    page = text_of(browser_of(cast.users["carol"]).get(INBOX))
    assert "All caught up" in page
    assert "appears here by itself, and goes when it is done" in page


def test_what_ended_lately_is_shown_and_no_more(cast: Cast) -> None:
    carol, now = cast.users["carol"], timezone.now()
    told = {
        ending: a_notice(carol, ended_at=now, ended_as=ending).pk
        for ending in Ending
        if ending is not Ending.OPEN
    }
    a_notice(carol, ended_at=now - timedelta(days=15), ended_as=Ending.DONE)
    ended = ended_lately(carol, today=today(), now=now)
    assert {item.reminder.pk for item in ended} == set(told.values()) - {told[Ending.SUPERSEDED]}


def test_head_is_told_that_it_is_as_head(cast: Cast) -> None:
    a_todo(cast.users["frank"], about=cast.worker("carol"), is_escalation=True)
    assert "As head of the unit" in text_of(browser_of(cast.users["frank"]).get(INBOX))


def test_todo_is_not_put_away(cast: Cast) -> None:
    todo, notice = a_todo(cast.users["alice"], about=cast.worker("carol")), a_notice(cast.users["alice"])
    with pytest.raises(InvalidInput):
        put_away(actor=cast.users["alice"], now=timezone.now(), ids=[todo.pk, notice.pk])
    assert Reminder.objects.filter(ended_at__isnull=True).count() == 2


def test_todo_goes_with_the_todos_of_its_rule_neither(cast: Cast) -> None:
    alice = cast.users["alice"]
    a_todo(alice, about=cast.worker("carol"), rule=GRADE_OPENS)
    a_notice(alice)
    assert put_away(actor=alice, now=timezone.now(), rules=[GRADE_OPENS]) == 1
    assert Reminder.objects.get(ended_at__isnull=True).kind == "todo"


def test_notices_of_a_rule_are_put_away_at_once_and_no_others(cast: Cast) -> None:
    carol, now = cast.users["carol"], timezone.now()
    a_notice(carol), a_notice(carol)
    other = a_notice(carol, rule="workforce.role_ends", values={"role": "hr_officer"})
    another = a_notice(cast.users["ivan"])
    assert put_away(actor=carol, now=now, rules=[GRADE_OPENS]) == 2
    assert set(Reminder.objects.open().values_list("pk", flat=True)) == {other.pk, another.pk}


def test_what_ended_unread_is_not_read_with_its_rule(cast: Cast) -> None:
    carol, now = cast.users["carol"], timezone.now()
    ended = a_notice(carol, ended_at=now, ended_as=Ending.DONE)
    a_notice(carol)
    assert mark_read(actor=carol, now=now, rules=[GRADE_OPENS]) == 1
    ended.refresh_from_db()
    assert ended.read_at is None


@pytest.mark.parametrize("service", [mark_read, put_away])
def test_one_of_another_among_them_and_nothing_is_done(cast: Cast, service: Callable[..., int]) -> None:
    ids = [a_notice(cast.users[name]).pk for name in ("carol", "ivan")]
    with pytest.raises(Missing):
        service(actor=cast.users["carol"], now=timezone.now(), ids=ids)
    assert set(Reminder.objects.values_list("read_at", "ended_as")) == {(None, "")}


def test_nothing_chosen_is_told(cast: Cast) -> None:
    page = text_of(browser_of(cast.users["carol"]).post(ACT, {"act": "put_away"}, follow=True))
    assert "Choose at least one." in page


@pytest.mark.parametrize("sent", [{"act": "drop", "row": "1"}, {"act": "read", "row": "eins"}])
def test_what_nobody_offered_is_not_found(cast: Cast, sent: dict[str, str]) -> None:
    assert browser_of(cast.users["carol"]).post(ACT, sent).status_code == 404


def test_all_is_read_but_todos(cast: Cast) -> None:
    alice = cast.users["alice"]
    a_notice(alice)
    a_todo(alice, about=cast.worker("carol"))
    others = a_notice(cast.users["carol"])
    assert mark_all_read(actor=alice, now=timezone.now()) == 1
    assert Reminder.objects.get(read_at__isnull=False).kind == "notice"
    others.refresh_from_db()
    assert others.read_at is None


def test_first_reading_counts(cast: Cast) -> None:
    earlier = timezone.now() - timedelta(hours=1)
    notice = a_notice(cast.users["carol"], read_at=earlier)
    assert mark_read(actor=cast.users["carol"], now=timezone.now(), ids=[notice.pk]) == 0
    put_away(actor=cast.users["carol"], now=timezone.now(), ids=[notice.pk])
    notice.refresh_from_db()
    assert notice.read_at == earlier


def test_ended_one_still_leads_where_it_led(cast: Cast) -> None:
    """From the link in an old message."""
    notice = a_notice(cast.users["carol"], ended_at=timezone.now(), ended_as=Ending.DONE)
    answer = browser_of(cast.users["carol"]).get(reverse("notices:open", args=[notice.pk]))
    assert answer.headers["Location"] == reverse("skills:my_growth")


def test_own_page_shows_what_needs_attention(cast: Cast) -> None:
    client = browser_of(cast.users["carol"])
    growth = reverse("skills:my_growth")
    assert "Needs attention" not in text_of(client.get(growth))
    a_notice(cast.users["carol"])
    assert "Needs attention" in text_of(client.get(growth))
    a_notice(cast.users["ivan"])
    Reminder.objects.filter(recipient=cast.users["carol"]).update(read_at=timezone.now())
    assert "Needs attention" not in text_of(client.get(growth))


def test_signed_out_is_led_to_the_inbox_after_signing_in(cast: Cast) -> None:
    assert Client().get(INBOX).headers["Location"] == f"{reverse('account_login')}?next={INBOX}"


@pytest.mark.parametrize("act", ["read", "put_away"])
def test_a_rule_no_database_can_hold_is_not_found(cast: Cast, act: str) -> None:
    answer = browser_of(cast.users["carol"]).post(ACT, {"act": act, "rule": ["a\0b", GRADE_OPENS]})
    assert answer.status_code == 404
