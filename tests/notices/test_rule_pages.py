"""The pages of reminder rules: all of them, one, whom it would tell, and setting it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from base.dates import today
from base.edit_marks import SHOWN_FIELD, ChangedMeanwhile, Shown
from base.errors import InvalidInput, NotPermitted
from base.reminders import reminder_rules
from notices.models import Reminder, RulePolicy
from notices.queries.policies import policy_of
from notices.services.rule_policies import RuleSetting, policy_record, set_rule
from notices.tasks import make_rule
from skills.reminders import CORRECTION_WAITS, GRADE_OPENS
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import StandingFactory
from tests.notices.rows import a_notice
from tests.skills.pages.clients import EnglishClient, browser_of, text_of

pytestmark = pytest.mark.django_db


def setting(**values: Any) -> RuleSetting:
    """As shipped for grades that open, but for `values`."""
    usual: dict[str, Any] = {
        "is_on": True,
        "leads": [30, 7, 0],
        "counts_working_days": False,
        "escalates_after": None,
        "at_once": False,
    }
    return RuleSetting(**{**usual, **values})


def set_as(cast: Cast, name: str, value: RuleSetting, **more: Any) -> RulePolicy:
    """One of the cast sets the rule."""
    return set_rule(
        GRADE_OPENS, actor=cast.user(name), setting=value, reason="试行", now=timezone.now(), **more
    )


class TestRules(PageAccess):
    """The list of rules."""

    stranger = None  # rules are of no unit: HR of any unit reads them

    def url(self, cast: Cast) -> str:
        return reverse("notices:rules")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert page.count("<tr>") == len(reminder_rules()) + 1


class TestRulesQueries(QueryCount):
    """The list costs the same whatever was told."""

    queries = 4

    def url(self, cast: Cast) -> str:
        return reverse("notices:rules")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _turn in range(number):
            a_notice(cast.users["carol"])


class TestSetRule(PageAccess):
    """Setting a rule: HR of the whole group alone."""

    method, right, wrong, stranger = "post", "ruth", "alice", "carol"

    def url(self, cast: Cast) -> str:
        return reverse("notices:rule_set", args=[GRADE_OPENS])

    def data(self, cast: Cast) -> dict[str, Any]:
        shown = Shown.of(policy_record(policy_of(reminder_rules()[GRADE_OPENS])))
        return {
            "is_on": "on",
            "leads": "60，14 1",
            "over": "3",
            "counts_working_days": "on",
            "escalates_after": "5",
            "reason": "半年试行",
            SHOWN_FIELD: shown.to_field(f"notices.rule.{GRADE_OPENS}"),
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        kept = RulePolicy.objects.get()
        assert (kept.rule, kept.leads, kept.escalates_after) == (GRADE_OPENS, [60, 14, 1, -3], 5)
        assert (kept.is_on, kept.counts_working_days, kept.at_once) == (True, True, False)
        assert (kept.set_by, kept.reason) == (cast.users["ruth"], "半年试行")
        page = text_of(browser_of(cast.users["alice"]).get(reverse("notices:rule", args=[GRADE_OPENS])))
        assert "60, 14 and 1 working day before, 3 working days over" in page
        assert "as delivered: 30 and 7 days before, on the day" in page

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RulePolicy.objects.exists()


def test_second_clerk_is_shown_the_first_ones_change(cast: Cast) -> None:
    mark = Shown.of(policy_record(policy_of(reminder_rules()[GRADE_OPENS])))
    set_as(cast, "ruth", setting(leads=[10]), shown=mark)
    with pytest.raises(ChangedMeanwhile) as refused:
        set_as(cast, "ruth", setting(leads=[20]), shown=mark)
    with override("en"):
        assert [(str(one.label), one.now) for one in refused.value.changes] == [("Days before", "10")]
    assert RulePolicy.objects.get().leads == [10]


def test_changes_are_shown_with_who_and_why(cast: Cast) -> None:
    set_as(cast, "ruth", setting(leads=[10]))
    set_as(cast, "ruth", setting(leads=[20]))
    page = text_of(browser_of(cast.users["ruth"]).get(reverse("notices:rule", args=[GRADE_OPENS])))
    assert "陆如" in page
    assert "Reason: 试行" in page
    assert "<del>10</del>" in page, page[page.index("value-changes") :][:400]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (setting(leads=[]), "leads"),
        (setting(leads=[400]), "leads"),
        (setting(leads=list(range(20))), "leads"),
        (setting(escalates_after=0), "escalates_after"),
    ],
)
def test_impossible_days_are_refused(cast: Cast, value: RuleSetting, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_as(cast, "ruth", value)
    assert refused.value.field == field
    assert not RulePolicy.objects.exists()


def test_right_and_reason_are_needed(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_as(cast, "alice", setting())
    with pytest.raises(InvalidInput) as refused:
        set_rule(GRADE_OPENS, actor=cast.user("ruth"), setting=setting(), reason=" ", now=timezone.now())
    assert refused.value.field == "reason"


def test_switched_off_ends_what_is_open(cast: Cast) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_level=4, next_on=today() + timedelta(days=3))
    make_rule(GRADE_OPENS)
    assert Reminder.objects.open().count() == 1
    set_as(cast, "ruth", setting(is_on=False))
    make_rule(GRADE_OPENS)
    assert list(Reminder.objects.values_list("ended_as", flat=True)) == ["withdrawn"]
    page = text_of(browser_of(cast.users["ruth"]).get(reverse("notices:rule_tomorrow", args=[GRADE_OPENS])))
    assert "The rule is off" in page


class TestTomorrow(PageAccess):
    """Whom a rule would tell tomorrow, within one's units."""

    client_class = EnglishClient
    wrong = None  # whoever reads no rules finds none
    stranger = "heidi"

    def url(self, cast: Cast) -> str:
        return reverse("notices:rule_tomorrow", args=[GRADE_OPENS])

    def ask(self, cast: Cast, name: str | None) -> Any:
        day = today() + timedelta(days=8)
        for one in ("carol", "ivan"):
            StandingFactory.create(worker=cast.worker(one), next_level=4, next_on=day)
        return super().ask(cast, name)

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "高兰" in page
        assert "7 days before" in page
        assert "易凡" not in page


class TestRule(PageAccess):
    """What a rule says and told, within one's units."""

    client_class = EnglishClient
    wrong = None
    stranger = "heidi"

    def url(self, cast: Cast) -> str:
        for one in ("carol", "ivan"):
            a_notice(cast.users[one])
        return reverse("notices:rule", args=[GRADE_OPENS])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = text_of(response)
        assert "1 open" in page
        assert "高兰" in page
        assert "易凡" not in page
        assert "Change</a>" not in page


def test_no_rule_of_that_name(cast: Cast) -> None:
    assert browser_of(cast.users["ruth"]).get("/notices/sent/rules/nothing/").status_code == 404


def test_working_days_and_escalation_stand_in_words(cast: Cast) -> None:
    page = text_of(browser_of(cast.users["alice"]).get(reverse("notices:rule", args=[CORRECTION_WAITS])))
    assert "on the day, 3 and 7 working days over" in page
    assert "10 working days over" in page
