"""Reminders in words, by the very rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from base import reminders
from base.reminders import ReminderWords, reminder_rules
from notices.models import Reminder
from notices.wording import words_of, words_to_send
from tests.access import Cast
from tests.notices.conftest import DUE, moment
from tests.skills.pages.clients import browser_of

pytestmark = pytest.mark.django_db


def reminder(cast: Cast, rule: str, **values: object) -> Reminder:
    """One about Carol of workshop A1, as a list reads it."""
    kept = Reminder.objects.create(
        **{
            "rule": rule,
            "kind": "notice",
            "subject_id": 7,
            "recipient": cast.users["carol"],
            "due_on": DUE,
            "lead": 7,
            "worker": cast.worker("carol"),
            "unit": cast.workshop_a1,
            "made_at": moment(DUE),
            **values,
        }
    )
    return Reminder.objects.select_related("worker", "unit").get(pk=kept.pk)


def said(kept: Reminder, today: date = DUE) -> ReminderWords:
    """In English, without any statement."""
    with translation.override("en"), CaptureQueriesContext(connection) as statements:
        words = words_of(kept, today=today)
    assert len(statements) == 0
    return words


def test_a_level_that_opens_and_one_that_is_open(cast: Cast) -> None:
    kept = reminder(cast, "skills.grade_opens", values={"level": 4})
    assert said(kept) == ReminderWords(
        "You may apply for Senior worker",
        "From May 20, 2026 on you may apply for Senior worker. What counted for it is on your page.",
        "/skills/me/",
    )
    assert said(kept, DUE + timedelta(days=1)).text.startswith("Since May 20, 2026 you may apply")


def test_a_request_is_opened_by_who_decides_and_the_person_by_the_head(cast: Cast) -> None:
    officer = said(reminder(cast, "skills.correction_waits"))
    assert (officer.title, officer.link) == ("Correction requested by 高兰", "/skills/corrections/7/")
    head = said(reminder(cast, "skills.correction_waits", is_escalation=True))
    assert head.link == "/skills/people/C-carol/"
    assert head.text.endswith("You are told as head of the unit, because nobody has acted so far.")
    assert head.text.startswith(officer.text)


def test_a_role_that_ends(cast: Cast) -> None:
    words = said(reminder(cast, "workforce.role_ends", values={"role": "finance"}))
    assert words.title == "Your role “Finance officer” ends"
    assert "over 一车间 until May 20, 2026" in words.text


def test_a_rule_that_is_gone_leaves_its_name(cast: Cast) -> None:
    assert said(reminder(cast, "gone.rule")) == ReminderWords("gone.rule", "", "")


@pytest.mark.parametrize("values", [{}, {"level": 99}, {"level": {"deep": ["x" * 100_000]}}])
def test_words_that_fail_leave_the_label_and_the_rest_of_the_page(
    cast: Cast, values: dict[str, object]
) -> None:
    """Values of an older version, say; a message, though, fails rather than tell nothing."""
    kept = reminder(cast, "skills.grade_opens", values=values)
    assert said(kept) == ReminderWords("The next level opens", "", "")
    assert said(reminder(cast, "skills.correction_waits")).title == "Correction requested by 高兰"
    with pytest.raises((KeyError, ValueError, TypeError)):
        words_to_send(kept, today=DUE)


def test_a_text_with_a_place_that_is_not_there_keeps_no_inbox_shut(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = reminder_rules()["skills.grade_opens"]
    for text in ("%(nmae)s", "100 %", "%(name)"):
        monkeypatch.setitem(reminders._rules, rule.name, replace(rule, title=text))
        kept = reminder(cast, rule.name, values={"level": 4}, subject_id=len(text))
        assert said(kept).title == "The next level opens"
    assert browser_of(cast.users["carol"]).get(reverse("notices:inbox")).status_code == 200
