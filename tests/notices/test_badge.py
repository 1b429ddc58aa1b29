"""The number beside the bell: known to every page without a question to the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from notices.badge import MOST, kept_count
from notices.models import Reminder
from notices.services.inbox import mark_read
from tests.access import Cast
from tests.notices.rows import a_notice, a_todo
from tests.skills.pages.clients import browser_of, text_of

COUNT = reverse("notices:count")
OTHER_PAGE = reverse("workforce:account")


def asked(client: Client, address: str) -> tuple[str, list[str]]:
    """The page, and the statements it cost."""
    with CaptureQueriesContext(connection) as statements:
        page = text_of(client.get(address))
    return page, [statement["sql"] for statement in statements]


def test_no_page_asks_the_database_for_it(cast: Cast) -> None:
    a_notice(cast.users["carol"])
    client = browser_of(cast.users["carol"])
    client.get(OTHER_PAGE)
    unknown, before = asked(client, OTHER_PAGE)
    client.get(COUNT)
    known, after = asked(client, OTHER_PAGE)
    assert not [sql for sql in before + after if "notices_" in sql]
    assert len(before) == len(after)
    assert 'hx-trigger="load, every 60s"' in unknown
    assert 'hx-trigger="every 60s" hx-swap="outerHTML">1</span>' in known


def test_number_costs_one_statement_besides_who_asks(cast: Cast) -> None:
    client = browser_of(cast.users["carol"])
    client.get(COUNT)
    _page, statements = asked(client, COUNT)
    assert len([sql for sql in statements if "notices_" in sql]) == 1
    assert len(statements) == 3


def test_todos_and_unread_notices_count(cast: Cast) -> None:
    alice, now = cast.users["alice"], timezone.now()
    a_todo(alice, about=cast.worker("carol"), read_at=now)
    a_notice(alice)
    a_notice(alice, read_at=now)
    a_notice(alice, ended_at=now, ended_as="dismissed")
    a_notice(cast.users["carol"])
    assert ">2</span>" in text_of(browser_of(alice).get(COUNT))


def test_nothing_shows_no_number(cast: Cast) -> None:
    assert "top-number-none" in text_of(browser_of(cast.users["carol"]).get(COUNT))


def test_many_are_counted_so_far(cast: Cast) -> None:
    carol = cast.users["carol"]
    one = a_notice(carol)
    Reminder.objects.bulk_create(
        Reminder(
            rule=one.rule,
            kind=one.kind,
            subject_id=one.subject_id + number + 1,
            recipient=carol,
            due_on=one.due_on,
            lead=0,
            values=one.values,
            made_at=one.made_at,
        )
        for number in range(MOST)
    )
    client = browser_of(carol)
    assert "99+" in text_of(client.get(COUNT))
    assert ">99+</span>" in text_of(client.get(OTHER_PAGE))


def test_own_act_drops_the_number_at_once(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    notice = a_notice(cast.users["carol"])
    browser_of(cast.users["carol"]).get(COUNT)
    assert kept_count(cast.users["carol"]) == 1
    with django_capture_on_commit_callbacks(execute=True):
        mark_read(actor=cast.users["carol"], now=timezone.now(), ids=[notice.pk])
    assert kept_count(cast.users["carol"]) is None


def test_inbox_keeps_the_number_it_read(cast: Cast) -> None:
    a_notice(cast.users["carol"])
    page = text_of(browser_of(cast.users["carol"]).get(reverse("notices:inbox")))
    assert kept_count(cast.users["carol"]) == 1
    assert 'hx-swap="outerHTML">1</span>' in page


@pytest.mark.django_db
def test_page_of_somebody_signed_out_elsewhere_stops_asking() -> None:
    """It is not led to the login page: what was typed on it would be lost."""
    answer = Client().get(COUNT, headers={"HX-Request": "true"})
    assert (answer.status_code, "HX-Redirect" in answer.headers) == (286, False)
