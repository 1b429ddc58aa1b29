"""A new version of the rules: drafted, measured, confirmed by a second person; a company only reads."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from skills.models import Occupation, PolicyChange
from skills.services.fact_values import SpellValues
from skills.services.facts import record_fact
from skills.services.grades import GradeValues, record_grade
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.portal.test_hr_year.people_at_work import Office, do_jobs
from workforce.enums import Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("catalogues"),
]


def test_a_version_is_drafted_measured_and_confirmed_by_a_second_officer(office: Office) -> None:
    cast, day, now = office.cast, office.today, timezone.now()
    rita = account_of(WorkerFactory.create(employee_no="C-rita", name="黎塔", unit=cast.group))
    RoleGrantFactory.create(user=rita, role=Role.HR_OFFICER, unit=cast.group)
    cast.users["rita"] = rita
    carol, electrician = cast.worker("carol"), Occupation.objects.get(name="电工")
    spell = SpellValues(occupation=electrician, since=date(2012, 7, 1))
    record_fact(spell, actor=None, worker_id=carol.pk, now=now)
    grade = GradeValues(
        occupation=electrician, level=2, issued_on=day - timedelta(days=3 * 365), basis="assessment"
    )
    record_grade(grade, actor=None, worker_id=carol.pk, now=now)

    ruth = office.sits_down("ruth").menu("Policies").link("Rule sets").link(re.compile("R2023"))
    ruth.link("Draft a new version")
    office.does_not_open("alice", ruth.page, status=403)
    office.does_not_open("erin", ruth.page, status=403)
    ruth.type(effective_on=day + timedelta(days=10), document="新规程", mark="design", reason="国家修订")
    ruth.press("Keep as a draft").reads("Nothing is in force before a second person confirms it.")
    change = PolicyChange.objects.get()
    ruth.link(re.compile("^Edit R23-4-1$"))
    ruth.page.get_by_label(re.compile("Years")).last.fill("2")
    ruth.press("Save the route").reads("Before: ")
    ruth.press("Reckon the impact")
    do_jobs()
    ruth.again().link("Show who").reads("高兰")
    ruth.page.go_back()
    ruth.press("Hand in for confirmation")
    do_jobs()
    ruth.again().reads("You wrote on this draft")
    assert ruth.page.get_by_role("button", name="Confirm", exact=True).count() == 0

    alice = office.sits_down("alice").menu("Policies").link("Changes")
    alice.link(re.compile("R2023")).reads("国家修订", "What it would do to whom")
    for name in ("Confirm", "Decline", "Withdraw", "Edit", "Hand in for confirmation"):
        assert alice.page.get_by_role("button", name=name, exact=True).count() == 0
    alice.link("Show who").reads("高兰")
    bob = office.sits_down("bob").menu("Policies").link("Changes").link(re.compile("R2023")).link("Show who")
    bob.does_not_read("高兰")
    carol_reads = office.sits_down("carol").menu("Policies").link("Rule sets").link(re.compile("R2023"))
    carol_reads.does_not_read("Draft a new version")

    second = office.sits_down("rita").link(re.compile("R2023"))
    second.press("Confirm").reads("Confirmed")
    do_jobs()
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("confirmed", rita)
    assert change.version is not None
    assert change.version.valid_from == day + timedelta(days=10)
    second.again().link("The version that came of it").reads("2")
