"""What stands in the database once the demo enterprise is loaded; one load serves every test here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from base.invariants import all_invariants
from seeds.demo.accounts import DEMO_PASSWORD
from seeds.demo.careers import opening_window
from skills.certificate_number import parse_certificate_number
from skills.enums import GradeKind
from skills.models import (
    CorrectionRequest,
    Eligibility,
    EmploymentSpell,
    GradeRecord,
    LikelyDuplicate,
    MonthlyWage,
    Standing,
)
from tests.seeds.test_load_demo import TODAY, load
from workforce.enums import Role
from workforce.models import Placement, Relation, RoleGrant, UnitHead, User, Worker


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A demo of 120 workers, loaded in demo mode and rolled back when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO_MODE=True):
            load()
        yield
        transaction.set_rollback(True)


def test_people_have_whole_records() -> None:
    # one of the 120 stands on record twice
    assert Worker.objects.count() == 121
    assert Worker.objects.filter(id_number_index=None).count() == 1
    assert set(LikelyDuplicate.objects.values_list("likeness", flat=True)) == {"namesake", "phone"}
    assert User.objects.filter(worker__isnull=False).count() == 121
    assert EmploymentSpell.objects.count() >= 100
    assert MonthlyWage.objects.count() >= 500
    assert Relation.objects.exists()
    assert UnitHead.objects.filter(unit__name="熔炼车间", worker__post="车间主任").count() == 1
    assert CorrectionRequest.objects.filter(state="waiting").count() >= 3
    assert Placement.objects.filter(until=None).count() == 121


def test_no_invariant_is_broken() -> None:
    assert {name: check() for name, check in all_invariants().items() if check()} == {}


def test_certificate_numbers_agree_with_level_and_year() -> None:
    for grade in GradeRecord.objects.exclude(certificate_no=""):
        assert grade.issued_on is not None
        number = parse_certificate_number(grade.certificate_no, this_year=TODAY.year)
        assert not number.contradicts(grade.level or 0)
        assert number.year in (None, grade.issued_on.year % 100)


def test_some_grades_were_corrected_by_a_later_row() -> None:
    replaced = GradeRecord.objects.filter(is_void=True)

    assert replaced.count() == 6
    assert {grade.voided_by.kind for grade in replaced} == {GradeKind.GRANT}


def test_grades_open_this_month_and_the_next_three() -> None:
    first, last = opening_window(TODAY)

    assert Standing.objects.filter(next_on__range=(first, last)).count() >= 12
    ready = Standing.objects.get(worker__employee_no="BY100007")
    assert (ready.held_level, ready.next_level, ready.next_on) == (3, 4, TODAY)


def test_demo_workers_have_something_to_look_at() -> None:
    novice = Eligibility.objects.filter(worker__employee_no="BY100008").values_list("target", flat=True)
    technician = Standing.objects.get(worker__employee_no="BY100009")

    assert 2 in novice
    assert technician.next_level == 6
    assert technician.next_route is not None
    assert technician.next_route.code == "R23-1-2"


def test_demo_accounts_have_every_role_and_the_password() -> None:
    accounts = User.objects.filter(is_demo=True)

    assert {grant.role for grant in RoleGrant.objects.filter(user__in=accounts)} == set(Role)
    assert [account.login for account in accounts if not account.check_password(DEMO_PASSWORD)] == []


def test_only_demo_accounts_have_a_password() -> None:
    others = User.objects.filter(is_demo=False)

    assert others.exists()
    assert [user.login for user in others if user.has_usable_password()] == []


@override_settings(DEMO_MODE=True)
def test_table_of_accounts_names_each_and_the_password() -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    assert [
        user.login for user in User.objects.filter(is_demo=True) if user.login not in out.getvalue()
    ] == []
    assert DEMO_PASSWORD in out.getvalue()


@override_settings(DEMO_MODE=False)
def test_password_is_not_told_outside_demo_mode() -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    assert DEMO_PASSWORD not in out.getvalue()


def test_second_load_is_refused() -> None:
    with pytest.raises(CommandError):
        load()
    assert load(if_empty=True) == ""
    assert Worker.objects.count() == 121


def test_days_follow_the_day_given() -> None:
    assert Placement.objects.filter(since__gt=TODAY).count() == 0
    assert MonthlyWage.objects.latest("month").month == date(2026, 10, 1)
