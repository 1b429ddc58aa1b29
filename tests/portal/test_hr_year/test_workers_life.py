"""From taking somebody up to retirement, one by one and in bulk, and two records made one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from skills.services.duplicates import find_duplicates
from tests.factories.workforce import WorkerFactory
from tests.portal.test_hr_year.people_at_work import Office
from workforce.enums import WorkerStatus
from workforce.models import Placement, Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_worker_is_taken_up_and_goes_through_a_working_life(office: Office) -> None:
    day, cast = office.today, office.cast
    alice = office.sits_down("alice").menu("People").link("Take up a person")
    since = day - timedelta(days=300)
    alice.type(
        employee_no="N-1",
        name="新来",
        sex="M",
        unit=cast.workshop_a1.code,
        post="钳工",
        since=since,
        hire_date=since,
    )
    alice.press("Take up")
    assert Worker.objects.get(employee_no="N-1").unit == cast.workshop_a1

    alice.worker("新来").link("Personal data").type(phone="13811112222", reason="本人换号").press("Save")
    assert Worker.objects.get(employee_no="N-1").phone == "13811112222"
    alice.reads("13811112222")
    office.does_not_open("bob", alice.page)

    def status() -> str:
        return Worker.objects.get(employee_no="N-1").status

    alice.link("Transfer")
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.type(unit=cast.workshop_a2.code, post="装配工", since=day - timedelta(days=100)).press("Transfer")
    assert Worker.objects.get(employee_no="N-1").unit == cast.workshop_a2
    alice.link("Go on leave").type(since=day - timedelta(days=60), reason="脱产学习").press("Go on leave")
    assert status() == WorkerStatus.ON_LEAVE
    alice.link("Return from leave").type(since=day - timedelta(days=30)).press("Return from leave")
    assert status() == WorkerStatus.ACTIVE
    alice.link("Leave the enterprise").type(since=day - timedelta(days=20), reason="合同到期")
    alice.press("Leave the enterprise")
    assert status() == WorkerStatus.LEFT
    alice.link("Rehire").type(since=day - timedelta(days=10), post="装配工").press("Rehire")
    assert status() == WorkerStatus.ACTIVE
    alice.link("Retire").type(since=since - timedelta(days=1)).press("Retire")
    alice.reads("Effective on")
    assert status() == WorkerStatus.ACTIVE
    alice.type(since=day).press("Retire")
    assert status() == WorkerStatus.RETIRED
    assert Placement.objects.filter(worker__employee_no="N-1").count() == 7

    alice.link("Placements and planned changes").reads("脱产学习", "合同到期")
    erin = office.sits_down("erin").menu("People")
    erin.page.goto(f"{erin.page.url}?status=&q=新来")
    erin.link("新来").reads("合同到期").does_not_read("13811112222")
    assert erin.page.locator("main").get_by_role("link", name="Rehire").count() == 0


def test_many_are_transferred_by_ticking_and_stale_rows_are_refused(office: Office) -> None:
    cast, day = office.cast, office.today
    for number in range(6):
        WorkerFactory.create(employee_no=f"T-{number}", name=f"调{number}", unit=cast.workshop_a1)
    alice = office.sits_down("alice").menu("People").tick("T-0", "T-1", "T-2", "T-3")
    alice.press("Transfer")
    office.does_not_open("erin", alice.page, status=403)
    clerk = office.sits_down("ruth").worker("调0").link("Transfer")
    clerk.type(unit=cast.workshop_b1.code, since=day).press("Transfer")
    alice.type(unit=cast.workshop_a2.code, since=day, reason="班组调整").press("Do it for everybody ticked")
    alice.reads("Nothing was written", "调0")
    assert not Worker.objects.filter(unit=cast.workshop_a2).exists()
    alice.type(unit=cast.workshop_a2.code, since=day, reason="班组调整").press("Do it for everybody ticked")
    alice.reads("Transfer: 3 people.")
    moved = Worker.objects.filter(unit=cast.workshop_a2).order_by("employee_no")
    assert [worker.employee_no for worker in moved] == ["T-1", "T-2", "T-3"]


def test_duplicates_are_found_and_made_one(office: Office) -> None:
    cast = office.cast
    for number in ("D-1", "D-2"):
        WorkerFactory.create(
            employee_no=number, name="双双", unit=cast.workshop_a1, birth_date=date(1990, 5, 1), phone=""
        )
    Worker.objects.filter(employee_no="D-2").update(phone="13900001111")
    find_duplicates()
    alice = office.sits_down("alice").menu("People").link("Likely duplicates").link("D-1")
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.type(keep_phone="duplicate", reason="同一人两次录入").press("Merge the records")
    alice.reads("D-2 is merged into D-1")
    assert Worker.objects.get(employee_no="D-1").phone == "13900001111"
    alice.menu("People").find("双双").reads("D-1").does_not_read("D-2")


def test_the_second_of_two_clerks_is_shown_what_the_first_changed(office: Office) -> None:
    alice = (
        office.sits_down("alice").worker("高兰").link("Personal data").type(remark="住院", reason="本人来电")
    )
    ruth = office.sits_down("ruth").worker("高兰").link("Personal data")
    ruth.type(phone="13877776666", reason="集团核对").press("Save")
    alice.press("Save").reads("13877776666")
    assert office.cast.worker("carol").remark == ""
    assert alice.page.get_by_label("Remark").input_value() == "住院"
    alice.type(phone="13877776666").press("Save")
    carol = office.cast.worker("carol")
    assert (carol.remark, carol.phone) == ("住院", "13877776666")
