"""Who may what, tested the same way everywhere: a cast, and base classes that ask in its name.

    class TestUnitPage(PageAccess):
        right = "alice"
        def url(self, cast): return reverse("workforce:unit", args=[cast.workshop_a1.pk])
        def assert_done(self, cast, response): assert "一车间" in response.content.decode()

asks as nobody (login page), as a stranger (404), with the wrong role (403) and with the right one. A page
that changes something gives `method = "post"` and `data`; it is then also checked that the refused changed
nothing (`assert_nothing_done`). The same for the API with `ApiAccess` (401 instead of the login page).
`QueryCount` asks a list at 1 and at 30 rows under one literal number of SQL statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from tests.factories.workforce import (
    RoleGrantFactory,
    UnitFactory,
    UnitHeadFactory,
    UserFactory,
    WorkerFactory,
    account_of,
)
from workforce.enums import Role, UnitKind
from workforce.models import Unit, User, Worker


@dataclass
class Cast:
    """A group with two companies and the people who act in them.

    group ── company_a ── workshop_a1 ── team_a11
          │            └─ workshop_a2
          └─ company_b ── workshop_b1

    ruth is HR of the whole group (root right). Of company A: alice HR, dave union officer, erin auditor (no
    worker), grace union reviewer, heidi finance; frank heads workshop_a1; carol works in workshop_a1.
    Of company B: bob HR, the stranger; ivan works in workshop_b1. admin is the system administrator.
    """

    group: Unit
    company_a: Unit
    workshop_a1: Unit
    team_a11: Unit
    workshop_a2: Unit
    company_b: Unit
    workshop_b1: Unit
    users: dict[str, User]

    def user(self, name: str) -> User:
        """The account of one of the cast, as a new request sees it."""
        return User.objects.select_related("worker").get(pk=self.users[name].pk)

    def worker(self, name: str) -> Worker:
        """The worker record of one of the cast, as it stands now."""
        return Worker.objects.get(account=self.users[name])


def _unit(code: str, name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    return UnitFactory.create(code=code, name=name, kind=kind, parent=parent)


def build_cast() -> Cast:
    """Write the cast to the database."""
    group = _unit("G", "集团", UnitKind.GROUP, None)
    company_a = _unit("A", "甲公司", UnitKind.COMPANY, group)
    workshop_a1 = _unit("A1", "一车间", UnitKind.WORKSHOP, company_a)
    team_a11 = _unit("A11", "甲班", UnitKind.TEAM, workshop_a1)
    workshop_a2 = _unit("A2", "二车间", UnitKind.WORKSHOP, company_a)
    company_b = _unit("B", "乙公司", UnitKind.COMPANY, group)
    workshop_b1 = _unit("B1", "乙一车间", UnitKind.WORKSHOP, company_b)
    people = {
        "ruth": ("陆如", group),
        "alice": ("艾丽", company_a),
        "bob": ("鲍勃", company_b),
        "carol": ("高兰", workshop_a1),
        "dave": ("戴维", company_a),
        "frank": ("傅安", workshop_a1),
        "grace": ("顾蕊", company_a),
        "heidi": ("海娣", company_a),
        "ivan": ("易凡", workshop_b1),
    }
    users = {
        name: account_of(WorkerFactory.create(employee_no=f"C-{name}", name=chinese, unit=unit))
        for name, (chinese, unit) in people.items()
    }
    users["erin"] = UserFactory.create(login="erin", display_name="审计员")
    users["admin"] = User.objects.create_superuser("admin")
    roles = {
        "ruth": (Role.HR_OFFICER, group),
        "alice": (Role.HR_OFFICER, company_a),
        "bob": (Role.HR_OFFICER, company_b),
        "dave": (Role.UNION_OFFICER, company_a),
        "erin": (Role.AUDITOR, company_a),
        "grace": (Role.UNION_REVIEWER, company_a),
        "heidi": (Role.FINANCE, company_a),
    }
    for name, (role, unit) in roles.items():
        RoleGrantFactory.create(user=users[name], role=role, unit=unit)
    UnitHeadFactory.create(unit=workshop_a1, worker=users["frank"].worker)
    return Cast(group, company_a, workshop_a1, team_a11, workshop_a2, company_b, workshop_b1, users)


@pytest.mark.django_db
class AccessMatrix:
    """What both doors have in common. Set a name to None where the case does not exist (and say why)."""

    right: ClassVar[str] = "alice"
    wrong: ClassVar[str | None] = "heidi"
    stranger: ClassVar[str | None] = "bob"
    method: ClassVar[str] = "get"
    client_class: ClassVar[type[Client]] = Client

    def url(self, cast: Cast) -> str:
        """The address asked."""
        raise NotImplementedError

    def data(self, cast: Cast) -> Mapping[str, Any]:
        """What is sent."""
        return {}

    def assert_done(self, cast: Cast, response: Any) -> None:
        """The right role was answered with what it asked for: check the effect, not the status alone."""
        raise NotImplementedError

    def assert_nothing_done(self, cast: Cast) -> None:
        """A refused request changed nothing; to be given where something could have changed."""

    def ask(self, cast: Cast, name: str | None) -> Any:
        """The answer to one of the cast (None: to nobody signed in)."""
        client = self.client_class()
        if name is not None:
            client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
        return getattr(client, self.method)(self.url(cast), self.data(cast))

    def test_stranger_finds_nothing(self, cast: Cast) -> None:
        if self.stranger is None:
            pytest.skip("nobody is a stranger here")
        assert self.ask(cast, self.stranger).status_code == 404
        self.assert_nothing_done(cast)

    def test_wrong_role_is_refused(self, cast: Cast) -> None:
        if self.wrong is None:
            pytest.skip("every role that finds it may do it")
        assert self.ask(cast, self.wrong).status_code == 403
        self.assert_nothing_done(cast)

    def test_right_role_is_served(self, cast: Cast) -> None:
        response = self.ask(cast, self.right)
        assert response.status_code in (200, 201, 202, 204, 302), response.content.decode()[:2000]
        self.assert_done(cast, response)


class PageAccess(AccessMatrix):
    """A page: nobody is led to the login page."""

    def test_anonymous_is_led_to_login(self, cast: Cast) -> None:
        response = self.ask(cast, None)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("account_login"))
        self.assert_nothing_done(cast)


class ApiAccess(AccessMatrix):
    """An address of the API: nobody is answered 401."""

    client_class = APIClient

    def test_anonymous_is_refused(self, cast: Cast) -> None:
        assert self.ask(cast, None).status_code == 401
        self.assert_nothing_done(cast)


@pytest.mark.django_db
class QueryCount:
    """A list costs the same number of SQL statements at 1 and at 30 rows: the number stands in the test."""

    queries: ClassVar[int]
    viewer: ClassVar[str] = "alice"
    client_class: ClassVar[type[Client]] = Client

    def url(self, cast: Cast) -> str:
        """The list asked."""
        raise NotImplementedError

    def make_rows(self, cast: Cast, number: int) -> None:
        """Write so many rows more that the viewer sees."""
        raise NotImplementedError

    def statements(self, cast: Cast) -> list[str]:
        """The SQL statements one request costs."""
        client = self.client_class()
        client.force_login(cast.users[self.viewer], backend="workforce.accounts.AccountBackend")
        client.get(self.url(cast))  # the first request of a process fills caches kept for its life
        with CaptureQueriesContext(
            connection,
        ) as statements:
            response = client.get(self.url(cast))
        assert response.status_code == 200
        return [statement["sql"] for statement in statements]

    @pytest.mark.parametrize("rows", [1, 30])
    def test_queries_do_not_grow_with_rows(self, cast: Cast, rows: int) -> None:
        self.make_rows(cast, rows)
        statements = self.statements(cast)
        assert len(statements) == self.queries, "\n".join(sql[:300] for sql in statements)
