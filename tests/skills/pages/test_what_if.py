"""试算 as a page: the same answers as the command, rows that lose nothing, and nothing stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from base.dates import today
from skills.ladder_shown import LadderShown
from skills.models import Occupation, RelatedOccupation
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, PageAccess
from tests.factories.skills import (
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    occupation_with_rules,
)
from tests.skills.pages.what_if_data import as_typed
from workforce.models import User

CAREERS = Path(__file__).parent.parent / "data" / "careers.json"
CASES = json.loads(CAREERS.read_text(encoding="utf-8"))
SIMPLE = {
    "rule_set": "R2023",
    "born": "1990-01-01",
    "spells": [{"from": "2012-07-01", "to": None}],
    "certificates": [{"level": 3, "issued": "2024-01-10"}],
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="workforce.accounts.AccountBackend")
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def browser_of_carol(cast: Cast) -> Client:
    return signed_in(cast.users["carol"])


def dates(ladder: LadderShown) -> dict[str, dict[str, str]]:
    """What the page shows, in the shape the command prints."""
    targets = [*([ladder.next] if ladder.next else []), *ladder.others]
    return {
        str(target.level.value): {"from": target.opens_on.isoformat(), "route": target.routes[0].code}
        for target in targets
        if target.opens_on is not None
    }


def occupation_with_kin() -> tuple[Occupation, Occupation]:
    """An occupation of the catalogue, and another that counts for it."""
    link = RelatedOccupation.objects.select_related("occupation", "related").order_by("pk")[0]
    return link.occupation, link.related


class TestWhatIfPage(PageAccess):
    right = "erin"  # anybody signed in, with a worker record or without
    wrong = None
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("skills:what_if")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "ladder" not in response.context
        assert [rows.name for rows in response.context["forms"].lists][:2] == ["spells", "certificates"]


@pytest.mark.usefixtures("rules")
def test_page_and_command_agree_on_recorded_cases(browser_of_carol: Client, tmp_path: Path) -> None:
    printed = io.StringIO()
    call_command("what_if", str(CAREERS), "--json", stdout=printed)
    told = json.loads(printed.getvalue())
    for case in CASES[::3]:
        answer = browser_of_carol.post(reverse("skills:what_if"), as_typed(case["facts"]))
        assert answer.status_code == 200, (
            case["id"],
            [rows.formset.errors for rows in answer.context["forms"].lists],
        )
        assert dates(answer.context["ladder"]) == told[case["id"]] == case["expected"], case["id"]


@pytest.mark.usefixtures("rules")
def test_reckoning_stores_nothing(browser_of_carol: Client) -> None:
    def rows() -> dict[str, int]:
        with connection.cursor() as cursor:
            counted = {}
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                counted[table] = cursor.fetchone()[0]
        return counted

    browser_of_carol.get(reverse("skills:what_if"))  # the first page of a session notes where it is used
    before = rows()
    answer = browser_of_carol.post(reverse("skills:what_if"), as_typed(SIMPLE))
    assert answer.context["ladder"].next is not None
    assert rows() == before


@pytest.mark.usefixtures("rules")
def test_each_reckoning_adds_an_empty_row(browser_of_carol: Client) -> None:
    answer = browser_of_carol.post(reverse("skills:what_if"), as_typed(SIMPLE))
    spells = answer.context["forms"].lists[0]
    assert [form.initial for form in spells.formset] == [{"since": "2012-07-01", "last": None}, {}]


@pytest.mark.usefixtures("rules")
def test_row_emptied_or_ticked_is_left_out(browser_of_carol: Client) -> None:
    typed = as_typed({**SIMPLE, "titles": [{"rank": "高级", "on": "2015-01-01", "matches": False}]})
    typed |= {"certificates-0-leave_out": "on", "titles-0-rank": "", "titles-0-on": ""}
    answer = browser_of_carol.post(reverse("skills:what_if"), typed)
    assert answer.status_code == 200
    lists = {rows.name: rows for rows in answer.context["forms"].lists}
    assert (lists["certificates"].number, lists["titles"].number, lists["spells"].number) == (0, 0, 1)
    assert answer.context["ladder"].held_level == 1


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"spells-0-since": "2o12"}, "since", "Enter a valid date."),
        ({"spells-0-since": ""}, "since", "This field is required."),
        ({"spells-0-last": "2011-01-01"}, "last", "The end must be after the beginning."),
        ({"spells-0-last": "9999-12-31"}, "last", "The year is out of range."),
    ],
)
@pytest.mark.usefixtures("rules")
def test_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    browser_of_carol: Client, change: dict[str, str], field: str, message: str
) -> None:
    typed = as_typed(SIMPLE) | {"spells-0-last": "2020-01-01"} | change
    answer = browser_of_carol.post(reverse("skills:what_if"), typed)
    assert answer.status_code == 400
    row = answer.context["forms"].lists[0].formset.forms[0]
    assert row.errors == {field: [message]}
    page = answer.content.decode()
    for value in filter(
        None, [typed["spells-0-since"], typed["spells-0-last"], typed["certificates-0-issued"]]
    ):
        assert f'value="{value}"' in page


@pytest.mark.usefixtures("rules")
def test_implausible_row_is_pointed_out_and_reckoned(browser_of_carol: Client) -> None:
    answer = browser_of_carol.post(
        reverse("skills:what_if"),
        as_typed(
            {
                **SIMPLE,
                "spells": [{"from": "2001-07-01", "to": None}, {"from": "2000-01-01", "to": "2000-02-01"}],
            }
        ),
    )
    rows = answer.context["forms"].lists[0].formset.forms
    assert [form.remarks for form in rows] == [["Work before the age of 16."]] * 2 + [[]]
    assert answer.context["ladder"].next.opens_on is not None


@pytest.mark.usefixtures("rules")
def test_unknown_rule_set_is_refused(browser_of_carol: Client) -> None:
    answer = browser_of_carol.post(reverse("skills:what_if"), as_typed({**SIMPLE, "rule_set": "R1066"}))
    assert answer.status_code == 400
    assert list(answer.context["forms"].career.errors) == ["rule_set"]


def test_too_many_rows_are_refused(browser_of_carol: Client, rules: None) -> None:
    spells = [{"from": f"{year}-01-01", "to": f"{year}-02-01"} for year in range(1700, 1950)]
    answer = browser_of_carol.post(reverse("skills:what_if"), as_typed({**SIMPLE, "spells": spells}))
    assert answer.status_code == 400


def test_own_record_gives_the_dates_of_my_growth(cast: Cast, rules: None) -> None:
    carol = cast.worker("carol")
    own, kin = occupation_with_kin()
    SpellFactory.create(worker=carol, occupation=kin, since="2010-03-01", until="2014-06-01")
    SpellFactory.create(worker=carol, occupation=own, since="2015-01-10")
    GradeFactory.create(worker=carol, occupation=kin, level=2, issued_on="2012-05-05")
    GradeFactory.create(worker=carol, occupation=own, level=4, issued_on="2021-05-05")
    TitleFactory.create(worker=carol)
    DiplomaFactory.create(worker=carol, kind="大专")
    refresh_eligibility([carol.pk], today=today())
    browser = signed_in(cast.users["carol"])
    growth = browser.get(reverse("skills:my_growth")).context["ladder"]
    answer = browser.get(reverse("skills:what_if"), {"mine": "1"}).context
    certificates = {level: shown for level, shown in dates(growth).items() if int(level) <= 6}
    assert dates(answer["ladder"]) == certificates != {}
    assert answer["note"] == ""


def test_own_certificate_of_a_related_occupation_is_pointed_out(cast: Cast, rules: None) -> None:
    carol = cast.worker("carol")
    own, kin = occupation_with_kin()
    SpellFactory.create(worker=carol, occupation=own, since="2015-01-10")
    GradeFactory.create(worker=carol, occupation=kin, level=4, issued_on="2021-05-05")
    refresh_eligibility([carol.pk], today=today())
    answer = signed_in(cast.users["carol"]).get(reverse("skills:what_if"), {"mine": "1"}).context
    assert answer["ladder"].held_level == 4
    assert "related occupation" in str(answer["note"])


def test_own_record_without_an_occupation_says_so(cast: Cast) -> None:
    answer = signed_in(cast.users["carol"]).get(reverse("skills:what_if"), {"mine": "1"})
    assert "No occupation is recorded for you" in answer.content.decode()
    assert "ladder" not in answer.context


def test_own_record_without_a_standard_asks_for_the_rules(cast: Cast) -> None:
    occupation_with_rules()
    carol = cast.worker("carol")
    SpellFactory.create(worker=carol, occupation=OccupationFactory.create(), since="2015-01-10")
    refresh_eligibility([carol.pk], today=today())
    answer = signed_in(cast.users["carol"]).get(reverse("skills:what_if"), {"mine": "1"})
    assert "choose the rules" in answer.content.decode()
    assert answer.context["forms"].lists[0].number == 1
