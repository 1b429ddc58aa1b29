"""Roles and deputyships that end: told to who holds them and to who can give them anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from base.dates import today
from notices.models import Reminder
from tests.access import Cast
from tests.notices.rules.inboxes import assert_serves, deliver, night, one, told
from workforce.enums import Role
from workforce.models import Delegation, RoleGrant, UnitHead, User
from workforce.reminders import DELEGATION_ENDS, DEPUTY_ENDS, ROLE_ENDS, ROLES_END
from workforce.services.delegations import delegate, end_delegation
from workforce.services.roles import end_role, grant_role
from workforce.services.unit_heads import end_head

pytestmark = pytest.mark.django_db
SOON = timedelta(days=5)


def granted(cast: Cast, name: str = "grace", role: Role = Role.FINANCE) -> RoleGrant:
    return grant_role(
        actor=cast.user("ruth"),
        user=cast.user(name),
        role=role,
        unit=cast.company_a,
        since=today(),
        last_day=today() + SOON,
        reason="代班",
        today=today(),
    )


def delegated(cast: Cast, days: int = 2) -> Delegation:
    return delegate(
        actor=cast.user("frank"),
        headship=UnitHead.objects.get(unit=cast.workshop_a1),
        deputy=cast.worker("carol"),
        since=today(),
        last_day=today() + timedelta(days=days),
        reason="出差",
        today=today(),
    )


def test_holder_and_who_grants_roles_are_told(cast: Cast) -> None:
    granted(cast)
    deliver()
    assert told(cast, ROLE_ENDS) == {"grace"}
    assert told(cast, ROLES_END) == {"ruth"}
    assert_serves(one(ROLE_ENDS), "甲公司")
    assert_serves(one(ROLES_END), "1")


def test_roles_that_end_together_are_one_notice(cast: Cast) -> None:
    for name in ("grace", "carol", "dave"):
        granted(cast, name)
    deliver()
    assert one(ROLES_END).values == {"count": 3}


def test_it_ends_when_the_role_is_taken_back(cast: Cast) -> None:
    grant = granted(cast)
    deliver()
    end_role(actor=cast.user("ruth"), grant=grant, reason="不再需要", today=today())
    deliver()
    assert told(cast, ROLE_ENDS) | told(cast, ROLES_END) == set()


def test_nobody_is_told_of_the_own_role_as_of_anothers(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.users["ruth"]).update(until=today() + SOON)
    night(ROLES_END)
    night(ROLE_ENDS)
    assert told(cast, ROLES_END) == set()
    assert told(cast, ROLE_ENDS) == {"ruth"}


def test_roles_of_people_who_left_are_no_matter(cast: Cast) -> None:
    granted(cast)
    User.objects.filter(pk=cast.users["grace"].pk).update(is_active=False)
    night(ROLES_END)
    assert told(cast, ROLES_END) == set()


def test_deputy_and_head_are_told_of_each_other(cast: Cast) -> None:
    delegated(cast)
    deliver()
    assert told(cast, DELEGATION_ENDS) == {"carol"}
    assert told(cast, DEPUTY_ENDS) == {"frank"}
    assert_serves(one(DELEGATION_ENDS), "傅安", "一车间")
    assert_serves(one(DEPUTY_ENDS), "高兰", "一车间")


def test_a_delegation_is_told_three_days_before_its_end(cast: Cast) -> None:
    delegated(cast, days=10)
    deliver()
    assert told(cast, DELEGATION_ENDS) == set()
    night(DELEGATION_ENDS, today() + timedelta(days=7))
    assert told(cast, DELEGATION_ENDS) == {"carol"}


def test_it_ends_when_the_delegation_is_taken_back(cast: Cast) -> None:
    delegation = delegated(cast)
    deliver()
    end_delegation(actor=cast.user("frank"), delegation=delegation, today=today(), reason="回来了")
    deliver()
    assert told(cast, DELEGATION_ENDS) | told(cast, DEPUTY_ENDS) == set()


def test_a_headship_that_ends_earlier_ends_the_delegation(cast: Cast) -> None:
    delegated(cast, days=20)
    head = UnitHead.objects.get(unit=cast.workshop_a1)
    end_head(actor=cast.user("alice"), head=head, last_day=today() + timedelta(days=1), today=today())
    deliver()
    assert one(DELEGATION_ENDS).due_on == today() + timedelta(days=1)
    assert Reminder.objects.filter(rule=DEPUTY_ENDS).count() == 1
