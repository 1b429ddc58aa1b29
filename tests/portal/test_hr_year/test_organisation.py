"""Units, their heads and deputies; roles; readings of id numbers; the table of who sees what."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.factories.workforce import WorkerFactory
from tests.portal.test_hr_year.people_at_work import Office
from tests.workforce.id_number_samples import make_id_number
from workforce.models import Delegation, IdNumberReading, RoleGrant, Unit, UnitChange, UnitHead, Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBER = make_id_number(date(1985, 6, 1))


def test_units_are_renamed_moved_merged_and_closed(office: Office) -> None:
    cast, day = office.cast, office.today
    WorkerFactory.create(employee_no="M-1", name="并入人", unit=cast.team_a11)
    alice = office.sits_down("alice").menu("Organisation").link("甲公司").link("Open a unit below")
    alice.type(name="试制组", kind="team").press("Open the unit")
    made = Unit.objects.get(name="试制组")

    alice.menu("Organisation").link("二车间").link("Rename the unit")
    office.does_not_open("bob", alice.page)
    office.does_not_open("erin", alice.page, status=403)
    alice.type(name="总装车间", effective_on=day, reason="甲字〔2026〕1号").press("Save").reads("总装车间")
    assert Unit.objects.get(pk=cast.workshop_a2.pk).name == "总装车间"
    alice.link("Move the unit").type(
        parent=cast.workshop_a1.code, effective_on=day + timedelta(days=30), reason="合并管理"
    ).press("Move the unit").reads("Planned", "合并管理")
    assert Unit.objects.get(pk=cast.workshop_a2.pk).parent_id == cast.company_a.pk
    alice.link(re.compile("^Take it back")).type(reason="暂缓").press("Take it back")
    assert UnitChange.objects.get(unit=cast.workshop_a2, kind="move").state == "cancelled"
    alice.menu("Organisation").link("一车间").link("甲班").link("Merge the unit into another")
    alice.type(target=cast.workshop_a2.code, effective_on=day, reason="撤并").press("Merge the unit")
    assert Worker.objects.get(employee_no="M-1").unit_id == cast.workshop_a2.pk
    alice.menu("Organisation").link("试制组").link("Close the unit")
    alice.type(last_day=day, reason="任务完成").press("Close the unit")
    made.refresh_from_db()
    assert made.closed_on is not None or UnitChange.objects.filter(unit=made, kind="close").exists()

    alice.menu("Organisation").link("总装车间").link("Set the head")
    office.does_not_open("bob", alice.page)
    alice.type(worker="M-1", since=day).press("Save").reads("并入人")
    assert UnitHead.objects.get(unit=cast.workshop_a2).worker.employee_no == "M-1"
    erin = office.sits_down("erin").menu("Organisation").link("总装车间").reads("甲字〔2026〕1号", "并入人")
    erin.does_not_read("Rename the unit", "Set the head")

    frank = office.sits_down("frank").menu("Organisation").link("一车间").link("Name a deputy")
    frank.type(deputy="C-carol", since=day, last_day=day + timedelta(days=7), reason="出差").press(
        "Name the deputy"
    )
    frank.reads("高兰", "出差")
    assert Delegation.objects.get().deputy == cast.worker("carol")
    frank.does_not_read("Rename the unit")


def test_roles_are_given_and_ended_by_the_group_alone(office: Office) -> None:
    cast, day = office.cast, office.today
    ruth = office.sits_down("ruth").menu("Roles").link("Give a role")
    office.does_not_open("alice", ruth.page, status=403)
    office.does_not_open("erin", ruth.page, status=403)
    ruth.type(user="C-ruth", role="hr_officer", unit=cast.company_b.code, since=day, reason="自授").press(
        "Give the role"
    )
    assert not RoleGrant.objects.filter(unit=cast.company_b, user=cast.users["ruth"]).exists()
    ruth.type(user="C-carol", role="union_reviewer", unit=cast.company_a.code).type(reason="工会来函").press(
        "Give the role"
    )
    grant = RoleGrant.objects.get(user=cast.users["carol"])
    assert (grant.granted_by, grant.reason) == (cast.users["ruth"], "工会来函")
    alice = office.sits_down("alice").menu("Roles").reads("工会来函")
    alice.does_not_read("Give a role", "End the role")
    alice.link("高兰").reads("工会来函", "陆如")
    ruth.menu("Roles").link(re.compile("^End the role .* 高兰$"))
    office.does_not_open("alice", ruth.page, status=403)
    ruth.type(reason="任期届满").press("End the role")
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason) == (cast.users["ruth"], "任期届满")
    bob = office.sits_down("bob").menu("Roles").reads("鲍勃").does_not_read("艾丽", "高兰")
    bob.link("Who sees which field").reads("Wage")


def test_an_id_number_is_read_with_a_reason_and_the_worker_sees_who_did(office: Office) -> None:
    cast = office.cast
    alice = office.sits_down("alice").worker("高兰").link("Personal data")
    alice.type(id_number=NUMBER, reason="补录").press("Save")
    alice.page.get_by_label("Read the whole id number: what for?").fill("社保核对")
    alice.press("Show the number").reads(NUMBER)
    assert IdNumberReading.objects.get().reason == "社保核对"
    alice.worker("高兰").reads("Who read the id number", "社保核对").does_not_read(NUMBER)
    alice.account("My account").link("Readings of id numbers").reads("社保核对")
    carol = office.sits_down("carol").menu("My growth").reads("社保核对", "艾丽")
    carol.link("What was changed in my record").reads("补录").does_not_read(NUMBER)
    carol.account("My account").link("Readings of id numbers").reads("社保核对")
    erin = office.sits_down("erin").worker("高兰").reads("社保核对").does_not_read(NUMBER)
    assert erin.page.get_by_role("button", name="Show the number").count() == 0
    office.sits_down("bob").account("My account").link("Readings of id numbers").does_not_read("社保核对")
    assert cast.worker("carol").id_number_mask
