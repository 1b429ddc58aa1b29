"""Activation codes nobody used: once an officer and day, before they run out and after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from base.dates import today
from notices.models import Reminder
from tests.access import Cast
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from workforce.models import ActivationCode, RoleGrant, User
from workforce.reminders import CODES_UNUSED
from workforce.services.activation_codes import IssuedCode, activate, issue_activation_codes, reset_password

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued_at() -> datetime:
    """Twelve days ago: the codes run out the day after tomorrow."""
    return timezone.now() - timedelta(days=12)


@pytest.fixture
def issued(cast: Cast, issued_at: datetime) -> list[IssuedCode]:
    """alice's codes for workshop a1: carol's and frank's, who have no password."""
    issued = issue_activation_codes(actor=cast.user("ruth"), unit=cast.workshop_a1, now=issued_at)
    ActivationCode.objects.update(issued_by=cast.users["alice"])
    assert {one.user.login for one in issued} == {"C-carol", "C-frank"}
    return issued


def use(issued: IssuedCode) -> None:
    activate(login=issued.user.login, code=issued.code, new_password="晨雾Mountain-7391", now=timezone.now())


@pytest.mark.usefixtures("issued")
def test_the_issuer_is_told_once_with_the_number(cast: Cast) -> None:
    night(CODES_UNUSED)
    assert told(cast, CODES_UNUSED) == {"alice"}
    reminder = one(CODES_UNUSED)
    expires = timezone.localtime(ActivationCode.objects.all()[0].expires_at).date()
    assert (reminder.values, reminder.due_on, reminder.lead) == ({"count": 2}, expires, 3)
    assert_serves(reminder, "2")


@pytest.mark.usefixtures("issued")
def test_nobody_is_told_early(cast: Cast) -> None:
    night(CODES_UNUSED, today() - timedelta(days=5))
    assert told(cast, CODES_UNUSED) == set()


@pytest.mark.usefixtures("issued")
def test_after_they_ran_out_it_is_said_so_and_forgotten_in_time(cast: Cast) -> None:
    night(CODES_UNUSED, today() + timedelta(days=4))
    assert one(CODES_UNUSED).lead == -1
    night(CODES_UNUSED, today() + timedelta(days=30))
    assert told(cast, CODES_UNUSED) == set()


def test_it_is_gone_at_once_when_the_last_code_is_used(cast: Cast, issued: list[IssuedCode]) -> None:
    night(CODES_UNUSED)
    use(issued[0])
    deliver()
    assert told(cast, CODES_UNUSED) == {"alice"}
    night(CODES_UNUSED)
    assert one(CODES_UNUSED).values == {"count": 1}
    use(issued[1])
    deliver()
    assert Reminder.objects.get(rule=CODES_UNUSED).ended_as == "done"


def test_a_new_code_takes_the_place_of_the_old(cast: Cast, issued: list[IssuedCode]) -> None:
    for code in issued:
        reset_password(actor=cast.user("ruth"), user=code.user, now=timezone.now())
    night(CODES_UNUSED)
    assert told(cast, CODES_UNUSED) == set()


@pytest.mark.usefixtures("issued")
def test_who_keeps_the_people_no_more_is_replaced_by_the_nearest_officer(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.users["alice"]).update(until=today())
    night(CODES_UNUSED)
    assert told(cast, CODES_UNUSED) == {"ruth"}


@pytest.mark.usefixtures("issued")
def test_an_issuer_who_left_is_replaced_too_and_other_companies_know_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.users["alice"].pk).update(is_active=False)
    night(CODES_UNUSED)
    assert told(cast, CODES_UNUSED) == {"ruth"}


@pytest.mark.usefixtures("issued")
def test_people_who_left_need_no_code(cast: Cast) -> None:
    User.objects.filter(login__in=["C-carol", "C-frank"]).update(is_active=False)
    night(CODES_UNUSED)
    assert told(cast, CODES_UNUSED) == set()
