"""A person's data in one file, the erasure of who left long ago, and how long things are kept."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from base.models import RetentionRule
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.portal.test_hr_year.people_at_work import Office, do_jobs
from workforce.enums import Role, WorkerStatus
from workforce.models import Erasure, PersonalExport, Worker
from workforce.services.placements import place_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_all_data_of_a_person_in_one_file(office: Office, tmp_path: Path) -> None:
    alice = office.sits_down("alice").worker("高兰").link("All data in one file")
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.type(reason="本人书面申请").press("Put everything together")
    carol = office.sits_down("carol").menu("My growth").link("My data in one file")
    carol.reads("本人书面申请", "艾丽").press("Put everything together")
    do_jobs()
    assert PersonalExport.objects.exclude(made_at=None).count() == 2
    carol.again()
    with carol.page.expect_download() as download:
        carol.link("Fetch")
    path = tmp_path / "data.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")]
    assert any("高兰" in text for text in texts)


def test_who_left_long_ago_is_erased_by_two_officers_of_the_group(office: Office) -> None:
    cast, day = office.cast, office.today
    rita = account_of(WorkerFactory.create(employee_no="C-rita", name="黎塔", unit=cast.group))
    RoleGrantFactory.create(user=rita, role=Role.HR_OFFICER, unit=cast.group)
    cast.users["rita"] = rita
    gone = WorkerFactory.create(
        employee_no="E-1", name="旧人", unit=cast.workshop_a1, placed_since=date(1990, 7, 1)
    )
    place_worker(
        actor=cast.user("ruth"),
        worker=gone,
        since=day - timedelta(days=12 * 365),
        today=day,
        unit=cast.workshop_a1,
        post="",
        status=WorkerStatus.RETIRED,
        reason="退休",
    )
    ruth = office.sits_down("ruth").menu("People").filter("status", "retired").link("旧人")
    ruth.link("All data in one file").link("Ask for the erasure")
    office.does_not_open("alice", ruth.page, status=403)
    office.does_not_open("bob", ruth.page)
    ruth.type(reason="保存期满").press("Ask for the erasure").reads("Another HR officer")
    ruth.menu("Data protection").reads("保存期满", "waits for a second person")
    expect(ruth.page.get_by_role("link", name="Confirm", exact=True)).to_have_count(0)
    second = office.sits_down("rita").menu("Data protection").link("Confirm")
    second.press("Erase for good").reads("It is being erased.")
    do_jobs()
    assert Erasure.objects.get().erased_at is not None
    assert "旧人" not in Worker.objects.get(pk=gone.pk).name

    ruth.menu("Data protection").link("Retention")
    ruth.page.locator("main tbody tr").first.get_by_role("link").click()
    ruth.type(days="900", reason="集团档案规定").press("Save").reads("900")
    assert RetentionRule.objects.get().days == 900
