"""The inbox by the API: one's own rows in words, read and put away, and how one is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from notices.models import PersonSettings, Reminder
from notices.queries.preferences import settings_of
from skills.reminders import GRADE_OPENS
from tests.access import ApiAccess, Cast, QueryCount
from tests.factories.workforce import WorkerFactory
from tests.notices.rows import a_notice, a_todo
from tests.skills.api.clients import signed_in
from workforce.models import User
from workforce.services.api_tokens import create_api_token

LIST = reverse("notices-reminders-list")
READ = reverse("notices-reminders-read")
PUT_AWAY = reverse("notices-reminders-put-away")
SETTINGS = reverse("notices-settings")


class TestOne(ApiAccess):
    """HR over the person it is about is a stranger, too."""

    right = "carol"
    wrong = None  # who was not told finds nothing
    stranger = "alice"

    def url(self, cast: Cast) -> str:
        ended = a_notice(cast.users["carol"], ended_at=timezone.now(), ended_as="done")
        return reverse("notices-reminders-detail", args=[ended.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown = response.json()
        assert (shown["kind"], shown["employee_no"], shown["ended_as"]) == ("notice", "C-carol", "done")
        assert shown["link"] == reverse("skills:my_growth")


class TestCost(QueryCount):
    """Account, session, reach, rows, count."""

    queries = 5
    client_class = APIClient

    def url(self, cast: Cast) -> str:
        return LIST

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            a_todo(cast.users["alice"], about=WorkerFactory.create(unit=cast.workshop_a1))


def rows(cast: Cast, name: str, **filters: str) -> list[int]:
    answer = signed_in(cast, name).get(LIST, filters)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_list_is_what_is_open_unless_asked_otherwise(cast: Cast) -> None:
    alice, now = cast.users["alice"], timezone.now()
    todo = a_todo(alice, about=cast.worker("carol"), days=1).pk
    notice = a_notice(alice, days=2).pk
    read = a_notice(alice, days=3, read_at=now).pk
    ended = a_notice(alice, ended_at=now, ended_as="done").pk
    a_notice(cast.users["carol"])
    assert rows(cast, "alice") == [todo, notice, read]
    assert rows(cast, "alice", standing="unread") == [todo, notice]
    assert rows(cast, "alice", standing="ended") == [ended]
    assert rows(cast, "alice", kind="todo") == [todo]
    assert rows(cast, "alice", rule=GRADE_OPENS, sort="-due") == [read, notice]


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Correction requested by 高兰"), ("zh-hans", "高兰提交的更正申请")]
)
def test_words_are_in_the_readers_language(cast: Cast, language: str, title: str) -> None:
    User.objects.filter(pk=cast.users["alice"].pk).update(language=language)
    a_todo(cast.users["alice"], about=cast.worker("carol"))
    answer = signed_in(cast, "alice").get(LIST)
    assert answer.json()["results"][0]["title"] == title


def test_who_is_out_of_sight_is_not_named(cast: Cast) -> None:
    a_todo(cast.users["bob"], about=cast.worker("carol"))
    assert rows(cast, "bob") == []


def test_read_and_put_away(cast: Cast) -> None:
    ids = [a_notice(cast.users["carol"]).pk for _unused in range(2)]
    client = signed_in(cast, "carol")
    assert client.post(READ, {"ids": ids}).json() == {"number": 2}
    assert client.post(READ, {"ids": ids}).json() == {"number": 0}
    assert client.post(PUT_AWAY, {"ids": ids}).json() == {"number": 2}
    assert rows(cast, "carol") == []


def test_one_of_another_is_not_found_and_nothing_done(cast: Cast) -> None:
    ids = [a_notice(cast.users[name]).pk for name in ("carol", "ivan")]
    for address in (READ, PUT_AWAY):
        assert signed_in(cast, "carol").post(address, {"ids": ids}).status_code == 404
    assert set(Reminder.objects.values_list("read_at", "ended_as")) == {(None, "")}


def test_todo_is_not_put_away(cast: Cast) -> None:
    todo = a_todo(cast.users["alice"], about=cast.worker("carol"))
    answer = signed_in(cast, "alice").post(PUT_AWAY, {"ids": [todo.pk]})
    assert (answer.status_code, answer.json()["code"]) == (400, "todo_stays")


def test_token_does_what_its_scopes_name(cast: Cast) -> None:
    notice = a_notice(cast.users["carol"])
    _token, key = create_api_token(actor=cast.users["carol"], label="手表", days=30, scopes=["notices:read"])
    client = APIClient(headers={"Authorization": f"Token {key}"})
    assert [row["id"] for row in client.get(LIST).json()["results"]] == [notice.pk]
    assert client.post(READ, {"ids": [notice.pk]}).status_code == 403
    assert client.patch(SETTINGS, {"digest_at": "06:00"}).status_code == 403


def test_settings_change_what_is_sent_and_no_more(cast: Cast) -> None:
    client = signed_in(cast, "carol")
    client.patch(SETTINGS, {"quiet_from": "22:00", "quiet_until": "07:00"})
    answer = client.patch(SETTINGS, {"digest_at": "06:30", "modes": {GRADE_OPENS: "inbox_only"}}).json()
    assert (answer["digest_at"], answer["quiet_from"], answer["quiet_until"]) == ("06:30", "22:00", "07:00")
    assert {rule["rule"]: rule["chosen"] for rule in answer["rules"]}[GRADE_OPENS] == "inbox_only"
    cleared = client.patch(SETTINGS, {"quiet_from": None, "quiet_until": None, "modes": {GRADE_OPENS: None}})
    assert (cleared.json()["quiet_from"], cleared.json()["digest_at"]) == (None, "06:30")
    assert {rule["chosen"] for rule in client.get(SETTINGS).json()["rules"]} == {None}


def test_refused_settings_keep_nothing(cast: Cast) -> None:
    client = signed_in(cast, "carol")
    refused = client.patch(SETTINGS, {"digest_at": "06:30", "modes": {"no.such_rule": "digest"}})
    assert (refused.status_code, refused.json()["code"]) == (400, "rule_unknown")
    assert not PersonSettings.objects.exists()
    assert settings_of(cast.users["carol"]).quiet_from is None
