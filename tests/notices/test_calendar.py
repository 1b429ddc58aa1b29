"""The calendar somebody subscribes to: whose it is, what stands in it, and who never sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar
from pytest_django import Settings

import base.reminders
from base.dates import today
from base.models import DomainEvent
from base.reminders import reminder_rules
from notices.enums import Ending
from notices.models import CalendarLink, Reminder
from notices.services.calendar_links import digest_of, make_calendar_link, revoke_calendar_link
from notices.wording import words_of
from skills.reminders import GRADE_OPENS
from tests.access import Cast
from tests.notices.rows import a_notice, a_todo
from tests.skills.pages.clients import browser_of, text_of
from workforce.enums import WorkerStatus
from workforce.models import User, Worker

MAKE = reverse("notices:calendar_make")


@pytest.fixture
def address(cast: Cast) -> str:
    """Of carol's calendar."""
    return address_for(cast.users["carol"])


def address_for(user: User) -> str:
    _link, token = make_calendar_link(actor=user, now=timezone.now())
    return reverse("notices:calendar", args=[token])


def events(address: str) -> list[Mapping[str, Any]]:
    """What a calendar program reads."""
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return [dict(event) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def told(event: Mapping[str, Any]) -> tuple[str, date, date, str]:
    return str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt, str(event["STATUS"])


def test_open_reminders_are_whole_days(cast: Cast, address: str) -> None:
    a_notice(cast.users["carol"], days=7)
    a_notice(cast.users["ivan"])
    day = today() + timedelta(days=7)
    assert [told(event)[1:] for event in events(address)] == [(day, day + timedelta(days=1), "CONFIRMED")]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_calendar_speaks_the_language_of_the_account(cast: Cast, address: str, language: str) -> None:
    notice = a_notice(cast.users["carol"])
    User.objects.filter(pk=cast.users["carol"].pk).update(language=language)
    with translation.override(language):
        words = words_of(notice, today=today())
    event = events(address)[0]
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (words.title, words.text)


def test_link_leads_to_the_very_item_of_this_site(cast: Cast, address: str, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://jiangjie.example"
    a_notice(cast.users["carol"])
    assert str(events(address)[0]["URL"]) == "https://jiangjie.example" + reverse("skills:my_growth")


@pytest.mark.parametrize("days", [2, 40])
def test_day_that_moves_keeps_the_name_of_its_event(cast: Cast, address: str, days: int) -> None:
    notice = a_notice(cast.users["carol"], days=7)
    before = events(address)
    Reminder.objects.filter(pk=notice.pk).update(ended_at=timezone.now(), ended_as=Ending.WITHDRAWN)
    a_notice(cast.users["carol"], days=days, subject_id=notice.subject_id)
    after = events(address)
    assert [event["UID"] for event in before] == [event["UID"] for event in after]
    day = today() + timedelta(days=days)
    assert told(after[0])[1:] == (day, day + timedelta(days=1), "CONFIRMED")


def test_leads_of_one_day_are_one_event(cast: Cast, address: str) -> None:
    first = a_notice(cast.users["carol"], lead=30, ended_at=timezone.now(), ended_as=Ending.SUPERSEDED)
    a_notice(cast.users["carol"], lead=7, subject_id=first.subject_id)
    assert [str(event["STATUS"]) for event in events(address)] == ["CONFIRMED"]


def test_programs_are_told_when_to_look_again(address: str) -> None:
    lines = Client().get(address).content.decode().splitlines()
    assert {"METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"} <= set(lines)


def test_two_matters_are_two_events(cast: Cast, address: str) -> None:
    a_notice(cast.users["carol"])
    a_notice(cast.users["carol"])
    assert len({event["UID"] for event in events(address)}) == 2


@pytest.mark.parametrize(
    ("ending", "days", "statuses"),
    [
        (Ending.DONE, 1, ["CANCELLED"]),
        (Ending.WITHDRAWN, 29, ["CANCELLED"]),
        (Ending.DONE, 31, []),
        (Ending.DISMISSED, 1, []),
        (Ending.SUPERSEDED, 1, []),
    ],
)
def test_what_ended_is_called_off_for_a_while(
    cast: Cast, address: str, ending: Ending, days: int, statuses: list[str]
) -> None:
    a_notice(cast.users["carol"], ended_at=timezone.now() - timedelta(days=days), ended_as=ending)
    assert [str(event["STATUS"]) for event in events(address)] == statuses


def test_names_of_others_stay_here(cast: Cast) -> None:
    """The calendar lies with the maker of the calendar program."""
    a_todo(cast.users["alice"], about=cast.worker("carol"))
    content = Client().get(address_for(cast.users["alice"])).content.decode()
    assert "BEGIN:VEVENT" in content
    assert "高兰" not in content
    assert "C-carol" not in content


def test_what_is_out_of_sight_is_left_out(cast: Cast) -> None:
    a_todo(cast.users["bob"], about=cast.worker("carol"))
    assert events(address_for(cast.users["bob"])) == []


def test_line_breaks_and_signs_are_escaped(cast: Cast, address: str) -> None:
    """A title cannot begin a line of its own."""
    unit = cast.workshop_a1
    unit.name = "一车间\nATTENDEE:mailto:x@example.com;,"
    unit.save()
    a_notice(cast.users["carol"], rule="workforce.role_ends", values={"role": "hr_officer"})
    content = Client().get(address).content.decode()
    assert not [line for line in content.splitlines() if line.startswith("ATTENDEE")]


def test_unchanged_calendar_is_not_sent_again(cast: Cast, address: str) -> None:
    a_notice(cast.users["carol"])
    etag = Client().get(address).headers["ETag"]
    answer = Client().get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    a_notice(cast.users["carol"])
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_link_is_shown_once_and_only_its_digest_kept(cast: Cast) -> None:
    client = browser_of(cast.users["carol"])
    answer = client.post(MAKE)
    page = text_of(answer)
    token = page[page.index("/notices/calendar/") :].split("/")[3].split(".")[0]
    link = CalendarLink.objects.get(user=cast.users["carol"])
    assert bytes(link.digest) == digest_of(token)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert token not in text_of(client.get(reverse("notices:settings")))
    events_kept = DomainEvent.objects.filter(kind="notices.calendar_link_made")
    assert [event.payload for event in events_kept] == [{}]


def test_new_link_ends_the_one_before(cast: Cast, address: str) -> None:
    assert Client().get(address).status_code == 200
    newer = address_for(cast.users["carol"])
    assert (Client().get(address).status_code, Client().get(newer).status_code) == (404, 200)


def test_revoked_link_is_not_found(cast: Cast, address: str) -> None:
    others = address_for(cast.users["ivan"])
    answer = browser_of(cast.users["carol"]).post(reverse("notices:calendar_revoke"), follow=True)
    assert "switched off" in text_of(answer)
    assert (Client().get(address).status_code, Client().get(others).status_code) == (404, 200)


def test_nothing_to_switch_off_is_not_found(cast: Cast) -> None:
    assert browser_of(cast.users["carol"]).post(reverse("notices:calendar_revoke")).status_code == 404


def test_calendar_of_somebody_who_left_is_not_found(cast: Cast, address: str) -> None:
    Worker.objects.filter(pk=cast.worker("carol").pk).update(status=WorkerStatus.LEFT)
    assert Client().get(address).status_code == 404


def test_calendar_of_an_account_switched_off_is_not_found(cast: Cast, address: str) -> None:
    User.objects.filter(pk=cast.users["carol"].pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_link_asked_too_often_is_told_to_wait(cast: Cast, address: str, settings: Settings) -> None:
    settings.API_RATES = {**settings.API_RATES, "calendar": (2, 3600)}
    others = address_for(cast.users["ivan"])
    answers = [Client().get(address) for _unused in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
    assert Client().get(others).status_code == 200


def test_address_that_guesses_is_told_to_wait(cast: Cast, address: str, settings: Settings) -> None:
    settings.API_RATES = {**settings.API_RATES, "calendar": (2, 3600)}
    guesses = [reverse("notices:calendar", args=[f"guess{number}"]) for number in range(3)]
    assert [Client().get(guess).status_code for guess in guesses] == [404, 404, 429]
    assert Client().get(address).status_code == 200


def test_secret_stands_in_no_log_line(
    cast: Cast, address: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.API_RATES = {**settings.API_RATES, "calendar": (1, 3600)}
    Client().get(address)
    assert Client().get(address).status_code == 429
    assert address.split("/")[-1] not in caplog.text


def test_what_merely_happened_has_no_place_in_a_calendar(
    cast: Cast, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting = replace(reminder_rules()[GRADE_OPENS], is_lasting=True)
    monkeypatch.setitem(base.reminders._rules, GRADE_OPENS, lasting)
    a_notice(cast.users["carol"])
    assert events(address) == []


def test_two_windows_make_one_live_link(cast: Cast) -> None:
    for _unused in range(2):
        make_calendar_link(actor=cast.users["carol"], now=timezone.now())
    revoke_calendar_link(actor=cast.users["carol"], now=timezone.now())
    assert not CalendarLink.objects.filter(revoked_at__isnull=True).exists()
