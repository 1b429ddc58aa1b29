"""How somebody wants to be told: the page, and what the services keep and refuse."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import Settings

from base.errors import InvalidInput
from notices.enums import Mode
from notices.models import Choice, PersonSettings
from notices.queries.preferences import rule_choices, settings_of
from notices.services.preferences import save_preferences
from skills.reminders import CORRECTION_WAITS, GRADE_OPENS
from tests.access import Cast, PageAccess
from tests.notices.rows import a_notice
from tests.skills.pages.clients import browser_of, text_of
from workforce.models import User

SETTINGS = reverse("notices:settings")


def save(user: User, **changes: Any) -> None:
    usual: dict[str, Any] = {"digest_at": time(8, 30), "quiet_from": None, "quiet_until": None, "modes": {}}
    save_preferences(actor=user, **{**usual, **changes})


def chosen(user: User) -> dict[str, Mode]:
    return {one.rule: one.chosen for one in rule_choices(user) if one.chosen is not None}


def typed(user: User, **changes: str) -> dict[str, str]:
    """The form as it comes back from the page."""
    modes = {f"mode-{one.rule}": one.chosen or "as_ruled" for one in rule_choices(user)}
    return {"digest_at": "08:30", "quiet_from": "", "quiet_until": "", **modes, **changes}


class TestPage(PageAccess):
    right = "carol"
    wrong = None  # everybody has their own
    stranger = None
    method = "post"

    def url(self, cast: Cast) -> str:
        return SETTINGS

    def data(self, cast: Cast) -> dict[str, str]:
        times = {"digest_at": "07:15", "quiet_from": "22:00", "quiet_until": "07:00"}
        return typed(cast.users["carol"], **times, **{f"mode-{GRADE_OPENS}": "inbox_only"})

    def assert_done(self, cast: Cast, response: Any) -> None:
        kept = PersonSettings.objects.get()
        assert (kept.user_id, kept.digest_at) == (cast.users["carol"].pk, time(7, 15))
        assert (kept.quiet_from, kept.quiet_until) == (time(22), time(7))
        assert chosen(cast.users["carol"]) == {GRADE_OPENS: Mode.INBOX_ONLY}

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not PersonSettings.objects.exists()


def test_page_shows_what_was_kept(cast: Cast) -> None:
    save(cast.users["carol"], digest_at=time(7, 5), modes={GRADE_OPENS: "at_once"})
    form = browser_of(cast.users["carol"]).get(SETTINGS).context["form"]
    assert form["digest_at"].value() == time(7, 5)
    assert form[f"mode-{GRADE_OPENS}"].value() == Mode.AT_ONCE


def test_as_usual_leaves_it_to_the_rule(cast: Cast) -> None:
    carol = cast.users["carol"]
    save(carol, modes={GRADE_OPENS: "at_once", CORRECTION_WAITS: "digest"})
    browser_of(carol).post(SETTINGS, typed(carol, **{f"mode-{GRADE_OPENS}": "as_ruled"}))
    assert chosen(carol) == {CORRECTION_WAITS: Mode.DIGEST}
    assert Choice.objects.count() == 1


def test_subjects_one_was_told_of_come_first(cast: Cast) -> None:
    assert not any(one.was_told for one in rule_choices(cast.users["carol"]))
    a_notice(cast.users["carol"])
    assert [one.rule for one in rule_choices(cast.users["carol"]) if one.was_told] == [GRADE_OPENS]
    assert rule_choices(cast.users["carol"])[0].rule == GRADE_OPENS


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "field"),
    [("22:00", "", "quiet_until"), ("", "07:00", "quiet_from"), ("22:00", "22:00", "quiet_until")],
)
def test_quiet_hours_that_make_no_sense_are_refused_beside_their_field(
    cast: Cast, quiet_from: str, quiet_until: str, field: str
) -> None:
    carol = cast.users["carol"]
    sent = typed(carol, quiet_from=quiet_from, quiet_until=quiet_until, digest_at="06:00")
    answer = browser_of(carol).post(SETTINGS, sent)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert 'value="06:00"' in text_of(answer)
    assert not PersonSettings.objects.exists()


@pytest.mark.parametrize("modes", [{"no.such_rule": "digest"}, {GRADE_OPENS: "by_pigeon"}])
def test_unknown_rule_or_way_keeps_nothing(cast: Cast, modes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        save(cast.users["carol"], digest_at=time(6), modes=modes)
    assert settings_of(cast.users["carol"]).digest_at == time(8, 30)


def test_others_are_told_as_before(cast: Cast) -> None:
    save(cast.users["ivan"], digest_at=time(9), modes={GRADE_OPENS: "at_once"})
    save(cast.users["carol"], digest_at=time(6), modes={GRADE_OPENS: "digest"})
    assert settings_of(cast.users["ivan"]).digest_at == time(9)
    assert chosen(cast.users["ivan"]) == {GRADE_OPENS: Mode.AT_ONCE}


@pytest.mark.parametrize(
    ("email", "words"), [("", "No e-mail address"), ("gl@example.com", "gl@example.com")]
)
def test_page_says_where_messages_go(cast: Cast, settings: Settings, email: str, words: str) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    User.objects.filter(pk=cast.users["carol"].pk).update(email=email)
    assert words in text_of(browser_of(cast.users["carol"]).get(SETTINGS))
