"""Facts and grades kept by hand, each with its scan; diplomas judged; wages taken in by workbook."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from skills.models import Diploma, Document, EmploymentSpell, GradeRecord, MonthlyWage, Occupation
from skills.wages.columns import LABELS, TEMPLATE_KEYS
from tests.base.workbooks.books import workbook
from tests.portal.test_hr_year.people_at_work import Office, do_jobs
from workforce.models import Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def record(kind: str) -> str:
    """The section of the record that holds one kind of fact."""
    return f"main section#{kind}"


@pytest.mark.usefixtures("catalogues")
def test_facts_are_recorded_with_scans_corrected_and_taken_back(office: Office, scan: Path) -> None:
    electrician = Occupation.objects.get(name="电工")
    alice = office.sits_down("alice").worker("高兰").link("Facts and documents")
    office.does_not_open("bob", alice.page)
    asked: dict[str, dict[str, Any]] = {
        "spell": {"occupation": electrician.pk, "since": date(2012, 7, 1), "file": scan},
        "title": {"rank": 1, "name": "助理工程师", "awarded_on": date(2018, 12, 1)},
        "diploma": {
            "kind": "大专",
            "major_name": "未列专业",
            "school": "机电学院",
            "graduated_on": date(2012, 6, 30),
            "file": scan,
        },
        "apprenticeship": {"occupation": electrician.pk, "completed_on": date(2013, 7, 1)},
        "wage": {"month": "2026-10", "amount": "6500.50"},
        "grade": {
            "occupation": electrician.pk,
            "level": 3,
            "issued_on": date(2020, 5, 1),
            "basis": "assessment",
            "file": scan,
        },
    }
    for kind, values in asked.items():
        alice.link(re.compile("^Record another"), within=record(kind))
        office.does_not_open("bob", alice.page)
        office.does_not_open("erin", alice.page, status=403)
        alice.type(**values).press("Save").reads("Recorded. The dates follow at once.")
    carol = office.cast.worker("carol")
    assert carol.standing.held_level == 3
    assert EmploymentSpell.objects.get(worker=carol).evidence is not None

    alice.link(re.compile("^Correct"), within=record("wage"))
    alice.type(amount="6600", reason="补发").press("Correct").reads("6,600", "补发")
    assert MonthlyWage.objects.current().get(worker=carol).amount == Decimal("6600.00")
    alice.link(re.compile("^Take back"), within=record("apprenticeship"))
    alice.type(reason="录错人").press("Take back").reads("录错人")
    alice.link(re.compile("^Correct"), within=record("grade"))
    alice.type(level=4, reason="证书为高级工").press("Correct")
    assert Worker.objects.get(pk=carol.pk).standing.held_level == 4
    assert GradeRecord.objects.filter(worker=carol).count() == 2
    alice.link(re.compile("^Add scans"), within=record("title")).type(file=scan).press("Add")
    assert Document.objects.current().filter(worker=carol).count() == 1
    alice.link(re.compile("^Documents")).link(re.compile(r"^Take back\s*: scan.png")).type(
        reason="扫错"
    ).press("Take back")
    assert not Document.objects.current().filter(worker=carol).exists()

    worker = office.sits_down("carol").menu("My growth").link("What was changed in my record")
    worker.reads("补发", "证书为高级工", "艾丽")

    alice.menu("To judge").reads("未列专业")
    office.does_not_open("bob", alice.page, status=200)
    bob = office.sits_down("bob").menu("To judge").does_not_read("未列专业", "高兰")
    assert bob.page.get_by_text("All caught up").is_visible()
    row = alice.page.locator("tbody tr", has_text="未列专业")
    row.get_by_role("textbox").fill("课程一致")
    row.get_by_role("button", name="It matches").click()
    alice.reads("Judged. The dates follow at once.").does_not_read("未列专业")
    assert Diploma.objects.current().get(worker=carol).judgements.get().matches is True
    erin = office.sits_down("erin").worker("高兰").link("Facts and documents").reads("助理工程师", "6,600")
    acts = re.compile("Correct|Take back|Record another|Add scans")
    expect(erin.page.locator("main").get_by_role("link", name=acts)).to_have_count(0)


def test_wages_come_by_workbook_and_are_undone(office: Office, tmp_path: Path) -> None:
    book = tmp_path / "工资.xlsx"
    header = [LABELS[key] for key in TEMPLATE_KEYS]
    lines = [
        ["C-carol", "高兰", "2026-10", 6500],
        ["C-frank", "傅安", "2026-10", 7000],
        ["C-ivan", "易凡", "2026-10", 1],
    ]
    book.write_bytes(workbook(header, *lines))
    alice = office.sits_down("alice").menu("Rosters").link("Wages by workbook")
    alice.type(file=book).press("Check the workbook").reads("is being checked")
    do_jobs()
    alice.again()
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.link(re.compile("^Rejected 1"))
    expect(alice.page).to_have_url(re.compile("verdict=rejected"))
    alice.reads("C-ivan").does_not_read("C-frank").press("Confirm: 2 new, 0 changed").reads("Confirmed.")
    do_jobs()
    assert MonthlyWage.objects.current().count() == 2
    alice.again().link("Undo the import")
    alice.page.get_by_role("dialog").get_by_role("button", name="Undo the import").click()
    alice.reads("Undone")
    assert not MonthlyWage.objects.current().exists()
    assert MonthlyWage.objects.count() == 2
