"""A change of policy handed in waits for those who may confirm it, and not for who wrote on it."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from base.dates import today
from notices.models import Reminder
from skills.models import PolicyChange, RuleSet
from skills.reminders import POLICY_WAITS
from skills.services.policy.deciding import confirm_change
from skills.services.policy.drafting import put_route
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.notices.rules.inboxes import assert_serves, deliver, night, told
from tests.skills.policy.drafts import QUICK, submitted, version_draft
from workforce.enums import Role
from workforce.models import User
from workforce.services.roles import grant_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy_cast(cast: Cast) -> Cast:
    """The cast with rita and rosa, HR of the whole group like ruth, and the shipped policy."""
    call_command("load_catalogues", verbosity=0)
    for name in ("rita", "rosa"):
        account = account_of(WorkerFactory.create(employee_no=f"C-{name}", name=name, unit=cast.group))
        RoleGrantFactory.create(user=account, role=Role.HR_OFFICER, unit=cast.group)
        cast.users[name] = account
    return cast


@pytest.fixture
def draft(policy_cast: Cast) -> PolicyChange:
    """ruth's version of R2023."""
    return version_draft(policy_cast, RuleSet.objects.get(code="R2023"))


def test_the_others_of_the_group_are_told_until_one_confirms(policy_cast: Cast, draft: PolicyChange) -> None:
    deliver()
    assert told(policy_cast, POLICY_WAITS) == set()
    waiting = submitted(policy_cast, draft)
    deliver()
    assert told(policy_cast, POLICY_WAITS) == {"rita", "rosa"}
    for reminder in Reminder.objects.open().filter(rule=POLICY_WAITS).select_related("unit", "recipient"):
        assert_serves(reminder)
    confirm_change(waiting, actor=policy_cast.user("rita"), digest=waiting.digest, now=timezone.now())
    deliver()
    assert told(policy_cast, POLICY_WAITS) == set()
    assert set(Reminder.objects.filter(rule=POLICY_WAITS).values_list("ended_as", flat=True)) == {"done"}


def test_everybody_who_wrote_on_the_draft_is_left_out(policy_cast: Cast, draft: PolicyChange) -> None:
    put_route(draft, actor=policy_cast.user("rita"), code="R23-4-1", route=QUICK, now=timezone.now())
    submitted(policy_cast, draft)
    night(POLICY_WAITS)
    assert told(policy_cast, POLICY_WAITS) == {"rosa"}


def test_who_cannot_sign_in_is_left_out(policy_cast: Cast, draft: PolicyChange) -> None:
    User.objects.filter(pk=policy_cast.users["rosa"].pk).update(is_active=False)
    submitted(policy_cast, draft)
    night(POLICY_WAITS)
    assert told(policy_cast, POLICY_WAITS) == {"rita"}


def test_who_becomes_officer_of_the_group_is_told_at_once(policy_cast: Cast, draft: PolicyChange) -> None:
    submitted(policy_cast, draft)
    grant_role(
        actor=policy_cast.user("ruth"),
        user=policy_cast.user("alice"),
        role=Role.HR_OFFICER,
        unit=policy_cast.group,
        since=today(),
        reason="新任",
        today=today(),
    )
    deliver()
    assert told(policy_cast, POLICY_WAITS) == {"rita", "rosa", "alice"}
    assert one_of(policy_cast, "alice").due_on == today()


def one_of(cast: Cast, name: str) -> Reminder:
    """What stands in somebody's inbox of the rule."""
    return Reminder.objects.open().get(rule=POLICY_WAITS, recipient=cast.users[name])
