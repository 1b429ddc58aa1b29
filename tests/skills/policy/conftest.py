"""The shipped policy, a cast, and a second HR officer of the whole group."""

import pytest
from django.core.management import call_command

from skills.models import RuleSet
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from workforce.enums import Role


@pytest.fixture
def rules(db: None) -> None:
    """The catalogues: occupations, majors, rule sets, standards."""
    call_command("load_catalogues", verbosity=0)


@pytest.fixture
def policy_cast(rules: None, cast: Cast) -> Cast:
    """The cast with rita and rosa, HR of the whole group like ruth."""
    for name, chinese in (("rita", "黎塔"), ("rosa", "罗莎")):
        account = account_of(WorkerFactory.create(employee_no=f"C-{name}", name=chinese, unit=cast.group))
        RoleGrantFactory.create(user=account, role=Role.HR_OFFICER, unit=cast.group)
        cast.users[name] = account
    return cast


@pytest.fixture
def r2023(rules: None) -> RuleSet:
    """The rule set most standards name."""
    return RuleSet.objects.get(code="R2023")
