"""Past days, columns, saved views, files of a list, figures and targets."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from base.models import ExportRecord, SavedView
from skills.models import Occupation, Target
from skills.services.fact_values import SpellValues
from skills.services.facts import record_fact
from skills.services.grades import GradeValues, record_grade
from tests.factories.workforce import WorkerFactory
from tests.portal.test_hr_year.people_at_work import AtWork, Office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def words_of(person: AtWork) -> list[list[str]]:
    """The cells of the list on the screen, as they read."""
    rows = person.page.locator("main table.data-table tbody tr")
    return [
        [cell.strip() for cell in row.locator("td:not(.cell-choice)").all_inner_texts()] for row in rows.all()
    ]


def test_columns_are_chosen_a_view_is_kept_and_the_file_is_what_the_screen_shows(
    office: Office, tmp_path: Path
) -> None:
    WorkerFactory.create(employee_no="L-1", name="=1+1", unit=office.cast.workshop_a1)
    alice = office.sits_down("alice").menu("People")
    alice.page.locator("summary", has_text="Columns").click()
    for name in ("occupation", "level", "since", "next", "opens"):
        alice.page.locator(f"input[name=column][value={name}]").uncheck()
    alice.press("Show these")
    alice.filter("unit", office.cast.workshop_a1.code)
    alice.page.locator("summary", has_text="Save view").click()
    alice.type(name="一车间的人").press("Save as a new view")
    assert SavedView.objects.get().name == "一车间的人"
    alice.menu("People").link("一车间的人")
    shown = words_of(alice)
    assert [row[1] for row in shown] == ["=1+1", "高兰", "傅安"] or len(shown) == 3
    alice.page.locator("summary", has_text="Export").click()
    with alice.page.expect_download() as download:
        alice.press("CSV (.csv)")
    path = tmp_path / "people.csv"
    download.value.save_as(path)
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(lines[0]) == len(shown[0])
    assert [line[:2] for line in lines[1:]] == [[row[0], row[1].replace("=1+1", "'=1+1")] for row in shown]
    record = ExportRecord.objects.get()
    assert (record.row_count, record.exported_by) == (3, office.cast.users["alice"])
    alice.account("Exports").link(re.compile(r"^\d{4}-")).reads("3", record.sha256[:8])
    office.does_not_open("bob", alice.page)
    office.opens("erin", alice.page)  # who exported what is for the auditor to read
    bob = office.sits_down("bob").menu("People").does_not_read("高兰", "一车间的人")
    assert bob.page.get_by_role("link", name="易凡").is_visible()


@pytest.mark.usefixtures("catalogues")
def test_past_days_history_figures_and_targets(office: Office) -> None:
    cast, day = office.cast, office.today
    electrician, carol = Occupation.objects.get(name="电工"), cast.worker("carol")
    now = timezone.now()
    record_fact(
        SpellValues(occupation=electrician, since=date(2012, 7, 1)), actor=None, worker_id=carol.pk, now=now
    )
    for level, on in ((3, date(2018, 5, 1)), (4, day - timedelta(days=20))):
        grade = GradeValues(occupation=electrician, level=level, issued_on=on, basis="assessment")
        record_grade(grade, actor=None, worker_id=carol.pk, now=now)
    past = day - timedelta(days=60)
    alice = office.sits_down("alice").menu("People").filter("as_of", past)
    alice.reads(f"As of {past}").link("高兰").reads(f"As of {past}", "Junior")
    assert alice.page.get_by_role("link", name="Transfer").count() == 0
    alice.link("back to today").reads("Senior")
    alice.link("History").reads("Recorded")
    office.does_not_open("bob", alice.page)

    alice.menu("Figures")
    alice.page.get_by_label("As of").fill(past.isoformat())
    alice.press("Show").reads(f"As of {past}").link("Back to today")
    alice.link(re.compile("high-skilled of skilled")).reads("高兰")
    alice.menu("Figures").link("Over the years")
    alice.page.get_by_role("row", name=re.compile(f"^{on.year} ")).get_by_role("link").click()
    alice.reads("Promotions", "高兰")

    alice.menu("Figures").link("Targets").link("Set a target")
    office.does_not_open("erin", alice.page, status=403)
    alice.type(
        unit=cast.company_a.code,
        name="高级工及以上人数",
        measure="level_people",
        level=4,
        value="10",
        since=date(day.year, 1, 1),
        due_on=date(day.year, 12, 31),
        document="甲字〔2026〕2号",
    ).press("Save")
    target = Target.objects.get()
    alice.link("高级工及以上人数").reads("甲字〔2026〕2号")
    office.does_not_open("bob", alice.page)
    alice.link("Change the target").type(value="12", reason="调整").press("Save")
    target.refresh_from_db()
    assert target.value == 12
    erin = (
        office.sits_down("erin").menu("Figures").link("Targets").link("高级工及以上人数").reads("12", "调整")
    )
    erin.does_not_read("Change the target", "Withdraw the target")
    alice.link("Withdraw the target").type(reason="另行下达").press("Save")
    alice.does_not_read("高级工及以上人数")
    target.refresh_from_db()
    assert target.withdrawn_at is not None
