"""The register of reminder rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from base import reminders
from base.dates import today
from base.enums import ReminderKind, TouchedBy
from base.reminders import ReminderRule, ReminderShown, remind, reminder_rules

RULE = ReminderRule(
    name="tests.rule",
    label="A rule",
    about="Somebody is told.",
    kind=ReminderKind.NOTICE,
    candidates="SELECT 1 WHERE {only}",
    only="id",
    touched_by=TouchedBy.SUBJECT,
    title="",
    text="",
    link=lambda shown: f"/{shown.subject_id}",
    leads=(1,),
)


@pytest.fixture
def declared() -> Iterator[ReminderRule]:
    """The rule, gone after the test."""
    yield remind(RULE)
    del reminders._rules[RULE.name]


def test_a_rule_is_known_by_its_name(declared: ReminderRule) -> None:
    assert reminder_rules()["tests.rule"] is declared
    assert list(reminder_rules()) == sorted(reminder_rules())


def test_another_rule_by_the_same_name_is_refused(declared: ReminderRule) -> None:
    remind(declared)
    with pytest.raises(ValueError, match="declared twice"):
        remind(replace(declared, leads=(2,)))


def test_a_rule_that_cannot_be_restricted_is_refused() -> None:
    with pytest.raises(ValueError, match="only"):
        replace(RULE, candidates="SELECT 1")


def test_a_rule_without_leads_is_refused() -> None:
    with pytest.raises(ValueError, match="no lead"):
        replace(RULE, leads=())


@pytest.mark.django_db
class TestDeclaredRules:
    """What every app declares."""

    @pytest.mark.parametrize("name", list(reminder_rules()))
    def test_its_rows_have_the_columns_the_making_reads(self, name: str) -> None:
        rule = reminder_rules()[name]
        asked: dict[str, Any] = {"today": today(), "now": timezone.now(), "ids": [1, 2]}
        for restricted in ("true", f"{rule.only} = ANY(%(ids)s::bigint[])"):
            with connection.cursor() as cursor:
                cursor.execute(rule.candidates.replace("{only}", restricted), asked)
                columns = {column.name: column.type_code for column in cursor.description}
            assert set(columns) == {"recipient_id", "subject_id", "due_on", "unit_id", "worker_id", "values"}
            assert (columns["due_on"], columns["subject_id"], columns["values"]) == (1082, 20, 3802)

    @pytest.mark.parametrize("name", list(reminder_rules()))
    def test_it_asks_no_clock(self, name: str) -> None:
        text = reminder_rules()[name].candidates.lower()
        assert not [word for word in ("current_", "now()", "clock_", "localtime") if word in text]


def test_a_place_that_is_unknown_is_told() -> None:
    with pytest.raises(KeyError):
        reminders.in_words(replace(RULE, title="%(nothing)s"), ReminderShown(1, today(), {}), today=today())
