"""HR of the whole group sees and changes what is kept how long; nobody else does."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from base.edit_marks import Shown
from base.models import RetentionRule
from base.retention import retention_kinds, rule_record
from seeds.catalogue_files import CATALOGUE
from tests.access import Cast, PageAccess


def mark_of(rule: RetentionRule) -> str:
    """What the form carries of a rule."""
    return Shown.of(rule_record(rule)).to_field(f"retention.{rule.kind}")


class TestRetentionList(PageAccess):
    right, wrong, stranger = (
        "ruth",
        "alice",
        None,
    )  # the list is no object: whoever lacks the right is refused

    def url(self, cast: Cast) -> str:
        return reverse("skills:retention")

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert [
            name for name in retention_kinds() if reverse("skills:retention_rule", args=[name]) not in page
        ] == []


class TestChangingARule(PageAccess):
    right, wrong, stranger = "ruth", "erin", None  # as above; an auditor does not write
    method = "post"

    def url(self, cast: Cast) -> str:
        RetentionRule.objects.get_or_create(kind="base.jobs", defaults={"days": 90})
        return reverse("skills:retention_rule", args=["base.jobs"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        rule = RetentionRule.objects.get(kind="base.jobs")
        return {"days": "60", "reason": "少留一些", "shown": mark_of(rule)}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert RetentionRule.objects.get(kind="base.jobs").days == 60

    def assert_nothing_done(self, cast: Cast) -> None:
        assert RetentionRule.objects.get(kind="base.jobs").days == 90


@pytest.mark.django_db
def test_a_refusal_keeps_what_was_typed_and_marks_the_form_anew(cast: Cast) -> None:
    RetentionRule.objects.create(kind="base.jobs", days=90)
    client = Client()
    client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
    address = reverse("skills:retention_rule", args=["base.jobs"])
    seen = client.get(address).context["shown_mark"]
    RetentionRule.objects.update(days=80)
    answer = client.post(address, {"days": "60", "reason": "x", "shown": seen})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["days"].value() == "60"
    assert (
        client.post(address, {"days": "60", "reason": "x", "shown": answer.context["shown_mark"]}).status_code
        == 302
    )
    assert RetentionRule.objects.get().days == 60


@pytest.mark.django_db
def test_the_release_ships_a_number_for_every_kind() -> None:
    call_command("load_catalogues", verbosity=0)
    shipped = json.loads((CATALOGUE / "retention.json").read_text())
    kinds = retention_kinds()
    assert {row["kind"] for row in shipped["rows"]} == set(kinds)
    assert [
        rule.kind for rule in RetentionRule.objects.all() if rule.days < kinds[rule.kind].least_days
    ] == []
